import { median } from "d3-array";
import { AllocatorFailure } from "../allocator/failure.js";
import { formatComplaint } from "../base/bad-input.js";
import { wallMs } from "../base/stopwatch.js";
import { readKindSettings } from "../modules/kind-settings.js";
import { readManifestValue } from "../modules/read-manifests.js";
import type { ProbeSettings } from "../run/modules/probe-libraries.js";
import { verifyModules } from "../run/modules/verify-modules.js";
import { printToParent } from "../run/print-to-parent.js";
import { DEFAULT_LUA_ENGINE } from "../runtimes/lua/load-lua.js";
import { DEFAULT_LIMITS } from "../scenario/scenario.js";

/** Two manifests, by path, of modules in one and the same library. */
export interface ManifestCourse {
  readonly many: string;
  /** It lists one module. */
  readonly single: string;
  readonly rounds: number;
}

/** Milliseconds, the medians over the rounds. */
export interface ManifestFigures {
  readonly modules: number;
  /** Reading the manifest alone. */
  readonly readMs: number;
  /** What `modules check` does: the manifest is read, then every module is verified in a process of its own. */
  readonly wholeMs: number;
  /** The same of one module: mostly the start of that process. */
  readonly singleMs: number;
  /** What the other modules cost. */
  readonly beyondSingleMs: number;
}

/** @throws AllocatorFailure when a module is refused: then there is nothing to time */
export async function runManifest({ many, single, rounds }: ManifestCourse): Promise<ManifestFigures> {
  const checks: Check[] = [];
  const singles: Check[] = [];
  for (let round = 0; round < rounds; round++) {
    singles.push(await check(single));
    checks.push(await check(many));
  }
  const wholeMs = median(checks, (one) => one.wholeMs) as number;
  const singleMs = median(singles, (one) => one.wholeMs) as number;
  return {
    modules: checks[0]?.modules as number,
    readMs: median(checks, (one) => one.readMs) as number,
    wholeMs,
    singleMs,
    beyondSingleMs: wholeMs - singleMs,
  };
}

type Check = Pick<ManifestFigures, "modules" | "readMs" | "wholeMs">;

async function check(path: string): Promise<Check> {
  const settings: ProbeSettings = {
    kinds: readKindSettings({}),
    limits: DEFAULT_LIMITS,
    luaEngine: DEFAULT_LUA_ENGINE,
    print: printToParent,
  };
  const startedAt = wallMs();
  const { manifests } = readManifestValue(path, { place: path, folder: "." });
  const readMs = wallMs() - startedAt;
  const { result } = await verifyModules(manifests, settings);
  const wholeMs = wallMs() - startedAt;
  const [complaint] = [...result.failures, ...result.refusals];
  if (complaint !== undefined) throw new AllocatorFailure("loadFailed", formatComplaint(complaint));
  return { modules: result.modules.length, readMs, wholeMs };
}
