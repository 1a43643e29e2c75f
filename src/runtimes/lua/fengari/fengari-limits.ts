import { getHeapStatistics } from "node:v8";
import type { LuaState } from "fengari";
import { collectGarbage } from "../../../base/collect-garbage.js";
import type { Script } from "../../script.js";
import type { ExceededLimit } from "../../watched-call.js";
import { CallLimits } from "../call-limits.js";
import type { LuaLimits, LuaWitness } from "../lua-vm.js";
import { FengariStack } from "./fengari-stack.js";
import type { Fengari } from "./import-fengari.js";

/**
 * Stops a script that takes too long or too much, through Lua's count hook. Once it fires it fires at every instruction,
 * in the main thread too, so that neither `pcall` nor a coroutine can swallow it. What it cannot see is one long
 * operation of the VM itself, such as `string.rep`: the process's own limits end that.
 */
export class FengariLimits implements LuaLimits {
  readonly #fengari: Fengari;
  readonly #main: LuaState;
  readonly #limits: CallLimits;
  readonly #witness: LuaWitness;
  /** Beyond which heap the script has more than it may; infinite when there is no limit. */
  readonly #mostHeapBytes: number;

  constructor(fengari: Fengari, main: LuaState, script: Script, witness: LuaWitness) {
    this.#fengari = fengari;
    this.#main = main;
    this.#witness = witness;
    this.#limits = new CallLimits(script);
    const { memoryBytes } = script.limits;
    this.#mostHeapBytes = memoryBytes === null ? Number.POSITIVE_INFINITY : heapBytes() + memoryBytes;
  }

  get ending(): ExceededLimit | null {
    return this.#limits.exceeded;
  }

  get memoryText(): string {
    return this.#limits.memoryText;
  }

  startCall(): void {
    this.#limits.startCall();
    const { stepsPerLook } = this.#limits;
    if (stepsPerLook !== null) this.#setHook(this.#main, stepsPerLook);
  }

  endCall(): void {
    this.#limits.endCall();
    this.#fengari.lua.lua_sethook(this.#main, null, 0, 0);
  }

  check(stack: FengariStack): void {
    const isFirst = this.ending === null;
    if (this.#limits.look()) this.#stop(stack, isFirst);
  }

  #setHook(L: LuaState, count: number): void {
    this.#fengari.lua.lua_sethook(L, this.#step, this.#fengari.lua.LUA_MASKCOUNT, count);
  }

  readonly #step = (L: LuaState): void => {
    const isFirst = this.ending === null;
    const stack = new FengariStack(this.#fengari, L);
    if (this.#limits.step(stack, hasGrown(this.#mostHeapBytes))) this.#stop(stack, isFirst);
  };

  #stop(stack: FengariStack, isFirst: boolean): void {
    if (isFirst) this.#witness.stopped(stack);
    this.#setHook(this.#main, 1);
    this.#setHook(stack.L, 1);
    stack.pushText(this.ending?.text as string);
    stack.raise();
  }
}

function hasGrown(mostBytes: number): boolean {
  if (mostBytes === Number.POSITIVE_INFINITY || heapBytes() <= mostBytes) return false;
  collectGarbage();
  return heapBytes() > mostBytes;
}

/**
 * Lua's values live in the heap of this process. What else grows in it counts, too: the simulation is small beside the
 * limits that scripts get.
 */
function heapBytes(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}
