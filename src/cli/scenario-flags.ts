import type { Complaint } from "../base/bad-input.js";
import type { GivenSelection } from "../run/modules/given-selection.js";
import type { LuaEngine } from "../runtimes/lua/load-lua.js";
import { readSetFlags, type SetFlag } from "../scenario/axes/set-flags.js";
import type { RunLimits } from "../scenario/scenario.js";
import { type LimitFlagTexts, readLimits, readSize } from "./limit-flags.js";
import { readLuaEngine } from "./lua-engine-flag.js";
import {
  type ModuleFlags,
  type ModuleFlagTexts,
  readModuleFlags,
  readSelectionFlags,
  type SelectionFlagTexts,
} from "./module-flags.js";
import { readParams } from "./param-flags.js";

/** The flags of the commands that run scenarios, as commander hands them over. */
export interface ScenarioFlagTexts extends LimitFlagTexts, ModuleFlagTexts, SelectionFlagTexts {
  readonly allocator?: readonly string[];
  readonly param?: readonly string[];
  readonly set?: readonly string[];
  readonly out?: string;
  readonly json?: true;
  readonly quiet?: true;
  readonly debug?: true;
  readonly luaEngine?: string;
  readonly scenarioLimit?: string;
}

export interface ScenarioFlags {
  readonly allocators: readonly string[];
  readonly params: Readonly<Record<string, string>>;
  readonly sets: readonly SetFlag[];
  readonly limits: Partial<RunLimits>;
  readonly maxBytes: number | undefined;
  readonly luaEngine: LuaEngine;
  readonly modules: ModuleFlags;
  readonly selection: GivenSelection;
}

/** Reads them, and the manifests that they name; what is wrong is added to the complaints. */
export function readScenarioFlags(texts: ScenarioFlagTexts, complaints: Complaint[]): ScenarioFlags {
  return {
    allocators: texts.allocator ?? [],
    params: readParams(texts.param ?? [], complaints),
    sets: readSetFlags(texts.set ?? [], complaints),
    limits: readLimits(texts, complaints),
    maxBytes:
      texts.scenarioLimit === undefined ? undefined : readSize("--scenario-limit", texts.scenarioLimit, complaints),
    luaEngine: readLuaEngine(texts.luaEngine, complaints),
    modules: readModuleFlags(texts, complaints),
    selection: readSelectionFlags(texts),
  };
}
