import type { ResourceKeyId } from "../../cluster/ids.js";
import type { ResourceKey, ResourceKeys } from "../../cluster/resource-keys.js";
import { amountOf, keepKeys, type Resources } from "../../cluster/resources.js";
import { TAKES_REFINED, TAKES_REVOCABLE, TAKES_SHARED } from "./abilities.js";

/** Kinds of resource objects, as bits so that sums can ask for several at once. */
export const PLAIN = 1;
export const RESERVED = 2;
export const REVOCABLE = 4;
/** Ranges and sets, reserved, revocable or neither: no sum counts them (S2, C14). */
export const ITEMS = 8;
export const ANY_SCALAR = PLAIN | RESERVED | REVOCABLE;

/**
 * What the allocator needs to know of each resource key, in flat arrays by key id: its inner loops look nowhere else.
 */
export class ResourceNames {
  /** The key's name as a column number, counted from 0 in the order of first sight. */
  columnOf = new Int32Array(16);
  /** PLAIN, RESERVED, REVOCABLE or ITEMS. */
  kindOf = new Uint8Array(16);
  /** The role that the key is reserved to, the lowest one of a refined reservation; -1 for none (Q8). */
  reservedTo = new Int32Array(16);
  /** What a framework must be able to do to take it, as bits of `abilities.ts` (P4). */
  needsOf = new Uint8Array(16);
  /** Number of names seen. */
  count = 0;
  /** Whether there is any shared volume: mostly not, and then nobody has to look for them. */
  hasShared = false;
  /** Whether there is any volume, shared or not. */
  hasVolumes = false;
  /** Whether there is any volume that no role has reserved: then quota may cut several objects of one name (C12). */
  hasPlainVolumes = false;
  readonly #keys: ResourceKeys;
  readonly #columns = new Map<string, number>();
  #keysSeen = 0;
  #formsSeen = 0;

  constructor(keys: ResourceKeys) {
    this.#keys = keys;
    this.learnNewKeys();
  }

  /**
   * To be called before resources are looked at that may have keys of their own: keys come up while a run goes on, and
   * of a key that a minimum or quota named first it shows only later that it is one of ranges or sets.
   */
  learnNewKeys(): void {
    const { all, formsVersion } = this.#keys;
    if (formsVersion !== this.#formsSeen) this.#keysSeen = 0;
    this.#formsSeen = formsVersion;
    if (all.length === this.#keysSeen) return;
    if (all.length > this.columnOf.length) this.#grow(all.length * 2);
    for (let id = this.#keysSeen; id < all.length; id++) this.#learn(id as ResourceKeyId);
    this.#keysSeen = all.length;
  }

  get(id: ResourceKeyId): ResourceKey {
    return this.#keys.get(id);
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

  isShared(id: ResourceKeyId): boolean {
    return ((this.needsOf[id] as number) & TAKES_SHARED) !== 0;
  }

  /** What nobody else can have at the same time: all but shared volumes (P6). */
  exclusive(resources: Resources): Resources {
    return this.hasShared ? this.#withoutShared(resources) : resources;
  }

  /** Without volumes of which only a part is left: an agent's volume that changed its size while somebody holds it (C12). */
  withoutCutVolumes(left: Resources, total: Resources): Resources {
    return this.hasVolumes ? this.#uncut(left, total) : left;
  }

  #uncut(left: Resources, total: Resources): Resources {
    return keepKeys(left, (key) => !this.get(key).isVolume || amountOf(left, key) === amountOf(total, key));
  }

  #withoutShared(resources: Resources): Resources {
    return keepKeys(resources, (key) => !this.isShared(key));
  }

  #learn(id: ResourceKeyId): void {
    const key = this.#keys.get(id);
    const { revocable, reservation, isShared, isRefined, isVolume } = key;
    this.columnOf[id] = this.column(key.name);
    this.kindOf[id] = this.#kindOf(key);
    this.reservedTo[id] = reservation ?? -1;
    this.needsOf[id] =
      (revocable ? TAKES_REVOCABLE : 0) | (isShared ? TAKES_SHARED : 0) | (isRefined ? TAKES_REFINED : 0);
    this.hasShared ||= isShared;
    this.hasVolumes ||= isVolume;
    this.hasPlainVolumes ||= isVolume && reservation === null;
  }

  #kindOf({ name, revocable, reservation }: ResourceKey): number {
    if ((this.#keys.formOf(name) ?? "scalar") !== "scalar") return ITEMS;
    if (revocable) return REVOCABLE;
    return reservation === null ? PLAIN : RESERVED;
  }

  #grow(capacity: number): void {
    this.columnOf = enlarged(this.columnOf, new Int32Array(capacity));
    this.kindOf = enlarged(this.kindOf, new Uint8Array(capacity));
    this.reservedTo = enlarged(this.reservedTo, new Int32Array(capacity));
    this.needsOf = enlarged(this.needsOf, new Uint8Array(capacity));
  }
}

/** The larger array, with the contents of the smaller one at its beginning. */
export function enlarged<A extends Int32Array | Uint32Array | Uint8Array | Float64Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
