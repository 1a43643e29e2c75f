import { getHeapStatistics } from "node:v8";
import type { LuaState } from "fengari";
import { collectGarbage } from "../../../base/collect-garbage.js";
import type { GuestLimits } from "../../guest.js";
import { CallLimits } from "../call-limits.js";
import type { LuaEnding, LuaLimits, LuaWitness } from "../lua-vm.js";
import { FengariStack } from "./fengari-stack.js";
import type { Fengari } from "./import-fengari.js";

/** VM instructions between two looks at the clock and the heap: often enough for fast-growing tables, cheap enough not to be seen. */
const INSTRUCTIONS_PER_LOOK = 1_000;

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

  constructor(fengari: Fengari, main: LuaState, limits: GuestLimits, witness: LuaWitness) {
    this.#fengari = fengari;
    this.#main = main;
    this.#witness = witness;
    const { memoryBytes } = limits;
    const heapBefore = heapBytes();
    this.#limits = new CallLimits(limits, () => memoryBytes !== null && hasGrown(heapBefore + memoryBytes));
  }

  get ending(): LuaEnding | null {
    return this.#limits.ending;
  }

  get memoryText(): string {
    return this.#limits.memoryText;
  }

  startCall(): void {
    this.#limits.start();
    this.#setHook(this.#main, INSTRUCTIONS_PER_LOOK);
  }

  endCall(): void {
    this.#limits.end();
    this.#fengari.lua.lua_sethook(this.#main, null, 0, 0);
  }

  check(stack: FengariStack): void {
    this.#look(stack.L);
  }

  #setHook(L: LuaState, count: number): void {
    this.#fengari.lua.lua_sethook(L, this.#look, this.#fengari.lua.LUA_MASKCOUNT, count);
  }

  readonly #look = (L: LuaState): void => {
    const isFirst = this.ending === null;
    if (!this.#limits.look()) return;
    if (isFirst) this.#witness.stopped(new FengariStack(this.#fengari, L));
    this.#setHook(this.#main, 1);
    this.#setHook(L, 1);
    // A message handler runs inside the hook that raises: without this, one that loops would never be stopped.
    L.allowhook = 1;
    this.#fengari.lua.lua_pushstring(L, this.#fengari.to_luastring(this.ending?.text as string));
    this.#fengari.lua.lua_error(L);
  };
}

function hasGrown(mostBytes: number): boolean {
  if (heapBytes() <= mostBytes) return false;
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
