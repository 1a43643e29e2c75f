import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { LuaState } from "fengari";
import type { FailureKind } from "../../allocator/failure.js";
import { Deadline } from "../deadline.js";
import type { GuestLimits } from "../guest.js";
import type { Fengari } from "./fengari-engine.js";

/** VM instructions between two looks at the clock and the heap: often enough for fast-growing tables, cheap enough not to be seen. */
const INSTRUCTIONS_PER_CHECK = 1_000;

/**
 * Stops a script that takes too long or too much, through Lua's count hook. Once it fires it fires at every instruction,
 * in the main thread too, so that neither `pcall` nor a coroutine can swallow it. What it cannot see is one long
 * operation of the VM itself, such as `string.rep`: the process's own limits end that.
 */
export class FengariLimits {
  readonly #fengari: Fengari;
  readonly #main: LuaState;
  readonly #deadline: Deadline;
  readonly #memoryBytes: number | null;
  readonly #heapBefore: number;
  #exceeded: FailureKind | null = null;

  constructor(fengari: Fengari, main: LuaState, limits: GuestLimits) {
    this.#fengari = fengari;
    this.#main = main;
    this.#deadline = new Deadline(limits.callMs);
    this.#memoryBytes = limits.memoryBytes;
    this.#heapBefore = heapBytes();
  }

  /** Which limit the script ran into, whatever it made of the error. Its state is of no use afterwards. */
  get exceeded(): FailureKind | null {
    return this.#exceeded;
  }

  get text(): string {
    return this.#exceeded === "timedOut" ? this.#deadline.text : `more than ${this.#memoryBytes} bytes of memory`;
  }

  startCall(): void {
    this.#deadline.start();
    this.#setHook(this.#main, INSTRUCTIONS_PER_CHECK);
  }

  /** One long operation of the VM may end a call too late without a single check. */
  endCall(): void {
    this.#exceeded ??= this.#deadline.isOver() ? "timedOut" : null;
    this.#deadline.stop();
    this.#fengari.lua.lua_sethook(this.#main, null, 0, 0);
  }

  #setHook(L: LuaState, count: number): void {
    this.#fengari.lua.lua_sethook(L, this.check, this.#fengari.lua.LUA_MASKCOUNT, count);
  }

  /** Looks whether a limit is passed, and raises an error then. Also for the host's own functions that may take long. */
  readonly check = (L: LuaState): void => {
    this.#exceeded ??= this.#limitExceeded();
    if (this.#exceeded === null) return;
    this.#setHook(this.#main, 1);
    this.#setHook(L, 1);
    // A message handler runs inside the hook that raises: without this, one that loops would never be stopped.
    L.allowhook = 1;
    this.#fengari.lua.lua_pushstring(L, this.#fengari.to_luastring(this.text));
    this.#fengari.lua.lua_error(L);
  };

  #limitExceeded(): FailureKind | null {
    if (this.#deadline.isOver()) return "timedOut";
    if (this.#memoryBytes === null || heapBytes() - this.#heapBefore <= this.#memoryBytes) return null;
    collectGarbage();
    return heapBytes() - this.#heapBefore > this.#memoryBytes ? "outOfMemory" : null;
  }
}

/**
 * Lua's values live in the heap of this process. What else grows in it counts, too: the simulation is small beside the
 * limits that scripts get.
 */
function heapBytes(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}
