import type { HostFunction, LuaStack } from "../lua-stack.js";
import { LONG_JUMP } from "./instantiate-lua.js";
import type { LuaExports, LuaState, Pointer } from "./lua-exports.js";
import { isEnd } from "./wasmoon-limits.js";
import { UPVALUE } from "./wasmoon-stack.js";

/** The host's functions in one VM. To C they are all one function, with the number of the one that is meant beside it. */
export class HostFunctions {
  readonly #lua: LuaExports;
  readonly #stackOf: (L: LuaState) => LuaStack;
  readonly #functions: HostFunction[] = [];

  constructor(lua: LuaExports, stackOf: (L: LuaState) => LuaStack) {
    this.#lua = lua;
    this.#stackOf = stackOf;
  }

  push(L: LuaState, f: HostFunction, entry: Pointer): void {
    this.#lua.lua_pushnumber(L, this.#functions.push(f) - 1);
    this.#lua.lua_pushcclosure(L, entry, 1);
  }

  readonly call = (L: LuaState): number => {
    const f = this.#functions[this.#lua.lua_tonumberx(L, UPVALUE, 0)] as HostFunction;
    try {
      return f(this.#stackOf(L));
    } catch (error) {
      if (error === LONG_JUMP || isEnd(error)) throw error;
      // An error of the host's own is one of the script's to Lua: so it is told with its place.
      const stack = this.#stackOf(L);
      stack.pushText(String(error));
      return stack.raise();
    }
  };
}
