import type { Resources } from "../../cluster/resources.js";
import { QuantityTable } from "./quantity-table.js";
import { enlarged, type ResourceNames } from "./resource-names.js";
import type { ShareTotals } from "./share-totals.js";

/** Where a slot stands with regard to the order that it belongs to. */
export const OUT = 0;
export const PLACED = 1;
/** In the order, at the place of an outdated key. */
export const MISPLACED = 2;
/** Not yet in the order. */
export const WAITING = 3;

/**
 * All that DRF compares, by slot: allocation, weight, number of allocations, rank of the path in byte order (S7). A
 * slot is a node of the role tree, or a framework in a role.
 */
export class ShareTable {
  readonly allocated: QuantityTable;
  readonly totals: ShareTotals;
  weights: Float64Array;
  /** Number of allocations made to the slot; never falls (S8). */
  counts: Float64Array;
  ranks: Int32Array;
  standing: Uint8Array;
  /** Share and count by which the slot was placed. */
  placedShares: Float64Array;
  placedCounts: Float64Array;

  constructor(names: ResourceNames, totals: ShareTotals, slots: number) {
    this.allocated = new QuantityTable(names, slots);
    this.totals = totals;
    this.weights = new Float64Array(slots).fill(1);
    this.counts = new Float64Array(slots);
    this.ranks = new Int32Array(slots);
    this.standing = new Uint8Array(slots);
    this.placedShares = new Float64Array(slots);
    this.placedCounts = new Float64Array(slots);
  }

  get slots(): number {
    return this.counts.length;
  }

  addSlots(slots: number): void {
    const used = this.slots;
    this.allocated.addRows(slots);
    this.weights = enlarged(this.weights, new Float64Array(slots));
    this.weights.fill(1, used);
    this.counts = enlarged(this.counts, new Float64Array(slots));
    this.ranks = enlarged(this.ranks, new Int32Array(slots));
    this.standing = enlarged(this.standing, new Uint8Array(slots));
    this.placedShares = enlarged(this.placedShares, new Float64Array(slots));
    this.placedCounts = enlarged(this.placedCounts, new Float64Array(slots));
  }

  /** A slot as if it had never been allocated anything. */
  reset(slot: number): void {
    this.allocated.clear(slot);
    this.counts[slot] = 0;
  }

  allocate(slot: number, resources: Resources): void {
    this.allocated.book(slot, resources, 1);
    this.counts[slot] = (this.counts[slot] as number) + 1;
  }

  /**
   * The dominant share (S2; contract, section 3): the greatest allocated / total, one division of integers each, then
   * divided by the weight.
   */
  share(slot: number): number {
    const { cells, stride } = this.allocated;
    const { divisors, columns } = this.totals;
    const base = slot * stride;
    const end = Math.min(columns, stride);
    let share = 0;
    for (let column = 0; column < end; column++) {
      const part = (cells[base + column] as number) / (divisors[column] as number);
      if (part > share) share = part;
    }
    return share / (this.weights[slot] as number);
  }

  /** Takes down the slot's present share and count as those it is placed by. */
  fixKey(slot: number): void {
    this.placedShares[slot] = this.share(slot);
    this.placedCounts[slot] = this.counts[slot] as number;
  }

  /** Share, then count, then path bytes (S7); never 0 for two slots of one order. */
  comparePlaced(a: number, b: number): number {
    const shareA = this.placedShares[a] as number;
    const shareB = this.placedShares[b] as number;
    if (shareA !== shareB) return shareA < shareB ? -1 : 1;
    const countA = this.placedCounts[a] as number;
    const countB = this.placedCounts[b] as number;
    return countA !== countB ? countA - countB : (this.ranks[a] as number) - (this.ranks[b] as number);
  }
}
