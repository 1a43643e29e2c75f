import type { ResourceKeyId } from "../../cluster/ids.js";
import type { ResourceKeys } from "../../cluster/resources.js";

/** Kinds of resource objects, as bits so that sums can ask for several at once. */
export const PLAIN = 1;
export const RESERVED = 2;
export const REVOCABLE = 4;
export const ANY_KIND = PLAIN | RESERVED | REVOCABLE;

/**
 * What the allocator needs to know of each resource key, in flat arrays by key id: its inner loops look nowhere else.
 */
export class ResourceNames {
  /** The key's name as a column number, counted from 0 in the order of first sight. */
  columnOf = new Int32Array(16);
  /** PLAIN, RESERVED or REVOCABLE. */
  kindOf = new Uint8Array(16);
  /** The role that the key is reserved to, -1 for none. */
  reservedTo = new Int32Array(16);
  /** Number of names seen. */
  count = 0;
  readonly #keys: ResourceKeys;
  readonly #columns = new Map<string, number>();
  #keysSeen = 0;

  constructor(keys: ResourceKeys) {
    this.#keys = keys;
    this.learnNewKeys();
  }

  /** To be called before resources are looked at that may have keys of their own: keys come up while a run goes on. */
  learnNewKeys(): void {
    const { all } = this.#keys;
    if (all.length === this.#keysSeen) return;
    if (all.length > this.columnOf.length) this.#grow(all.length * 2);
    for (let id = this.#keysSeen; id < all.length; id++) this.#learn(id as ResourceKeyId);
    this.#keysSeen = all.length;
  }

  /** The column of a name, also of one that no resource has yet. */
  column(name: string): number {
    let column = this.#columns.get(name);
    if (column === undefined) {
      column = this.count++;
      this.#columns.set(name, column);
    }
    return column;
  }

  #learn(id: ResourceKeyId): void {
    const key = this.#keys.get(id);
    this.columnOf[id] = this.column(key.name);
    this.kindOf[id] = key.revocable ? REVOCABLE : key.reservation === null ? PLAIN : RESERVED;
    this.reservedTo[id] = key.reservation ?? -1;
  }

  #grow(capacity: number): void {
    this.columnOf = enlarged(this.columnOf, new Int32Array(capacity));
    this.kindOf = enlarged(this.kindOf, new Uint8Array(capacity));
    this.reservedTo = enlarged(this.reservedTo, new Int32Array(capacity));
  }
}

/** The larger array, with the contents of the smaller one at its beginning. */
export function enlarged<A extends Int32Array | Uint32Array | Uint8Array | Float64Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
