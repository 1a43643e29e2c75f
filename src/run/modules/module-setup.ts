import type { ModuleParameter } from "../../kinds/module-parameter.js";
import type { ModuleSelection } from "../../kinds/participating-modules.js";
import type { LuaEngine } from "../../runtimes/lua/load-lua.js";
import type { LocatedLibrary } from "./located-library.js";

/** The modules of a run, and what is chosen among them and the built-in ones. Plain data: each row's process loads them itself. */
export interface ModuleSetup {
  /** All that the manifests load, in that order (M34); every one has been verified. */
  readonly modules: readonly LoadableModule[];
  readonly selection: ModuleSelection;
  readonly luaEngine: LuaEngine;
}

export interface LoadableModule {
  readonly name: string;
  readonly kind: string;
  readonly library: LocatedLibrary;
  /** The manifest's (M28). */
  readonly parameters: readonly ModuleParameter[];
}
