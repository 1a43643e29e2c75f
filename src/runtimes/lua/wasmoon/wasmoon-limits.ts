import type { Script } from "../../script.js";
import type { ExceededLimit } from "../../watched-call.js";
import { CallLimits } from "../call-limits.js";
import type { LuaStack } from "../lua-stack.js";
import type { LuaLimits, LuaWitness } from "../lua-vm.js";

/** Goes through all of Lua, whose own `pcall` and coroutines catch nothing but C's long jumps. */
class ScriptStopped extends Error {}

/**
 * Ends a script that takes too much. An error of the host leaves Lua as a whole, wherever it stands: nothing in a script
 * can catch it, and nothing of the VM is used afterwards.
 */
export class WasmoonLimits implements LuaLimits {
  readonly #limits: CallLimits;
  readonly #witness: LuaWitness;
  readonly #setHook: (steps: number) => void;

  /** @param setHook lets Lua call `step` again and again, after so many instructions */
  constructor(script: Script, witness: LuaWitness, setHook: (steps: number) => void) {
    this.#limits = new CallLimits(script);
    this.#witness = witness;
    this.#setHook = setHook;
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
    if (stepsPerLook !== null) this.#setHook(stepsPerLook);
  }

  endCall(): void {
    this.#limits.endCall();
  }

  check(stack: LuaStack): void {
    if (this.#limits.look()) this.#stop(stack);
  }

  /** Memory ends where it cannot grow: nobody has to look. */
  step(stack: LuaStack): void {
    if (this.#limits.step(stack, false)) this.#stop(stack);
  }

  /**
   * Runs a protected call.
   * @returns what it returns, or that it has raised an error: then `ending` says which
   */
  readonly guard = (call: () => number): number => {
    try {
      return call();
    } catch (error) {
      if (!(error instanceof ScriptStopped)) this.#limits.exceed(breakdown(error));
      return RAISED;
    }
  };

  #stop(stack: LuaStack): never {
    this.#witness.stopped(stack);
    throw new ScriptStopped();
  }
}

/** LUA_ERRRUN */
const RAISED = 2;

/** Whether what a function of the host throws is the end of the VM, and no error of the script. */
export function isEnd(error: unknown): boolean {
  return error instanceof ScriptStopped || isOverflow(error) || isTrap(error);
}

/** @throws what is not the VM's doing */
function breakdown(error: unknown): ExceededLimit {
  if (isOverflow(error)) return { kind: "threw", text: "stack overflow" };
  if (isTrap(error)) return { kind: "crashed", text: `the Lua VM: ${error.message}` };
  throw error;
}

/** Lua bounds its own depth, but the host's stack is not everywhere as deep. */
function isOverflow(error: unknown): boolean {
  return error instanceof RangeError && error.message.startsWith("Maximum call stack size");
}

/** WebAssembly cannot go on. */
function isTrap(error: unknown): error is Error {
  return error instanceof Error && error.name === "RuntimeError";
}
