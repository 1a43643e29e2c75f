import type { Resources } from "../../cluster/resources.js";
import { QuantityTable } from "./quantity-table.js";
import type { ResourceNames } from "./resource-names.js";

/**
 * What allocations are divided by: the quantities of the whole cluster, whatever their kind and wherever they stand
 * (S1).
 */
export class ShareTotals {
  /** By column; infinite where a name does not count: it is excluded, or the cluster has none of it. */
  divisors = new Float64Array(0);
  columns = 0;
  /** Rises when shares may have changed. */
  version = 0;
  readonly #names: ResourceNames;
  readonly #totals: QuantityTable;
  readonly #excluded: ReadonlySet<number>;

  constructor(names: ResourceNames, fairnessExclude: readonly string[]) {
    this.#names = names;
    this.#totals = new QuantityTable(names, 1);
    this.#excluded = new Set(fairnessExclude.map((name) => names.column(name)));
  }

  replace(before: Resources, now: Resources): void {
    this.#totals.book(0, before, -1);
    this.#totals.book(0, now, 1);
    this.#refresh();
  }

  /** Thousandths in the whole cluster. */
  get(column: number): number {
    return this.#totals.get(0, column);
  }

  #refresh(): void {
    this.columns = this.#names.count;
    if (this.divisors.length < this.columns) this.divisors = new Float64Array(this.columns * 2);
    for (let column = 0; column < this.columns; column++) {
      const total = this.get(column);
      this.divisors[column] = total > 0 && !this.#excluded.has(column) ? total : Number.POSITIVE_INFINITY;
    }
    this.version++;
  }
}
