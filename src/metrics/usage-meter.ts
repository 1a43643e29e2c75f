import type { Micros } from "../base/time.js";
import type { Resources } from "../cluster/resources.js";
import type { Capacity } from "./capacity.js";
import { type Column, floatColumn } from "./column.js";

/** Says which resources (by plain key) do not count in shares (`fairnessExclude`). */
export type ShareFilter = (key: number) => boolean;

/**
 * What each of a kind (frameworks, roles, ...) has in use, integrated over time, and its dominant share: the largest of
 * its parts of the cluster over the resources that count (Ghodsi et al., NSDI 2011), with and without what others lend to it.
 */
export class UsageMeter {
  readonly #capacity: Capacity;
  readonly #counts: ShareFilter;
  /** Per resource key a column by holder: thousandths in use, and thousandths times microseconds. */
  readonly #used: Column<Float64Array>[] = [];
  readonly #overTime: Column<Float64Array>[] = [];
  /** Per resource key a column by holder: the largest part of the cluster's capacity that was in use at one moment. */
  readonly #peak: Column<Float64Array>[] = [];
  /** Per resource key a column by holder: thousandths in use that others lend. Empty until something is lent. */
  readonly #borrowed: Column<Float64Array>[] = [];
  readonly #shareOverTime = floatColumn();
  readonly #ownShareOverTime = floatColumn();
  readonly #settledAt = floatColumn();

  constructor(capacity: Capacity, counts: ShareFilter) {
    this.#capacity = capacity;
    this.#counts = counts;
  }

  add(t: Micros, holder: number, resources: Resources, sign: 1 | -1): void {
    this.settle(t, holder);
    for (let i = 0; i < resources.keys.length; i++) {
      const key = resources.keys[i] as number;
      while (this.#used.length <= key) {
        this.#used.push(floatColumn());
        this.#overTime.push(floatColumn());
        this.#peak.push(floatColumn());
      }
      this.#used[key]?.add(holder, sign * (resources.amounts[i] as number));
      if (sign > 0) this.#notePeak(holder, key);
    }
  }

  /** So much more (or, below 0, less) of what is in use is lent by others. */
  borrow(t: Micros, holder: number, key: number, amount: number): void {
    this.settle(t, holder);
    while (this.#borrowed.length <= key) this.#borrowed.push(floatColumn());
    this.#borrowed[key]?.add(holder, amount);
  }

  /** Counts in what has been in use since the last change. Must be called before the capacity changes, too. */
  settle(t: Micros, holder: number): void {
    const elapsed = t - this.#settledAt.get(holder);
    if (elapsed <= 0 && holder < this.#settledAt.length) return;
    let dominant = 0;
    let own = 0;
    for (let key = 0; key < this.#used.length; key++) {
      const used = this.#used[key]?.get(holder) as number;
      if (used === 0) continue;
      this.#overTime[key]?.add(holder, used * elapsed);
      const total = this.#capacity.total(key);
      if (total <= 0 || !this.#counts(key)) continue;
      dominant = Math.max(dominant, used / total);
      own = Math.max(own, (used - (this.#borrowed[key]?.get(holder) ?? 0)) / total);
    }
    this.#shareOverTime.add(holder, dominant * elapsed);
    this.#ownShareOverTime.add(holder, own * elapsed);
    this.#settledAt.set(holder, t);
  }

  settleAll(t: Micros): void {
    for (let holder = 0; holder < this.#settledAt.length; holder++) this.settle(t, holder);
  }

  /** Thousandths times microseconds. */
  overTime(holder: number, key: number): number {
    return this.#overTime[key]?.get(holder) ?? 0;
  }

  /** 0..1 of the capacity at that moment. */
  peak(holder: number, key: number): number {
    return this.#peak[key]?.get(holder) ?? 0;
  }

  #notePeak(holder: number, key: number): void {
    const part = (this.#used[key]?.get(holder) as number) / this.#capacity.total(key);
    if (part > (this.#peak[key]?.get(holder) as number)) this.#peak[key]?.set(holder, part);
  }

  /** The dominant share times microseconds. */
  shareOverTime(holder: number): number {
    return this.#shareOverTime.get(holder);
  }

  /** The dominant share of what is not lent times microseconds. */
  ownShareOverTime(holder: number): number {
    return this.#ownShareOverTime.get(holder);
  }
}
