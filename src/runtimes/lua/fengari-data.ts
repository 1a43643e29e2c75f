import type { LuaState } from "fengari";
import type { Fengari } from "./fengari-engine.js";

/**
 * Pushes plain data as Lua values: lists become sequences from 1, numbers always floats, since fengari's integers have
 * 32 bits; null becomes nil.
 *
 * @param listMeta where a metatable for lists lies on the stack, by which an empty list is told from an empty record
 */
export function pushData(fengari: Fengari, L: LuaState, value: unknown, listMeta?: number): void {
  const { lua, to_luastring } = fengari;
  // Each level of nested data needs room of its own.
  lua.lua_checkstack(L, 4);
  if (typeof value === "number") lua.lua_pushnumber(L, value);
  else if (typeof value === "string") lua.lua_pushstring(L, to_luastring(value));
  else if (typeof value === "boolean") lua.lua_pushboolean(L, value);
  else if (Array.isArray(value)) pushList(fengari, L, value, listMeta);
  else if (typeof value === "object" && value !== null) pushRecord(fengari, L, value, listMeta);
  else lua.lua_pushnil(L);
}

function pushList(fengari: Fengari, L: LuaState, list: readonly unknown[], listMeta: number | undefined): void {
  const { lua } = fengari;
  lua.lua_createtable(L, list.length, 0);
  for (let i = 0; i < list.length; i++) {
    pushData(fengari, L, list[i], listMeta);
    lua.lua_rawseti(L, -2, i + 1);
  }
  if (listMeta === undefined) return;
  lua.lua_pushvalue(L, listMeta);
  lua.lua_setmetatable(L, -2);
}

function pushRecord(fengari: Fengari, L: LuaState, record: object, listMeta: number | undefined): void {
  fengari.lua.lua_createtable(L, 0, 0);
  for (const [name, field] of Object.entries(record)) {
    pushData(fengari, L, field, listMeta);
    fengari.lua.lua_setfield(L, -2, fengari.to_luastring(name));
  }
}

/** What cannot be read as plain data. */
export class DataDefect extends Error {}

/** Deeper data is taken for data without end: a table may contain itself. */
const MOST_LEVELS = 100;

/** Reads Lua values as plain data: the way back of `pushData`. */
export class DataReader {
  readonly #fengari: Fengari;
  readonly #L: LuaState;
  readonly #listMeta: number;
  readonly #look: () => void;

  /**
   * @param listMeta where the metatable of lists lies on the stack
   * @param look called for every value: some data is small to make and endless to read
   */
  constructor(fengari: Fengari, L: LuaState, listMeta: number, look: () => void) {
    this.#fengari = fengari;
    this.#L = L;
    this.#listMeta = listMeta;
    this.#look = look;
  }

  /** @throws DataDefect */
  read(index: number, level = 0): unknown {
    const { lua } = this.#fengari;
    this.#look();
    switch (lua.lua_type(this.#L, index)) {
      case lua.LUA_TNIL:
        return null;
      case lua.LUA_TBOOLEAN:
        return lua.lua_toboolean(this.#L, index);
      case lua.LUA_TNUMBER:
        return this.#number(index);
      case lua.LUA_TSTRING:
        return this.#text(index);
      case lua.LUA_TTABLE:
        return this.#table(lua.lua_absindex(this.#L, index), level + 1);
      default:
        throw new DataDefect(`a ${this.#typeName(index)} is no plain data`);
    }
  }

  #number(index: number): number {
    const number = this.#fengari.lua.lua_tonumber(this.#L, index);
    if (Number.isFinite(number)) return number;
    throw new DataDefect(`the number ${number} is no plain data`);
  }

  #text(index: number): string {
    return this.#fengari.to_jsstring(this.#fengari.lua.lua_tolstring(this.#L, index), 0, undefined, true);
  }

  #table(index: number, level: number): unknown {
    const { lua } = this.#fengari;
    if (level > MOST_LEVELS) throw new DataDefect("a table is nested too deeply");
    lua.lua_checkstack(this.#L, 4);
    const length = lua.lua_rawlen(this.#L, index);
    return length > 0 || this.#isMarked(index) ? this.#list(index, length, level) : this.#record(index, level);
  }

  #isMarked(index: number): boolean {
    const { lua } = this.#fengari;
    if (!lua.lua_getmetatable(this.#L, index)) return false;
    const isMarked = Boolean(lua.lua_rawequal(this.#L, -1, this.#listMeta));
    lua.lua_pop(this.#L, 1);
    return isMarked;
  }

  #list(index: number, length: number, level: number): unknown[] {
    const { lua } = this.#fengari;
    const list: unknown[] = [];
    for (let i = 1; i <= length; i++) {
      lua.lua_rawgeti(this.#L, index, i);
      list.push(this.read(-1, level));
      lua.lua_pop(this.#L, 1);
    }
    return list;
  }

  #record(index: number, level: number): Record<string, unknown> {
    const { lua } = this.#fengari;
    const entries: [string, unknown][] = [];
    lua.lua_pushnil(this.#L);
    while (lua.lua_next(this.#L, index) !== 0) {
      if (lua.lua_type(this.#L, -2) !== lua.LUA_TSTRING) {
        throw new DataDefect(`a table has a ${this.#typeName(-2)} as a key: it is neither a list nor a record`);
      }
      entries.push([this.#text(-2), this.read(-1, level)]);
      lua.lua_pop(this.#L, 1);
    }
    return Object.fromEntries(entries);
  }

  #typeName(index: number): string {
    const { lua, to_jsstring } = this.#fengari;
    return to_jsstring(lua.lua_typename(this.#L, lua.lua_type(this.#L, index)));
  }
}
