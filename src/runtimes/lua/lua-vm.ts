import type { Script } from "../script.js";
import type { ExceededLimit } from "../watched-call.js";
import type { LuaEngine } from "./load-lua.js";
import type { LuaStack } from "./lua-stack.js";

/** A Lua VM of one of the engines with the libraries that compute, and nothing of the host in it. */
export interface LuaVm {
  readonly engine: LuaEngine;
  /** Of the main thread. */
  readonly stack: LuaStack;
  readonly limits: LuaLimits;
}

/** Ends a script that takes too much. */
export interface LuaLimits {
  /** What ended the script, whatever it made of that; null while it goes on. An ended VM is of no use any more. */
  readonly ending: ExceededLimit | null;
  /** What is said of a call that ended as `outOfMemory`. */
  readonly memoryText: string;
  startCall(): void;
  endCall(): void;
  /** Looks whether a limit is passed, and ends the script then. For the host's own functions that may take long. */
  check(stack: LuaStack): void;
}

/** Is told of a script's end while its stack still stands. */
export interface LuaWitness {
  /** A limit ends the script. */
  stopped(stack: LuaStack): void;
  /** There is no memory for what the script asks for: it gets an error, which it may catch. Nothing can be pushed now. */
  starved(stack: LuaStack): void;
}

export type OpenLuaVm = (script: Script, witness: LuaWitness) => Promise<LuaVm>;
