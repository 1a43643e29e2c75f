import type { Encoding } from "hyparquet";
import type { ColumnData } from "../tables/recorded-table.js";
import type { TableColumn } from "../tables/table-columns.js";
import type { Cell } from "./parquet-table.js";

/** The values of one column in the group of rows that is being filled. */
export class GroupColumn {
  readonly #column: TableColumn;
  readonly #values: GroupValues;
  /** Of numbers, where NaN stands for none. */
  #hasNone = false;
  /** How many texts there are at most; null: nobody has counted them. */
  #texts: number | null = null;
  #length = 0;

  /** @param rows how many it takes at most */
  constructor(column: TableColumn, rows: number) {
    this.#column = column;
    this.#values = STORES[column.type](rows);
  }

  /** Adds the rows from `from` to before `to`. */
  add(data: ColumnData, from: number, to: number): void {
    if ("codes" in data) {
      const { texts, codes } = data;
      this.#texts = (this.#texts ?? 0) + texts.length;
      for (let row = from; row < to; row++) this.#values[this.#length++] = texts[codes[row] as number] ?? null;
    } else if (this.#column.type === "truth") {
      for (let row = from; row < to; row++) this.#values[this.#length++] = data[row] === 1;
    } else if (Array.isArray(this.#values)) {
      for (let row = from; row < to; row++) this.#values[this.#length++] = data[row] as Cell;
    } else this.#addNumbers(data as Float64Array, from, to);
  }

  /** Adds the same value so many times. */
  repeat(value: Cell, times: number): void {
    if (Array.isArray(this.#values)) {
      for (let i = 0; i < times; i++) this.#values[this.#length + i] = value;
    } else {
      this.#hasNone ||= value === null;
      this.#values.fill(value === null ? Number.NaN : (value as number), this.#length, this.#length + times);
    }
    this.#length += times;
  }

  /** The values; then it is empty again. */
  take(): WrittenColumn {
    const values = this.#values.slice(0, this.#length);
    const [hasNone, texts] = [this.#hasNone, this.#texts];
    this.#length = 0;
    this.#hasNone = false;
    this.#texts = null;
    const { type, optional } = this.#column;
    const isRepeated = texts !== null && texts * 2 <= values.length && values.some((value) => value !== null);
    if (isRepeated) return { data: values, encoding: "RLE_DICTIONARY" };
    if (type === "text" && !optional && isDistinct(values))
      return { data: utf8(values as string[]), encoding: "PLAIN" };
    // Numbers become objects only where some are missing: that takes its time.
    const data = hasNone ? Array.from(values, (value) => (Number.isNaN(value) ? null : value)) : values;
    return type === "number" && isDistinct(values) ? { data, encoding: "BYTE_STREAM_SPLIT" } : { data };
  }

  #addNumbers(data: Float64Array, from: number, to: number): void {
    const part = data.subarray(from, to);
    (this.#values as Float64Array).set(part, this.#length);
    this.#length += part.length;
    if (this.#column.optional) this.#hasNone ||= part.some(Number.isNaN);
  }
}

type GroupValues = Cell[] | Float64Array | Int32Array;

/** A column of a group for the writer. */
export interface WrittenColumn {
  readonly data: (Cell | Uint8Array)[] | Float64Array | Int32Array;
  /** Left out where a dictionary may be the best. */
  readonly encoding?: Encoding;
}

const SAMPLE = 1000;
const DISTINCT = 0.9;

/**
 * Whether most values that are there are others, as far as a sample tells: a dictionary is of no use then. Of doubles the first bytes are
 * still much alike, so they are laid out byte by byte: that takes a fifth less room, and less time to compress.
 */
function isDistinct(values: GroupValues): boolean {
  const step = Math.max(1, Math.floor(values.length / SAMPLE));
  const seen = new Set<Cell>();
  let count = 0;
  for (let i = 0; i < values.length; i += step) {
    const value = values[i] as Cell;
    if (value === null || Number.isNaN(value)) continue;
    seen.add(value);
    count++;
  }
  return seen.size > DISTINCT * count;
}

/** Encoded at once: to encode each for itself takes ten times as long. */
function utf8(texts: readonly string[]): Uint8Array[] {
  const joined = texts.join("");
  const bytes = Buffer.from(joined);
  const isAscii = bytes.length === joined.length;
  let at = 0;
  return texts.map((text) => {
    const from = at;
    at += isAscii ? text.length : Buffer.byteLength(text);
    return bytes.subarray(from, at);
  });
}

const STORES: Readonly<Record<TableColumn["type"], (rows: number) => GroupValues>> = {
  text: () => [],
  truth: () => [],
  number: (rows) => new Float64Array(rows),
  integer: (rows) => new Int32Array(rows),
  // The writer takes a typed array for signed numbers.
  unsigned: () => [],
};
