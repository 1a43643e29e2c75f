import { compareBytes } from "../../base/byte-order.js";
import type { LuaStack } from "./lua-stack.js";

/**
 * Pushes plain data as Lua values: lists become sequences from 1, numbers always floats, null becomes nil.
 *
 * @param listMeta where a metatable for lists lies on the stack, by which an empty list is told from an empty record
 */
export function pushData(stack: LuaStack, value: unknown, listMeta?: number): void {
  // Each level of nested data needs room of its own.
  stack.ensure(4);
  if (typeof value === "number") stack.pushNumber(value);
  else if (typeof value === "string") stack.pushText(value);
  else if (typeof value === "boolean") stack.pushBoolean(value);
  else if (Array.isArray(value)) pushList(stack, value, listMeta);
  else if (typeof value === "object" && value !== null) pushRecord(stack, value, listMeta);
  else stack.pushNil();
}

function pushList(stack: LuaStack, list: readonly unknown[], listMeta: number | undefined): void {
  stack.pushTable(list.length, 0);
  for (let i = 0; i < list.length; i++) {
    pushData(stack, list[i], listMeta);
    stack.setItem(-2, i + 1);
  }
  if (listMeta === undefined) return;
  stack.pushCopy(listMeta);
  stack.setMetatable(-2);
}

function pushRecord(stack: LuaStack, record: object, listMeta: number | undefined): void {
  const fields = Object.entries(record);
  stack.pushTable(0, fields.length);
  for (const [name, field] of fields) {
    stack.pushText(name);
    pushData(stack, field, listMeta);
    stack.setEntry(-3);
  }
}

/** What cannot be read as plain data. */
export class DataDefect extends Error {}

/** Deeper data is taken for data without end: a table may contain itself. */
const MOST_LEVELS = 100;

/** Reads Lua values as plain data: the way back of `pushData`. */
export class DataReader {
  readonly #stack: LuaStack;
  readonly #listMeta: number | null;
  readonly #look: () => void;

  /**
   * @param listMeta where the metatable of lists lies on the stack; null: every empty table is a record
   * @param look called for every value: some data is small to make and endless to read
   */
  constructor(stack: LuaStack, listMeta: number | null, look: () => void) {
    this.#stack = stack;
    this.#listMeta = listMeta;
    this.#look = look;
  }

  /** @throws DataDefect */
  read(index: number, level = 0): unknown {
    this.#look();
    const type = this.#stack.typeAt(index);
    switch (type) {
      case "nil":
        return null;
      case "boolean":
        return this.#stack.booleanAt(index);
      case "number":
        return this.#number(index);
      case "string":
        return this.#stack.textAt(index);
      case "table":
        return this.#table(this.#stack.absolute(index), level + 1);
      default:
        throw new DataDefect(`a ${type} is no plain data`);
    }
  }

  #number(index: number): number {
    const number = this.#stack.numberAt(index);
    if (Number.isFinite(number)) return number;
    throw new DataDefect(`the number ${number} is no plain data`);
  }

  #table(index: number, level: number): unknown {
    if (level > MOST_LEVELS) throw new DataDefect("a table is nested too deeply");
    this.#stack.ensure(4);
    const length = this.#stack.rawLength(index);
    return length > 0 || this.#isMarked(index) ? this.#list(index, length, level) : this.#record(index, level);
  }

  #isMarked(index: number): boolean {
    if (this.#listMeta === null || !this.#stack.pushMetatable(index)) return false;
    const isMarked = this.#stack.areSame(-1, this.#listMeta);
    this.#stack.pop(1);
    return isMarked;
  }

  #list(index: number, length: number, level: number): unknown[] {
    const list: unknown[] = [];
    for (let i = 1; i <= length; i++) {
      this.#stack.pushItem(index, i);
      list.push(this.read(-1, level));
      this.#stack.pop(1);
    }
    return list;
  }

  #record(index: number, level: number): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    this.#stack.pushNil();
    while (this.#stack.next(index)) {
      const type = this.#stack.typeAt(-2);
      if (type !== "string") {
        throw new DataDefect(`a table has a ${type} as a key: it is neither a list nor a record`);
      }
      entries.push([this.#stack.textAt(-2), this.read(-1, level)]);
      this.#stack.pop(1);
    }
    // The order in which a table is walked is the engine's own.
    return Object.fromEntries(entries.sort(([a], [b]) => compareBytes(a, b)));
  }
}
