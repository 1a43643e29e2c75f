import type { LuaDebug, LuaState } from "fengari";
import type { FailureKind } from "../../allocator/failure.js";
import { type GuestError, guestFailure } from "../guest-failure.js";
import { readScript, type Script } from "../script.js";
import { type Fengari, importFengari } from "./fengari-engine.js";
import { FengariLimits } from "./fengari-limits.js";
import { createSandbox } from "./fengari-sandbox.js";

/** A Lua value that is kept: its number in the registry. */
export type LuaReference = number;

/**
 * A script in a fengari of its own, with the SDK beside it, whatever it is used for. Between two calls the stack holds the
 * message handler, in slot 1, and nothing else.
 */
export class FengariMachine {
  readonly fengari: Fengari;
  readonly L: LuaState;
  readonly limits: FengariLimits;
  readonly #script: Script;
  readonly #code: string;
  /** Where and how the last error happened, noted while its stack still stood. */
  #error: GuestError | null = null;

  /** @throws AllocatorFailure when the script cannot be read */
  static async start(script: Script): Promise<FengariMachine> {
    const code = readScript(script.path);
    return new FengariMachine(await importFengari(), script, code);
  }

  private constructor(fengari: Fengari, script: Script, code: string) {
    this.fengari = fengari;
    this.#script = script;
    this.#code = code;
    this.L = createSandbox(fengari, script);
    this.limits = new FengariLimits(fengari, this.L, script.limits);
    fengari.lua.lua_pushcfunction(this.L, this.#noteError);
  }

  /** What `require(name)` gives: the SDK, or a part of it. */
  require(name: string): LuaReference {
    const { lua, to_luastring } = this.fengari;
    lua.lua_getglobal(this.L, to_luastring("require"));
    lua.lua_pushstring(this.L, to_luastring(name));
    this.call(1, 1, "loadFailed");
    return this.keep();
  }

  /**
   * Runs the script.
   * @returns what the script returns
   * @throws AllocatorFailure `loadFailed`, or one of a limit
   */
  load(): LuaReference {
    const { lua, lauxlib, to_luastring } = this.fengari;
    const bytes = to_luastring(this.#code);
    const name = to_luastring(`@${this.#script.path}`);
    if (lauxlib.luaL_loadbufferx(this.L, bytes, bytes.length, name, to_luastring("t")) !== lua.LUA_OK) {
      throw guestFailure("loadFailed", { text: this.textAt(-1), place: null, stack: "" });
    }
    this.call(0, 1, "loadFailed");
    return this.keep();
  }

  /** Takes the value on top of the stack into keeping. */
  keep(): LuaReference {
    return this.fengari.lauxlib.luaL_ref(this.L, this.fengari.lua.LUA_REGISTRYINDEX);
  }

  push(reference: LuaReference): void {
    this.fengari.lua.lua_rawgeti(this.L, this.fengari.lua.LUA_REGISTRYINDEX, reference);
  }

  /** Pushes a member of a table. */
  pushMember(table: LuaReference, name: string): void {
    this.push(table);
    this.fengari.lua.lua_getfield(this.L, -1, this.fengari.to_luastring(name));
    this.fengari.lua.lua_remove(this.L, -2);
  }

  /**
   * Calls the function on the stack with what lies above it.
   *
   * @param kind what it is called when it raises an error
   * @throws AllocatorFailure with the place in the script
   */
  call(args: number, results: number, kind: FailureKind = "threw"): void {
    this.#error = null;
    this.limits.startCall();
    const status = this.fengari.lua.lua_pcall(this.L, args, results, 1);
    this.limits.endCall();
    const { exceeded } = this.limits;
    if (exceeded === null && status === this.fengari.lua.LUA_OK) return;
    const error = this.#lastError();
    this.clear();
    if (exceeded !== null) throw guestFailure(exceeded, { ...error, text: this.limits.text });
    throw guestFailure(kind, error);
  }

  /** Clears the stack after a call. */
  clear(): void {
    this.fengari.lua.lua_settop(this.L, 1);
  }

  textAt(index: number, L = this.L): string {
    const text = this.#toText(this.fengari.lauxlib.luaL_tolstring(L, index));
    this.fengari.lua.lua_pop(L, 1);
    return text;
  }

  #lastError(): GuestError {
    // Without a note the handler did not run: the VM itself failed, such as in an error within error handling.
    return this.#error ?? { text: this.textAt(-1), place: null, stack: "" };
  }

  readonly #noteError = (L: LuaState): number => {
    const { lauxlib, lua } = this.fengari;
    const text = this.#toText(lauxlib.luaL_tolstring(L, 1));
    lauxlib.luaL_traceback(L, L, null, 1);
    const stack = this.textAt(-1, L);
    lua.lua_settop(L, 1);
    this.#error = { text, place: this.#placeInScript(L), stack };
    return 1;
  };

  /** The innermost line of the script itself: an error inside the SDK is the script's doing. */
  #placeInScript(L: LuaState): string | null {
    const { lua, to_luastring } = this.fengari;
    const record: LuaDebug = new lua.lua_Debug();
    for (let level = 0; lua.lua_getstack(L, level, record) === 1; level++) {
      lua.lua_getinfo(L, to_luastring("Sl"), record);
      const file = this.#toText(record.short_src);
      if (file === this.#script.path && record.currentline > 0) return `${file}:${record.currentline}`;
    }
    return null;
  }

  #toText(bytes: Uint8Array): string {
    return this.fengari.to_jsstring(bytes, 0, undefined, true);
  }
}
