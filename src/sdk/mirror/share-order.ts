/** What can be put in the order of shares. */
export interface Ranked {
  /** Offers so far. */
  count: number;
  /** Whoever has a lower one comes first when all else is equal. */
  readonly rank: number;
  /** As it was when the item was put in its place. */
  share: number;
  isListed: boolean;
  isMoved: boolean;
}

/** Up to so many items are each put in their place; of more, all are sorted. */
const MOST_MOVED = 8;

/**
 * The DRF sorter: lowest share first, then fewest offers, then lowest rank. The order is kept from one question to the next:
 * an offer moves one of many, and to sort all of them again for each agent was nine tenths of a cycle with 200 frameworks.
 */
export class ShareOrder<Item extends Ranked> {
  readonly #members: () => Item[];
  readonly #shareOf: (item: Item) => number;
  /** Never changed once it was given out. */
  #items: readonly Item[] | null = null;
  #moved: Item[] = [];

  /** @param members who is to be put in order, in a new list */
  constructor(members: () => Item[], shareOf: (item: Item) => number) {
    this.#members = members;
    this.#shareOf = shareOf;
  }

  /** Somebody came or left, or all shares may be others than they were. */
  reset(): void {
    if (this.#items === null) return;
    for (const item of this.#items) item.isListed = false;
    for (const item of this.#moved) item.isMoved = false;
    this.#items = null;
    this.#moved = [];
  }

  /** The item's share or count is not what it was. */
  touch(item: Item): void {
    if (item.isMoved || !item.isListed) return;
    item.isMoved = true;
    this.#moved.push(item);
  }

  /** The list stays as it is, whatever happens afterwards. */
  list(): readonly Item[] {
    if (this.#items === null) this.#items = this.#sorted(this.#members());
    else if (this.#moved.length > 0) this.#items = this.#rearranged(this.#items);
    return this.#items;
  }

  #sorted(items: Item[]): Item[] {
    for (const item of items) {
      item.share = this.#shareOf(item);
      item.isListed = true;
    }
    return items.length < 2 ? items : items.sort(compare);
  }

  #rearranged(before: readonly Item[]): readonly Item[] {
    const moved = this.#moved;
    this.#moved = [];
    for (const item of moved) item.isMoved = false;
    if (moved.length > MOST_MOVED) return this.#sorted(before.slice());
    const items = before.slice();
    for (const item of moved) items.splice(items.indexOf(item), 1);
    for (const item of moved) {
      item.share = this.#shareOf(item);
      items.splice(placeOf(item, items), 0, item);
    }
    return items;
  }
}

function placeOf(item: Ranked, items: readonly Ranked[]): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(items[middle]!, item) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compare(a: Ranked, b: Ranked): number {
  return a.share - b.share || a.count - b.count || a.rank - b.rank;
}
