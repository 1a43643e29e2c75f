import type { LuaDebug, LuaState, LuaTable } from "fengari";
import type { HostFunction, LuaFrame, LuaReference, LuaStack, LuaStatus, LuaType } from "../lua-stack.js";
import type { Fengari } from "./import-fengari.js";
import { ItemsInTurn } from "./items-in-turn.js";

/** In the order of fengari's numbers for them; light and full userdata are one. */
const TYPES: readonly LuaType[] = [
  "nil",
  "boolean",
  "userdata",
  "number",
  "string",
  "table",
  "function",
  "userdata",
  "thread",
];

const SMALLEST_INTEGER = -(2 ** 31);
const LARGEST_INTEGER = 2 ** 31 - 1;

/** The stack of a thread in fengari. */
export class FengariStack implements LuaStack {
  readonly #fengari: Fengari;
  readonly L: LuaState;

  constructor(fengari: Fengari, L: LuaState) {
    this.#fengari = fengari;
    this.L = L;
  }

  get top(): number {
    return this.#fengari.lua.lua_gettop(this.L);
  }

  setTop(top: number): void {
    this.#fengari.lua.lua_settop(this.L, top);
  }

  pop(count: number): void {
    this.#fengari.lua.lua_pop(this.L, count);
  }

  remove(index: number): void {
    this.#fengari.lua.lua_remove(this.L, index);
  }

  absolute(index: number): number {
    return this.#fengari.lua.lua_absindex(this.L, index);
  }

  ensure(slots: number): boolean {
    return this.#fengari.lua.lua_checkstack(this.L, slots);
  }

  pushNil(): void {
    this.#fengari.lua.lua_pushnil(this.L);
  }

  pushBoolean(value: boolean): void {
    this.#fengari.lua.lua_pushboolean(this.L, value);
  }

  pushNumber(value: number): void {
    this.#fengari.lua.lua_pushnumber(this.L, value);
  }

  pushInteger(value: number): void {
    if (value >= SMALLEST_INTEGER && value <= LARGEST_INTEGER) this.#fengari.lua.lua_pushinteger(this.L, value);
    else this.pushNumber(value);
  }

  pushText(text: string): void {
    this.#fengari.lua.lua_pushstring(this.L, this.#bytes(text));
  }

  pushFunction(f: HostFunction): void {
    const main = this.L;
    this.#fengari.lua.lua_pushcfunction(main, (L) => f(L === main ? this : new FengariStack(this.#fengari, L)));
  }

  pushCopy(index: number): void {
    this.#fengari.lua.lua_pushvalue(this.L, index);
  }

  pushKept(reference: LuaReference): void {
    this.#fengari.lua.lua_rawgeti(this.L, this.#fengari.lua.LUA_REGISTRYINDEX, reference);
  }

  keep(): LuaReference {
    return this.#fengari.lauxlib.luaL_ref(this.L, this.#fengari.lua.LUA_REGISTRYINDEX);
  }

  typeAt(index: number): LuaType {
    return TYPES[this.#fengari.lua.lua_type(this.L, index)] ?? "nil";
  }

  booleanAt(index: number): boolean {
    return this.#fengari.lua.lua_toboolean(this.L, index);
  }

  numberAt(index: number): number {
    const { lua } = this.#fengari;
    return lua.lua_isnumber(this.L, index) ? lua.lua_tonumber(this.L, index) : Number.NaN;
  }

  textAt(index: number): string {
    return this.#text(this.#fengari.lua.lua_tolstring(this.L, index));
  }

  describe(index: number): string {
    const text = this.#text(this.#fengari.lauxlib.luaL_tolstring(this.L, index));
    this.pop(1);
    return text;
  }

  checkText(index: number): string {
    return this.#text(this.#fengari.lauxlib.luaL_checkstring(this.L, index));
  }

  checkNumber(index: number): number {
    return this.#fengari.lauxlib.luaL_checknumber(this.L, index);
  }

  threadAt(index: number): FengariStack {
    return new FengariStack(this.#fengari, this.#fengari.lua.lua_tothread(this.L, index));
  }

  pushTable(items: number, fields: number): void {
    this.#fengari.lua.lua_createtable(this.L, items, fields);
  }

  pushGlobal(name: string): void {
    this.#fengari.lua.lua_getglobal(this.L, this.#bytes(name));
  }

  setGlobal(name: string): void {
    this.#fengari.lua.lua_setglobal(this.L, this.#bytes(name));
  }

  pushField(index: number, name: string): void {
    this.#fengari.lua.lua_getfield(this.L, index, this.#bytes(name));
  }

  setField(index: number, name: string): void {
    this.#fengari.lua.lua_setfield(this.L, index, this.#bytes(name));
  }

  setEntry(index: number): void {
    this.#fengari.lua.lua_rawset(this.L, index);
  }

  pushItem(index: number, i: number): void {
    this.#fengari.lua.lua_rawgeti(this.L, index, i);
  }

  setItem(index: number, i: number): void {
    this.#fengari.lua.lua_rawseti(this.L, index, i);
  }

  setNumbers(index: number, numbers: Float64Array): void {
    const table = this.absolute(index);
    const items = new ItemsInTurn(this.#table(index));
    for (let i = 0; i < numbers.length; i++) {
      const value = items.next();
      if (value !== undefined) value.setfltvalue(numbers[i] as number);
      else {
        this.pushNumber(numbers[i] as number);
        this.setItem(table, i + 1);
      }
    }
  }

  numbersAt(index: number, length: number): Float64Array {
    const numbers = new Float64Array(length);
    const items = new ItemsInTurn(this.#table(index));
    for (let i = 0; i < length; i++) {
      const value = items.next();
      numbers[i] = value?.ttisnumber() ? (value.value as number) : Number.NaN;
    }
    return numbers;
  }

  /** As fengari keeps it: to call it twice for each number took ten times as long. */
  #table(index: number): LuaTable {
    return this.#fengari.lua.lua_topointer(this.L, index) as LuaTable;
  }

  next(index: number): boolean {
    return this.#fengari.lua.lua_next(this.L, index) !== 0;
  }

  rawLength(index: number): number {
    return this.#fengari.lua.lua_rawlen(this.L, index);
  }

  setMetatable(index: number): void {
    this.#fengari.lua.lua_setmetatable(this.L, index);
  }

  pushMetatable(index: number): boolean {
    return Boolean(this.#fengari.lua.lua_getmetatable(this.L, index));
  }

  pushMetafield(index: number, name: string): boolean {
    return this.#fengari.lauxlib.luaL_getmetafield(this.L, index, this.#bytes(name)) !== this.#fengari.lua.LUA_TNIL;
  }

  areSame(index1: number, index2: number): boolean {
    return Boolean(this.#fengari.lua.lua_rawequal(this.L, index1, index2));
  }

  load(code: string, chunk: string): boolean {
    return this.#load(this.#bytes(code), chunk, "t");
  }

  loadCompiled(code: Uint8Array, chunk: string): boolean {
    return this.#load(code, chunk, "b");
  }

  #load(code: Uint8Array, chunk: string, mode: "t" | "b"): boolean {
    const { lua, lauxlib } = this.#fengari;
    const name = this.#bytes(`@${chunk}`);
    return lauxlib.luaL_loadbufferx(this.L, code, code.length, name, this.#bytes(mode)) === lua.LUA_OK;
  }

  call(args: number, results: number): void {
    this.#fengari.lua.lua_call(this.L, args, results);
  }

  protectedCall(args: number, results: number, handler: number): LuaStatus {
    const { lua } = this.#fengari;
    return lua.lua_pcall(this.L, args, results, handler) === lua.LUA_OK ? "ok" : "raised";
  }

  raise(): never {
    return this.#fengari.lua.lua_error(this.L);
  }

  fail(message: string): never {
    this.#fengari.lauxlib.luaL_where(this.L, 1);
    this.pushText(message);
    this.#fengari.lua.lua_concat(this.L, 2);
    return this.raise();
  }

  frame(level: number): LuaFrame | null {
    const { lua } = this.#fengari;
    const record: LuaDebug = new lua.lua_Debug();
    if (lua.lua_getstack(this.L, level, record) !== 1) return null;
    lua.lua_getinfo(this.L, this.#bytes("Sl"), record);
    return { chunk: this.#chunk(record), line: record.currentline };
  }

  isDeeperThan(calls: number): boolean {
    const { lua } = this.#fengari;
    return lua.lua_getstack(this.L, calls, new lua.lua_Debug()) === 1;
  }

  definition(): LuaFrame {
    const record: LuaDebug = new this.#fengari.lua.lua_Debug();
    this.#fengari.lua.lua_getinfo(this.L, this.#bytes(">S"), record);
    return { chunk: this.#chunk(record), line: record.linedefined };
  }

  traceback(level: number, of: FengariStack = this): string {
    this.#fengari.lauxlib.luaL_traceback(this.L, of.L, null, level);
    const text = this.textAt(-1);
    this.pop(1);
    return text;
  }

  #chunk(record: LuaDebug): string {
    return this.#text(record.source).replace(/^[@=]/, "");
  }

  #bytes(text: string): Uint8Array {
    return this.#fengari.to_luastring(text);
  }

  #text(bytes: Uint8Array): string {
    return this.#fengari.to_jsstring(bytes, 0, undefined, true);
  }
}
