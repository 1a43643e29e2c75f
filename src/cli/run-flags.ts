import { BadInput, type Complaint } from "../base/bad-input.js";
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

/** The flags of `workbench run` as commander hands them over. */
export interface RunFlagTexts extends LimitFlagTexts, ModuleFlagTexts, SelectionFlagTexts {
  readonly allocator?: readonly string[];
  readonly seed?: string;
  readonly param?: readonly string[];
  readonly set?: readonly string[];
  readonly record?: string;
  readonly out?: string;
  readonly json?: true;
  readonly quiet?: true;
  readonly debug?: true;
  readonly luaEngine?: string;
  readonly scenarioLimit?: string;
}

export interface RunFlags {
  readonly allocators: readonly string[];
  readonly seed: number | undefined;
  readonly params: Readonly<Record<string, string>>;
  readonly sets: readonly SetFlag[];
  readonly limits: Partial<RunLimits>;
  readonly maxBytes: number | undefined;
  readonly luaEngine: LuaEngine;
  readonly modules: ModuleFlags;
  readonly selection: GivenSelection;
}

/** @throws BadInput with everything that is wrong with any of them, and with the manifests that they name */
export function readRunFlags(texts: RunFlagTexts): RunFlags {
  const complaints: Complaint[] = [];
  const flags: RunFlags = {
    allocators: texts.allocator ?? [],
    seed: readSeed(texts.seed, complaints),
    params: readParams(texts.param ?? [], complaints),
    sets: readSetFlags(texts.set ?? [], complaints),
    limits: readLimits(texts, complaints),
    maxBytes:
      texts.scenarioLimit === undefined ? undefined : readSize("--scenario-limit", texts.scenarioLimit, complaints),
    luaEngine: readLuaEngine(texts.luaEngine, complaints),
    modules: readModuleFlags(texts, complaints),
    selection: readSelectionFlags(texts),
  };
  if (complaints.length > 0) throw new BadInput(complaints);
  return flags;
}

const LARGEST_SEED = 2 ** 32 - 1;

function readSeed(text: string | undefined, complaints: Complaint[]): number | undefined {
  if (text === undefined) return undefined;
  const seed = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (seed <= LARGEST_SEED) return seed;
  const rule = `a seed is a whole number from 0 to ${LARGEST_SEED}`;
  complaints.push({ place: "--seed", value: text, rule, nextStep: "give it such as --seed=7" });
  return undefined;
}
