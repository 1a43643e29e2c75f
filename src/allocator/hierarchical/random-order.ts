import type { RandomSource } from "../../base/random.js";
import { enlarged } from "./resource-names.js";
import type { ShareTable } from "./share-table.js";
import { shuffle } from "./shuffle.js";
import type { SiblingOrder } from "./sibling-order.js";

/**
 * The random sorter for the frameworks of a role (S14): they have no weights, so all orders are equally likely. Each
 * time it is asked it shuffles anew, from byte order of the names, with one number for each place but the last.
 */
export class RandomOrder implements SiblingOrder {
  readonly #ranks: Pick<ShareTable, "ranks">;
  readonly #random: RandomSource;
  /** By rank, ascending: what a shuffle gives shall not hang on who came first. */
  readonly #members: number[] = [];
  #slots = new Int32Array(8);

  constructor(ranks: Pick<ShareTable, "ranks">, random: RandomSource) {
    this.#ranks = ranks;
    this.#random = random;
  }

  get length(): number {
    return this.#members.length;
  }

  insert(slot: number): boolean {
    if (this.#members.includes(slot)) return false;
    const rank = this.#rankOf(slot);
    const after = this.#members.findIndex((member) => this.#rankOf(member) > rank);
    this.#members.splice(after < 0 ? this.length : after, 0, slot);
    return true;
  }

  remove(slot: number): void {
    const at = this.#members.indexOf(slot);
    if (at >= 0) this.#members.splice(at, 1);
  }

  /** Shares are ignored. */
  touch(_slot: number): void {}

  sorted(): Int32Array {
    if (this.#slots.length < this.length) this.#slots = enlarged(this.#slots, new Int32Array(this.length * 2));
    this.#slots.set(this.#members);
    shuffle(this.#slots, this.length, this.#random);
    return this.#slots;
  }

  #rankOf(slot: number): number {
    return this.#ranks.ranks[slot] as number;
  }
}
