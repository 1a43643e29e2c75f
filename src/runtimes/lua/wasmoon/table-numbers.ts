import type { WasmMemory } from "../../wasm-memory.js";
import type { LuaExports, LuaState, Pointer } from "./lua-exports.js";

/** Where a table says how many items its array has at least, and where that lies (lobject.h of Lua 5.4, 32-bit pointers). */
const TABLE = { limit: 8, array: 12 };

/** An item of the array: a number, and what kind of number it is. */
const ITEM = { bytes: 16, kind: 8 };

const FLOAT = 0x13;
const INTEGER = 0x03;

/** How many bits of a 64-bit integer stand in its first word. */
const WORD = 2 ** 32;

/**
 * The numbers of sequences, where they lie in the memory of a VM: to write or read one is no call. Through C's interface
 * it is two, and a cycle of a large cluster has tens of thousands.
 */
export class TableNumbers {
  readonly #lua: LuaExports;
  readonly #memory: WasmMemory;
  #doubles = new Float64Array(0);
  #words = new Int32Array(0);

  constructor(lua: LuaExports, L: LuaState) {
    this.#lua = lua;
    this.#memory = lua.memory;
    this.#mustKnowTables(L);
  }

  /**
   * Overwrites what a table's array has room for.
   * @returns how many numbers that were
   */
  write(table: Pointer, numbers: Float64Array): number {
    const { first, length } = this.#arrayOf(table, numbers.length);
    const [doubles, words] = [this.#doubles, this.#words];
    for (let i = 0, at = first; i < length; i++, at += ITEM.bytes) {
      doubles[at >>> 3] = numbers[i] as number;
      words[(at + ITEM.kind) >>> 2] = FLOAT;
    }
    return length;
  }

  /**
   * Reads a table's array, up to the first item that is no number.
   * @returns how many numbers that were
   */
  read(table: Pointer, numbers: Float64Array): number {
    const { first, length } = this.#arrayOf(table, numbers.length);
    const [doubles, words] = [this.#doubles, this.#words];
    for (let i = 0, at = first; i < length; i++, at += ITEM.bytes) {
      const kind = (words[(at + ITEM.kind) >>> 2] as number) & 0xff;
      if (kind === FLOAT) numbers[i] = doubles[at >>> 3] as number;
      else if (kind === INTEGER) numbers[i] = this.#integerAt(at);
      else return i;
    }
    return length;
  }

  #integerAt(at: Pointer): number {
    return (this.#words[(at >>> 2) + 1] as number) * WORD + ((this.#words[at >>> 2] as number) >>> 0);
  }

  #arrayOf(table: Pointer, wanted: number): { readonly first: Pointer; readonly length: number } {
    // When memory has grown the views of what it was are empty.
    if (this.#words.length === 0) {
      this.#doubles = new Float64Array(this.#memory.buffer);
      this.#words = new Int32Array(this.#memory.buffer);
    }
    const limit = (this.#words[(table + TABLE.limit) >>> 2] as number) >>> 0;
    return { first: (this.#words[(table + TABLE.array) >>> 2] as number) >>> 0, length: Math.min(limit, wanted) };
  }

  /** Another wasmoon may have another Lua: better none than one whose memory is written where something else lies. */
  #mustKnowTables(L: LuaState): void {
    const lua = this.#lua;
    lua.lua_createtable(L, 3, 0);
    lua.lua_pushinteger(L, -5_000_000_000n);
    lua.lua_rawseti(L, -2, 1n);
    lua.lua_pushnumber(L, 0.5);
    lua.lua_rawseti(L, -2, 2n);
    const table = lua.lua_topointer(L, -1);
    const read = new Float64Array(3);
    const known =
      this.read(table, read) === 2 &&
      read[0] === -5_000_000_000 &&
      read[1] === 0.5 &&
      this.write(table, Float64Array.of(1.5, 2.5, 3.5, 4.5)) === 3 &&
      lua.lua_rawgeti(L, -1, 3n) === lua.lua_type(L, -1) &&
      lua.lua_tonumberx(L, -1, 0) === 3.5;
    if (!known) throw new Error("wasmoon's Lua does not keep tables where it did");
    lua.lua_settop(L, -3);
  }
}
