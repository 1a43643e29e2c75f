import type { ResourceKeyId } from "../../cluster/ids.js";
import type { Resources } from "../../cluster/resources.js";
import { ANY_SCALAR, type ResourceNames } from "./resource-names.js";

/**
 * Rows of amounts in thousandths, one column per resource name: sums over scalar objects that forget which object.
 */
export class QuantityTable {
  /** Row r, column c stands at `r * stride + c`. Replaced when the table grows. */
  cells: Float64Array;
  stride: number;
  readonly #names: ResourceNames;
  #rows: number;

  constructor(names: ResourceNames, rows: number) {
    this.#names = names;
    this.#rows = rows;
    this.stride = Math.max(4, names.count);
    this.cells = new Float64Array(rows * this.stride);
  }

  /** Adds (or, with sign -1, takes away) the quantities of those objects whose kind is among `kinds`. */
  book(row: number, resources: Resources, sign: 1 | -1, kinds: number = ANY_SCALAR): void {
    if (this.#names.count > this.stride) this.#widen();
    const { columnOf, kindOf } = this.#names;
    const { keys, amounts } = resources;
    const base = row * this.stride;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as ResourceKeyId;
      if (((kindOf[key] as number) & kinds) === 0) continue;
      const cell = base + (columnOf[key] as number);
      this.cells[cell] = (this.cells[cell] as number) + sign * (amounts[i] as number);
    }
  }

  get(row: number, column: number): number {
    return column < this.stride ? (this.cells[row * this.stride + column] as number) : 0;
  }

  clear(row: number): void {
    this.cells.fill(0, row * this.stride, (row + 1) * this.stride);
  }

  copyRow(from: number, to: number): void {
    this.cells.copyWithin(to * this.stride, from * this.stride, (from + 1) * this.stride);
  }

  addRows(rows: number): void {
    this.#relayout(this.stride, rows);
  }

  #widen(): void {
    this.#relayout(this.#names.count * 2, this.#rows);
  }

  #relayout(stride: number, rows: number): void {
    const cells = new Float64Array(rows * stride);
    for (let row = 0; row < this.#rows; row++) {
      cells.set(this.cells.subarray(row * this.stride, (row + 1) * this.stride), row * stride);
    }
    this.cells = cells;
    this.stride = stride;
    this.#rows = rows;
  }
}
