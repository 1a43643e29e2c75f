import { totalmem } from "node:os";
import { setFlagsFromString } from "node:v8";
import { packageFile } from "../base/package-files.js";
import type { RunLimits } from "../scenario/scenario.js";
import { stackFlags } from "./host-stack.js";

/** Taken before the process is emptied. */
const setFlag = setFlagsFromString;

/**
 * How much of a WebAssembly function is run as it was first compiled before V8 compiles it again and better, about in bytes.
 * At V8's own 1.8 MB the compiler takes more of a short run than the virtual machine that it compiles: with this QuickJS
 * has loaded its SDK with half the processor time, and a long run loses nothing.
 */
const WASM_TIERING_BUDGET = 50_000_000;

/** No code from strings: for a process with a sandbox. */
export const NO_CODE_FROM_STRINGS = "--disallow-code-generation-from-strings";

/** What is set aside while Node's own modules are loaded: the same as in `plain-engine.cts`. */
export const SET_ASIDE: readonly string[] = [
  "--max-old-space-size",
  "--max-semi-space-size",
  "--heap-growing-percent",
  "--stack-size",
  "--wasm-tiering-budget",
  NO_CODE_FROM_STRINGS,
];

/** Flags of V8 for a process with a guest. @param fengari whether it has scripts in fengari */
export function engineFlags({ memoryBytes }: RunLimits, fengari: boolean): string[] {
  return [
    `--max-old-space-size=${heapMiB(memoryBytes)}`,
    ...(fengari ? fengariHeapFlags(memoryBytes) : [`--max-semi-space-size=${nurseryMiB(memoryBytes)}`]),
    ...stackFlags(),
    `--wasm-tiering-budget=${WASM_TIERING_BUDGET}`,
    `--require=${packageFile("dist", "src", "run", "plain-engine.cjs")}`,
  ];
}

/** Puts the flags back that the process was started with, for all that is compiled and made from now on. */
export function restoreEngineFlags(): void {
  const flags = process.execArgv.filter((flag) => SET_ASIDE.includes(flag.split("=")[0] as string));
  for (const flag of flags) setFlag(flag);
}

/** Three quarters of the limit: V8 then collects its garbage well before the process as a whole is too large. */
function heapMiB(memoryBytes: number | null): number {
  return Math.max(32, Math.floor(((memoryBytes ?? totalmem()) * 0.75) / 1024 ** 2));
}

/**
 * How large V8 may make the space where objects are born. Offers live for a cycle, which is longer than its own 16 MiB
 * last in a large cluster: with 64 MiB a day of a million tasks takes a fifth less time.
 */
function nurseryMiB(memoryBytes: number | null): number {
  return Math.min(64, Math.max(1, Math.floor((memoryBytes ?? totalmem()) / 32 / 1024 ** 2)));
}

/** The same where fengari takes part. */
const FENGARI_NURSERY_MIB = 2;

/** How much more than what was left after one collection of all garbage there may be before the next. */
const FENGARI_GROWING_PERCENT = 20;

/**
 * In fengari each value of Lua is an object of V8's, and each call of a function makes a dozen that die with it: they would
 * fill any heap, however large, and gain little by it. At 1000 agents x 200 frameworks a process has some 150 MiB in this one, 165
 * with twice the nursery (in 0.95 of the time), and 290 in a heap as others have.
 */
function fengariHeapFlags(memoryBytes: number | null): string[] {
  const nursery = Math.min(FENGARI_NURSERY_MIB, nurseryMiB(memoryBytes));
  return [`--max-semi-space-size=${nursery}`, `--heap-growing-percent=${FENGARI_GROWING_PERCENT}`];
}
