import type { ColumnData } from "../tables/recorded-table.js";
import type { TableColumn } from "../tables/table-columns.js";
import type { Cell } from "./parquet-table.js";

/** The values of one column in the group of rows that is being filled. */
export class GroupColumn {
  readonly #column: TableColumn;
  readonly #values: GroupValues;
  /** Of numbers, where NaN stands for none. */
  #hasNone = false;
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

  /** The values; then it is empty again. Numbers become objects only where some are missing: that takes its time. */
  take(): GroupValues {
    const values = this.#values.slice(0, this.#length);
    const hasNone = this.#hasNone;
    this.#length = 0;
    this.#hasNone = false;
    if (!hasNone || Array.isArray(values)) return values;
    return Array.from(values, (value) => (Number.isNaN(value) ? null : value));
  }

  #addNumbers(data: Float64Array, from: number, to: number): void {
    const part = data.subarray(from, to);
    (this.#values as Float64Array).set(part, this.#length);
    this.#length += part.length;
    if (this.#column.optional) this.#hasNone ||= part.some(Number.isNaN);
  }
}

export type GroupValues = Cell[] | Float64Array | Int32Array;

const STORES: Readonly<Record<TableColumn["type"], (rows: number) => GroupValues>> = {
  text: () => [],
  truth: () => [],
  number: (rows) => new Float64Array(rows),
  integer: (rows) => new Int32Array(rows),
  // The writer takes a typed array for signed numbers.
  unsigned: () => [],
};
