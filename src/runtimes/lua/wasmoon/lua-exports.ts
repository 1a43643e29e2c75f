import type { WasmMemory, WasmTable } from "./web-assembly.js";

/** An address in the VM's memory. */
export type Pointer = number;

/** A Lua state or thread. */
export type LuaState = Pointer;

/** What of Lua's C interface the host uses; 64-bit integers are bigints, texts are addresses of bytes that end with a zero. */
export interface LuaExports {
  readonly memory: WasmMemory;
  readonly __indirect_function_table: WasmTable;
  __wasm_call_ctors(): void;
  emscripten_stack_init(): void;
  stackSave(): Pointer;
  stackRestore(pointer: Pointer): void;
  setThrew(threw: number, value: number): void;
  malloc(bytes: number): Pointer;
  free(pointer: Pointer): void;

  luaL_newstate(): LuaState;
  luaopen_base(L: LuaState): number;
  luaopen_coroutine(L: LuaState): number;
  luaopen_math(L: LuaState): number;
  luaopen_string(L: LuaState): number;
  luaopen_table(L: LuaState): number;
  luaopen_utf8(L: LuaState): number;

  lua_absindex(L: LuaState, index: number): number;
  lua_callk(L: LuaState, args: number, results: number, context: number, k: Pointer): void;
  lua_checkstack(L: LuaState, slots: number): number;
  lua_concat(L: LuaState, count: number): void;
  lua_createtable(L: LuaState, items: number, fields: number): void;
  lua_error(L: LuaState): never;
  lua_getfield(L: LuaState, index: number, name: Pointer): number;
  lua_getglobal(L: LuaState, name: Pointer): number;
  lua_getinfo(L: LuaState, what: Pointer, record: Pointer): number;
  lua_getmetatable(L: LuaState, index: number): number;
  lua_getstack(L: LuaState, level: number, record: Pointer): number;
  lua_gettop(L: LuaState): number;
  lua_next(L: LuaState, index: number): number;
  lua_pcallk(L: LuaState, args: number, results: number, handler: number, context: number, k: Pointer): number;
  lua_pushboolean(L: LuaState, value: number): void;
  lua_pushcclosure(L: LuaState, f: Pointer, upvalues: number): void;
  lua_pushinteger(L: LuaState, value: bigint): void;
  lua_pushlstring(L: LuaState, bytes: Pointer, length: number): Pointer;
  lua_pushnil(L: LuaState): void;
  lua_pushnumber(L: LuaState, value: number): void;
  lua_pushvalue(L: LuaState, index: number): void;
  lua_rawequal(L: LuaState, index1: number, index2: number): number;
  lua_rawgeti(L: LuaState, index: number, key: bigint): number;
  lua_rawlen(L: LuaState, index: number): number;
  lua_rawset(L: LuaState, index: number): void;
  lua_rawseti(L: LuaState, index: number, key: bigint): void;
  lua_rotate(L: LuaState, index: number, by: number): void;
  lua_setfield(L: LuaState, index: number, name: Pointer): void;
  lua_setglobal(L: LuaState, name: Pointer): void;
  lua_sethook(L: LuaState, hook: Pointer, mask: number, count: number): void;
  lua_setmetatable(L: LuaState, index: number): number;
  lua_settop(L: LuaState, top: number): void;
  lua_toboolean(L: LuaState, index: number): number;
  lua_tolstring(L: LuaState, index: number, length: Pointer): Pointer;
  lua_tonumberx(L: LuaState, index: number, isNumber: Pointer): number;
  lua_topointer(L: LuaState, index: number): Pointer;
  lua_tothread(L: LuaState, index: number): LuaState;
  lua_type(L: LuaState, index: number): number;
  luaL_checklstring(L: LuaState, index: number, length: Pointer): Pointer;
  luaL_checknumber(L: LuaState, index: number): number;
  luaL_getmetafield(L: LuaState, index: number, name: Pointer): number;
  luaL_loadbufferx(L: LuaState, code: Pointer, size: number, name: Pointer, mode: Pointer): number;
  luaL_ref(L: LuaState, table: number): number;
  luaL_tolstring(L: LuaState, index: number, length: Pointer): Pointer;
  luaL_traceback(L: LuaState, of: LuaState, message: Pointer, level: number): void;
  luaL_where(L: LuaState, level: number): void;
}
