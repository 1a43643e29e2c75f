import { randomStream } from "../../base/random.js";
import type { Script } from "../script.js";
import { compiled, PRELUDE } from "./compiled-sdk.js";
import { requireFunction } from "./lua-require.js";
import type { HostFunction, LuaStack } from "./lua-stack.js";
import type { LuaLimits, LuaVm } from "./lua-vm.js";
import type { ScriptFiles } from "./script-files.js";

/**
 * They read files, run unseen code (binary chunks can crash the VM), make a decision depend on the collector, or write
 * to the host.
 */
const REMOVED_GLOBALS = ["dofile", "loadfile", "load", "collectgarbage", "warn"];

export interface Sandboxing {
  readonly files: ScriptFiles;
  readonly noteError: HostFunction;
}

/** Leaves nothing in a new VM but what a script may use: the same in both engines. */
export function prepareSandbox(
  { stack, limits, engine }: LuaVm,
  script: Script,
  { files, noteError }: Sandboxing,
): void {
  for (const name of REMOVED_GLOBALS) {
    stack.pushNil();
    stack.setGlobal(name);
  }
  setMember(stack, "string", "dump", null);
  setMember(stack, "math", "randomseed", null);
  setMember(stack, "math", "random", randomFunction(script.seed));
  stack.pushFunction(printFunction(script, limits));
  stack.setGlobal("print");
  stack.pushFunction(requireFunction(files, engine));
  stack.setGlobal("require");
  if (!stack.loadCompiled(compiled(engine, PRELUDE), "[lua]")) throw new Error(stack.textAt(-1));
  stack.pushFunction(noteError);
  stack.call(1, 0);
}

function setMember(stack: LuaStack, library: string, name: string, f: HostFunction | null): void {
  stack.pushGlobal(library);
  if (f === null) stack.pushNil();
  else stack.pushFunction(f);
  stack.setField(-2, name);
  stack.pop(1);
}

function printFunction({ output }: Script, limits: LuaLimits): HostFunction {
  return (stack) => {
    const parts: string[] = [];
    for (let i = 1; i <= stack.top; i++) parts.push(stack.describe(i));
    output.print(parts.join("\t"));
    limits.check(stack);
    return 0;
  };
}

/** `math.random` with the run's seed behind it: the engines' own differ, and one takes the host's unseeded numbers. */
function randomFunction(seed: number): HostFunction {
  const random = randomStream(seed, "lua: math.random");
  return (stack) => {
    const { top } = stack;
    if (top === 0) {
      stack.pushNumber(random());
      return 1;
    }
    const low = top === 1 ? 1 : wholeArgument(stack, 1);
    const high = wholeArgument(stack, top === 1 ? 1 : 2);
    if (low > high) stack.fail("math.random: the interval is empty");
    stack.pushInteger(low + Math.floor(random() * (high - low + 1)));
    return 1;
  };
}

function wholeArgument(stack: LuaStack, index: number): number {
  const value = stack.checkNumber(index);
  if (!Number.isSafeInteger(value)) stack.fail(`math.random: argument ${index} is no whole number`);
  return value;
}
