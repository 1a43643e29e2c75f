import { enlarged } from "./resource-names.js";
import { MISPLACED, OUT, PLACED, type ShareTable, WAITING } from "./share-table.js";
import type { SiblingOrder } from "./sibling-order.js";

/**
 * Siblings in DRF order. What changed is only noted; it moves to its new place when the order is next asked for, so
 * that a thousand declines between two cycles cost one sort, an offer within a cycle one insertion, and whoever walks
 * the order walks a snapshot.
 */
export class DrfOrder implements SiblingOrder {
  readonly #table: ShareTable;
  #slots = new Int32Array(8);
  #length = 0;
  /** The slots that are MISPLACED or WAITING, once each. */
  #changed = new Int32Array(8);
  #changedCount = 0;
  #totalsVersion = -1;

  constructor(table: ShareTable) {
    this.#table = table;
  }

  /** How many siblings there are, the waiting ones left out. Exact after `sorted`. */
  get length(): number {
    return this.#length;
  }

  /** @returns false when it is there already */
  insert(slot: number): boolean {
    const { standing } = this.#table;
    if (standing[slot] !== OUT) return false;
    standing[slot] = WAITING;
    this.#note(slot);
    return true;
  }

  remove(slot: number): void {
    const { standing } = this.#table;
    const stood = standing[slot];
    if (stood === PLACED || stood === MISPLACED) this.#takeOut(slot);
    if (stood === MISPLACED || stood === WAITING) this.#unnote(slot);
    standing[slot] = OUT;
  }

  /** To be told when a slot's allocation, count or weight changed. Slots that are not in the order may be named. */
  touch(slot: number): void {
    const { standing } = this.#table;
    if (standing[slot] !== PLACED) return;
    standing[slot] = MISPLACED;
    this.#note(slot);
  }

  /** The slots in order; only the first `length` count. Valid until the next call, not moved by `touch`. */
  sorted(): Int32Array {
    const isStale = this.#totalsVersion !== this.#table.totals.version;
    if (isStale || this.#changedCount > 8 + this.#length / 16) this.#sortAll(isStale);
    else if (this.#changedCount > 0) this.#moveChanged();
    return this.#slots;
  }

  #sortAll(isStale: boolean): void {
    const table = this.#table;
    this.#appendWaiting();
    this.#totalsVersion = table.totals.version;
    let isInOrder = true;
    for (let i = 0; i < this.#length; i++) {
      const slot = this.#slots[i] as number;
      if (isStale || table.standing[slot] !== PLACED) table.fixKey(slot);
      table.standing[slot] = PLACED;
      if (i > 0 && table.comparePlaced(this.#slots[i - 1] as number, slot) > 0) isInOrder = false;
    }
    // Mostly it is: another agent in the cluster makes all shares smaller.
    if (isInOrder) return;
    // A plain array, since its sort is quick on what is nearly in order already; that of typed arrays is not.
    const slots = Array.from(this.#slots.subarray(0, this.#length));
    this.#slots.set(slots.sort((a, b) => table.comparePlaced(a, b)));
  }

  #appendWaiting(): void {
    const { standing } = this.#table;
    for (let i = 0; i < this.#changedCount; i++) {
      const slot = this.#changed[i] as number;
      if (standing[slot] !== WAITING) continue;
      this.#makeRoom();
      this.#slots[this.#length++] = slot;
    }
    this.#changedCount = 0;
  }

  /** First all out, by their old keys, then all in: in between the order is right for those that stayed. */
  #moveChanged(): void {
    const { standing } = this.#table;
    for (let i = 0; i < this.#changedCount; i++) {
      const slot = this.#changed[i] as number;
      if (standing[slot] === MISPLACED) this.#takeOut(slot);
    }
    for (let i = 0; i < this.#changedCount; i++) {
      const slot = this.#changed[i] as number;
      this.#table.fixKey(slot);
      this.#putIn(slot);
      standing[slot] = PLACED;
    }
    this.#changedCount = 0;
  }

  #note(slot: number): void {
    if (this.#changedCount === this.#changed.length) {
      this.#changed = enlarged(this.#changed, new Int32Array(this.#changedCount * 2));
    }
    this.#changed[this.#changedCount++] = slot;
  }

  #unnote(slot: number): void {
    const at = this.#changed.indexOf(slot);
    this.#changed.copyWithin(at, at + 1, this.#changedCount);
    this.#changedCount--;
  }

  #takeOut(slot: number): void {
    const place = this.#placeOf(slot);
    this.#slots.copyWithin(place, place + 1, this.#length);
    this.#length--;
  }

  #putIn(slot: number): void {
    this.#makeRoom();
    const place = this.#placeOf(slot);
    this.#slots.copyWithin(place + 1, place, this.#length);
    this.#slots[place] = slot;
    this.#length++;
  }

  /** The place of the first slot that does not stand before the given one: its own, or where it belongs. */
  #placeOf(slot: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#table.comparePlaced(this.#slots[middle] as number, slot) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #makeRoom(): void {
    if (this.#length < this.#slots.length) return;
    this.#slots = enlarged(this.#slots, new Int32Array(this.#length * 2));
  }
}
