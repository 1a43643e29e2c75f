/** The part of fengari (Lua 5.3 in JavaScript, no types of its own) that the host uses. Strings are bytes. */
declare module "fengari" {
  export interface LuaState {
    /** Zero inside a hook. */
    allowhook: number;
  }
  export interface LuaDebug {
    readonly source: Uint8Array;
    readonly currentline: number;
    readonly linedefined: number;
  }
  export type LuaFunction = (L: LuaState) => number;
  export type LuaHook = (L: LuaState, record: LuaDebug) => void;

  /** A value in its place. */
  export interface LuaValue {
    readonly value: unknown;
    ttisnumber(): boolean;
    /** True of every key that is a whole number. */
    ttisinteger(): boolean;
    /** Makes it a float. */
    setfltvalue(value: number): void;
  }
  export interface LuaEntry {
    readonly key: LuaValue;
    readonly value: LuaValue;
    /** The one that came into the table after it. */
    readonly n: LuaEntry | undefined;
  }
  export interface LuaTable {
    /** The items of a sequence are under their numbers. */
    readonly strong: ReadonlyMap<unknown, LuaEntry>;
    /** The one that came first. */
    readonly f: LuaEntry | undefined;
  }

  interface Lua {
    readonly LUA_OK: 0;
    readonly LUA_MASKCOUNT: number;
    readonly LUA_REGISTRYINDEX: number;
    readonly LUA_TFUNCTION: number;
    readonly LUA_TTABLE: number;
    readonly LUA_TNUMBER: number;
    readonly LUA_TNIL: number;
    readonly LUA_TBOOLEAN: number;
    readonly LUA_TSTRING: number;
    lua_Debug: new () => LuaDebug;
    lua_absindex(L: LuaState, index: number): number;
    lua_checkstack(L: LuaState, slots: number): boolean;
    lua_createtable(L: LuaState, sequence: number, fields: number): void;
    lua_atnativeerror(L: LuaState, handler: LuaFunction): void;
    lua_call(L: LuaState, args: number, results: number): void;
    lua_concat(L: LuaState, count: number): void;
    lua_error(L: LuaState): never;
    lua_getfield(L: LuaState, index: number, name: Uint8Array): number;
    lua_getglobal(L: LuaState, name: Uint8Array): number;
    lua_getinfo(L: LuaState, what: Uint8Array, record: LuaDebug): number;
    lua_getstack(L: LuaState, level: number, record: LuaDebug): number;
    /** Pushes nothing when there is none. */
    lua_getmetatable(L: LuaState, index: number): boolean;
    lua_gettop(L: LuaState): number;
    lua_isnumber(L: LuaState, index: number): boolean;
    lua_next(L: LuaState, index: number): 0 | 1;
    lua_pcall(L: LuaState, args: number, results: number, handler: number): number;
    lua_pop(L: LuaState, count: number): void;
    lua_pushboolean(L: LuaState, value: boolean): void;
    lua_pushcfunction(L: LuaState, f: LuaFunction): void;
    lua_pushinteger(L: LuaState, value: number): void;
    lua_pushnil(L: LuaState): void;
    lua_pushnumber(L: LuaState, value: number): void;
    lua_pushstring(L: LuaState, value: Uint8Array): void;
    lua_pushvalue(L: LuaState, index: number): void;
    lua_rawequal(L: LuaState, index1: number, index2: number): boolean | 0 | 1;
    lua_rawgeti(L: LuaState, index: number, key: number): number;
    lua_rawlen(L: LuaState, index: number): number;
    lua_rawset(L: LuaState, index: number): void;
    lua_rawseti(L: LuaState, index: number, key: number): void;
    lua_remove(L: LuaState, index: number): void;
    /** Takes the value on top. */
    lua_replace(L: LuaState, index: number): void;
    lua_setfield(L: LuaState, index: number, name: Uint8Array): void;
    lua_setglobal(L: LuaState, name: Uint8Array): void;
    lua_sethook(L: LuaState, hook: LuaHook | null, mask: number, count: number): void;
    lua_setmetatable(L: LuaState, index: number): void;
    lua_settop(L: LuaState, top: number): void;
    lua_toboolean(L: LuaState, index: number): boolean;
    /** Turns a number in that place into a string. */
    lua_tolstring(L: LuaState, index: number): Uint8Array;
    lua_tonumber(L: LuaState, index: number): number;
    lua_topointer(L: LuaState, index: number): unknown;
    lua_tothread(L: LuaState, index: number): LuaState;
    lua_tocfunction(L: LuaState, index: number): LuaFunction;
    lua_touserdata(L: LuaState, index: number): unknown;
    lua_type(L: LuaState, index: number): number;
    lua_typename(L: LuaState, type: number): Uint8Array;
  }

  interface LuaAuxiliary {
    luaL_checknumber(L: LuaState, index: number): number;
    luaL_checkstring(L: LuaState, index: number): Uint8Array;
    /** The field's type; LUA_TNIL, with nothing pushed, when there is none. */
    luaL_getmetafield(L: LuaState, index: number, name: Uint8Array): number;
    luaL_loadbufferx(L: LuaState, code: Uint8Array, size: number, name: Uint8Array, mode: Uint8Array): number;
    luaL_newstate(): LuaState | null;
    luaL_ref(L: LuaState, index: number): number;
    luaL_requiref(L: LuaState, name: Uint8Array, open: LuaFunction, global: number): void;
    luaL_tolstring(L: LuaState, index: number): Uint8Array;
    luaL_traceback(L: LuaState, of: LuaState, message: Uint8Array | null, level: number): void;
    luaL_where(L: LuaState, level: number): void;
  }

  type LibraryName = "base" | "table" | "string" | "math" | "coroutine" | "utf8";

  interface Fengari {
    readonly lua: Lua;
    readonly lauxlib: LuaAuxiliary;
    readonly lualib: { readonly [name in `luaopen_${LibraryName}`]: LuaFunction };
    to_luastring(text: string): Uint8Array;
    to_jsstring(bytes: Uint8Array, from?: number, to?: number, replacement?: boolean): string;
  }

  const fengari: Fengari;
  export default fengari;
}

declare module "fengari/src/defs.js";

declare module "fengari/src/luaconf.js" {
  const settings: {
    /** A float as `tostring` gives it; what looks like an integer gets `.0`. */
    lua_number2str: (value: number) => string;
  };
  export default settings;
}

declare module "fengari/src/lstring.js" {
  export interface LuaString {
    readonly realstring: Uint8Array;
    /** Null: not asked for yet. */
    hash: string | null;
  }
  const strings: {
    luaS_hash: (text: Uint8Array) => string;
    luaS_hashlongstr: (text: LuaString) => string;
  };
  export default strings;
}

declare module "fengari/src/ldo.js" {
  import type { LuaState } from "fengari";

  const calls: { luaD_hook: (L: LuaState, event: number, line: number) => void };
  export default calls;
}
