import type { KindSettings } from "../../modules/kind-table.js";
import type { LuaEngine } from "../../runtimes/lua/load-lua.js";
import type { RunLimits } from "../../scenario/scenario.js";
import type { LocatedLibrary } from "./located-library.js";

/** A library to look into, and the modules to look for in it. */
export interface ProbeTask {
  readonly library: LocatedLibrary;
  readonly modules: readonly string[];
}

/** What a process is to look into before any of it is used. Plain data. */
export interface ProbeJob {
  readonly tasks: readonly ProbeTask[];
  /** compatible() is only asked of modules that keep all other rules (V8). */
  readonly kinds: KindSettings;
  readonly limits: RunLimits;
  readonly luaEngine: LuaEngine;
}
