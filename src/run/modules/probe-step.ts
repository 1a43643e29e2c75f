import type { ModuleHeader } from "../../kinds/module-header.js";
import type { CodeFailure, Reply, Unopenable } from "../../kinds/open-library.js";

/** One thing that is asked of a library, in the process that may not survive it. */
export type ProbeStep =
  | { readonly doing: "open"; readonly library: string }
  | { readonly doing: "lookUp" | "compatible"; readonly library: string; readonly module: string };

/** What came of a step. Plain data. */
export type ProbeReply = OpenReply | HeaderReply | CompatibleReply;

export type OpenReply = { readonly kind: "ready" } | Unopenable | CodeFailure;

/** Ready with null: the library exports nothing of this name. */
export type HeaderReply = Reply<ModuleHeader | null>;

export type CompatibleReply = Reply<boolean>;
