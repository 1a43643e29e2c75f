import type { LuaDebug, LuaState } from "fengari";
import type { ExtraTrigger } from "../../allocator/allocator.js";
import { AllocatorFailure, type FailureKind } from "../../allocator/failure.js";
import type { Guest, GuestResourceKey, GuestSetup } from "../guest.js";
import { type GuestError, guestFailure } from "../guest-failure.js";
import { readScript, type Script } from "../script.js";
import { type Fengari, importFengari, pushValue } from "./fengari-engine.js";
import { FengariLimits } from "./fengari-limits.js";
import { createSandbox } from "./fengari-sandbox.js";

const SHAPE = "a script returns a table with decide = function(cluster, candidates) ... end";

/** @throws AllocatorFailure */
export async function loadFengariGuest(script: Script): Promise<Guest> {
  const code = readScript(script.path);
  const guest = new FengariGuest(await importFengari(), script);
  guest.load(code);
  return guest;
}

/** A script in fengari. The SDK's `guest(script)` gives the three functions behind the methods here. */
class FengariGuest implements Guest {
  readonly #fengari: Fengari;
  readonly #script: Script;
  readonly #L: LuaState;
  readonly #limits: FengariLimits;
  /** Registry references. */
  readonly #functions = new Map<string, number>();
  #input = 0;
  /** Where and how the last error happened, noted while its stack still stood. */
  #error: GuestError | null = null;

  constructor(fengari: Fengari, script: Script) {
    this.#fengari = fengari;
    this.#script = script;
    this.#L = createSandbox(fengari, script);
    this.#limits = new FengariLimits(fengari, this.#L, script.limits);
  }

  load(code: string): void {
    const { lua, lauxlib, to_luastring } = this.#fengari;
    const L = this.#L;
    const bytes = to_luastring(code);
    lua.lua_pushcfunction(L, this.#noteError);
    lua.lua_getglobal(L, to_luastring("require"));
    lua.lua_pushstring(L, to_luastring("workbench"));
    this.#call(1, 1, "loadFailed");
    const name = to_luastring(`@${this.#script.path}`);
    if (lauxlib.luaL_loadbufferx(L, bytes, bytes.length, name, to_luastring("t")) !== lua.LUA_OK) {
      throw guestFailure("loadFailed", { text: this.#textAt(-1), place: null, stack: "" });
    }
    this.#call(0, 1, "loadFailed");
    this.#checkShape();
    lua.lua_getfield(L, 2, to_luastring("guest"));
    lua.lua_pushvalue(L, 3);
    this.#call(1, 1, "loadFailed");
    for (const method of ["setup", "add_resource_keys", "decide"]) {
      lua.lua_getfield(L, -1, to_luastring(method));
      this.#functions.set(method, lauxlib.luaL_ref(L, lua.LUA_REGISTRYINDEX));
    }
    lua.lua_createtable(L, 1024, 0);
    this.#input = lauxlib.luaL_ref(L, lua.LUA_REGISTRYINDEX);
    lua.lua_settop(L, 1);
  }

  setup(setup: GuestSetup): readonly ExtraTrigger[] {
    const { lua } = this.#fengari;
    this.#pushFunction("setup");
    pushValue(this.#fengari, this.#L, setup);
    this.#call(1, 1);
    const triggers: string[] = [];
    for (let i = 1; i <= lua.lua_rawlen(this.#L, -1); i++) {
      lua.lua_rawgeti(this.#L, -1, i);
      triggers.push(this.#textAt(-1));
      lua.lua_pop(this.#L, 1);
    }
    lua.lua_settop(this.#L, 1);
    return triggers as ExtraTrigger[];
  }

  addResourceKeys(keys: readonly GuestResourceKey[]): void {
    this.#pushFunction("add_resource_keys");
    pushValue(this.#fengari, this.#L, keys);
    this.#call(1, 0);
  }

  decide(input: Float64Array): Float64Array {
    const { lua } = this.#fengari;
    const L = this.#L;
    this.#pushFunction("decide");
    lua.lua_rawgeti(L, lua.LUA_REGISTRYINDEX, this.#input);
    for (let i = 0; i < input.length; i++) {
      lua.lua_pushnumber(L, input[i] as number);
      lua.lua_rawseti(L, -2, i + 1);
    }
    lua.lua_pushnumber(L, input.length);
    this.#call(2, 2);
    const output = new Float64Array(lua.lua_tonumber(L, -1));
    for (let i = 0; i < output.length; i++) {
      lua.lua_rawgeti(L, -2, i + 1);
      output[i] = lua.lua_tonumber(L, -1);
      lua.lua_pop(L, 1);
    }
    lua.lua_settop(L, 1);
    return output;
  }

  close(): void {
    this.#functions.clear();
  }

  #checkShape(): void {
    const { lua, to_luastring } = this.#fengari;
    const isTable = lua.lua_type(this.#L, -1) === lua.LUA_TTABLE;
    if (isTable && lua.lua_getfield(this.#L, -1, to_luastring("decide")) === lua.LUA_TFUNCTION) {
      lua.lua_pop(this.#L, 1);
      return;
    }
    throw new AllocatorFailure("loadFailed", `${this.#script.path}: no decide function: ${SHAPE}`);
  }

  #pushFunction(method: string): void {
    this.#fengari.lua.lua_rawgeti(this.#L, this.#fengari.lua.LUA_REGISTRYINDEX, this.#functions.get(method) as number);
  }

  /** Calls what is on the stack. Slot 1 holds the message handler. */
  #call(args: number, results: number, kind: FailureKind = "threw"): void {
    this.#error = null;
    this.#limits.startCall();
    const status = this.#fengari.lua.lua_pcall(this.#L, args, results, 1);
    this.#limits.endCall();
    const { exceeded } = this.#limits;
    if (exceeded !== null) throw guestFailure(exceeded, { ...this.#lastError(), text: this.#limits.text });
    if (status !== this.#fengari.lua.LUA_OK) throw guestFailure(kind, this.#lastError());
  }

  #lastError(): GuestError {
    // Without a note the handler did not run: the VM itself failed, such as in an error within error handling.
    return this.#error ?? { text: this.#textAt(-1), place: null, stack: "" };
  }

  readonly #noteError = (L: LuaState): number => {
    const { lauxlib, lua } = this.#fengari;
    const text = this.#toText(lauxlib.luaL_tolstring(L, 1));
    lauxlib.luaL_traceback(L, L, null, 1);
    const stack = this.#textAt(-1, L);
    lua.lua_settop(L, 1);
    this.#error = { text, place: this.#placeInScript(L), stack };
    return 1;
  };

  /** The innermost line of the script itself: an error inside the SDK is the script's doing. */
  #placeInScript(L: LuaState): string | null {
    const { lua, to_luastring } = this.#fengari;
    const record: LuaDebug = new lua.lua_Debug();
    for (let level = 0; lua.lua_getstack(L, level, record) === 1; level++) {
      lua.lua_getinfo(L, to_luastring("Sl"), record);
      const file = this.#toText(record.short_src);
      if (file === this.#script.path && record.currentline > 0) return `${file}:${record.currentline}`;
    }
    return null;
  }

  #textAt(index: number, L = this.#L): string {
    const text = this.#toText(this.#fengari.lauxlib.luaL_tolstring(L, index));
    this.#fengari.lua.lua_pop(L, 1);
    return text;
  }

  #toText(bytes: Uint8Array): string {
    return this.#fengari.to_jsstring(bytes, 0, undefined, true);
  }
}
