import type { ResourceKeyId } from "./ids.js";
import {
  countItems,
  differenceOf,
  hasAllItems,
  type Items,
  intersectionOf,
  lowestItems,
  sameItems,
  unionOf,
} from "./items.js";

/**
 * Amounts of resources: parallel lists, keys ascending by id, amounts integers of thousandths above zero. Values are
 * immutable and shared freely. (A quota's limits are the one place where an amount may be zero.)
 */
export interface Resources {
  readonly keys: readonly ResourceKeyId[];
  readonly amounts: readonly number[];
  /**
   * Which items stand behind an amount, for keys of ranges and sets: their number, in thousandths, is the amount. Null for
   * a scalar, and for so many items that nobody has chosen yet. Left out when all are null, which keeps the common case to
   * one shape.
   */
  readonly items?: readonly (Items | null)[];
}

export const NO_RESOURCES: Resources = { keys: [], amounts: [] };

export function makeResources(
  keys: readonly ResourceKeyId[],
  amounts: readonly number[],
  items: readonly (Items | null)[],
): Resources {
  return items.every((of) => of === null) ? { keys, amounts } : { keys, amounts, items };
}

export function isEmpty(resources: Resources): boolean {
  return resources.keys.length === 0;
}

/** The amount under a key, 0 when there is none. */
export function amountOf(resources: Resources, key: ResourceKeyId): number {
  const { keys } = resources;
  for (let i = 0; i < keys.length; i++) {
    if (keys[i] === key) return resources.amounts[i] as number;
  }
  return 0;
}

/** The items under a key; null when there are none, or the key is a scalar's. */
export function itemsUnder({ keys, items }: Resources, key: ResourceKeyId): Items | null {
  return items?.[keys.indexOf(key)] ?? null;
}

export function add(a: Resources, b: Resources): Resources {
  if (b.keys.length === 0) return a;
  if (a.keys.length === 0) return b;
  return combine(a, b, 1);
}

/** a - b, each amount not below zero; items that `a` does not have are passed over. */
export function subtract(a: Resources, b: Resources): Resources {
  if (b.keys.length === 0 || a.keys.length === 0) return a;
  if (a === b) return NO_RESOURCES;
  return combine(a, b, -1);
}

/** Merges two key-sorted lists; entries that are not above zero are dropped. */
function combine(a: Resources, b: Resources, sign: 1 | -1): Resources {
  if (a.items !== undefined || b.items !== undefined)
    return combineItems(a, b, sign === 1 ? unionOf : differenceOf, sign);
  return (sameKeys(a.keys, b.keys) ? combineAligned(a, b, sign) : undefined) ?? merge(a, b, sign);
}

function sameKeys(a: readonly number[], b: readonly number[]): boolean {
  return a === b || (a.length === b.length && a.every((key, i) => key === b[i]));
}

/** The common case, without growing any list: the same keys, and all of them or none of them are left. */
function combineAligned(a: Resources, b: Resources, sign: 1 | -1): Resources | undefined {
  const amounts = a.amounts.map((amount, i) => amount + sign * (b.amounts[i] as number));
  if (amounts.every((amount) => amount > 0)) return { keys: a.keys, amounts };
  return amounts.some((amount) => amount > 0) ? undefined : NO_RESOURCES;
}

function merge(a: Resources, b: Resources, sign: 1 | -1): Resources {
  const keys: ResourceKeyId[] = [];
  const amounts: number[] = [];
  let i = 0;
  let j = 0;
  while (i < a.keys.length || j < b.keys.length) {
    const keyA = i < a.keys.length ? (a.keys[i] as number) : Number.POSITIVE_INFINITY;
    const keyB = j < b.keys.length ? (b.keys[j] as number) : Number.POSITIVE_INFINITY;
    let amount = 0;
    if (keyA <= keyB) amount += a.amounts[i++] as number;
    if (keyB <= keyA) amount += sign * (b.amounts[j++] as number);
    if (amount > 0) {
      keys.push(Math.min(keyA, keyB) as ResourceKeyId);
      amounts.push(amount);
    }
  }
  return { keys, amounts };
}

/** As `merge`, where some entries have items: those are joined or taken away, and counted anew. */
function combineItems(a: Resources, b: Resources, combined: (a: Items, b: Items) => Items, sign: 1 | -1): Resources {
  const scalars = merge(withoutItems(a), withoutItems(b), sign);
  const of = new Map<ResourceKeyId, Items>();
  for (const [key, items] of itemEntries(a)) of.set(key, items);
  for (const [key, items] of itemEntries(b)) {
    const before = of.get(key) ?? [];
    of.set(key, combined(before, items));
  }
  return withItems(scalars, of);
}

function* itemEntries({ keys, items }: Resources): Iterable<[ResourceKeyId, Items]> {
  for (const [i, key] of keys.entries()) {
    const of = items?.[i] ?? null;
    if (of !== null) yield [key, of];
  }
}

function withoutItems({ keys, amounts, items }: Resources): Resources {
  if (items === undefined) return { keys, amounts };
  return {
    keys: keys.filter((_, i) => items[i] === null),
    amounts: amounts.filter((_, i) => items[i] === null),
  };
}

/** Scalars and items of other keys together; keys without any item left are dropped. */
function withItems({ keys, amounts }: Resources, of: ReadonlyMap<ResourceKeyId, Items>): Resources {
  const parts: [key: ResourceKeyId, amount: number, items: Items | null][] = [];
  for (const [i, key] of keys.entries()) parts.push([key, amounts[i] as number, null]);
  for (const [key, items] of of) if (items.length > 0) parts.push([key, countItems(items) * 1000, items]);
  parts.sort((a, b) => a[0] - b[0]);
  return makeResources(
    parts.map((part) => part[0]),
    parts.map((part) => part[1]),
    parts.map((part) => part[2]),
  );
}

/** The smaller amount under each key that both have, and the items that both have. */
export function intersect(a: Resources, b: Resources): Resources {
  if (a.items === undefined) return filterResources(a, (key, amount) => Math.min(amount, amountOf(b, key)));
  const scalars = filterResources(withoutItems(a), (key, amount) => Math.min(amount, amountOf(b, key)));
  const of = [...itemEntries(a)].map(([key, items]) => [key, intersectionOf(items, itemsUnder(b, key) ?? [])] as const);
  return withItems(scalars, new Map(of));
}

/** Maps each amount; what comes out zero or below is dropped. Of items so many are kept, the lowest. */
export function filterResources(
  resources: Resources,
  amount: (key: ResourceKeyId, amount: number) => number,
): Resources {
  const keys: ResourceKeyId[] = [];
  const amounts: number[] = [];
  const items: (Items | null)[] = [];
  for (let i = 0; i < resources.keys.length; i++) {
    const key = resources.keys[i] as ResourceKeyId;
    const mapped = amount(key, resources.amounts[i] as number);
    if (mapped <= 0) continue;
    const of = resources.items?.[i] ?? null;
    keys.push(key);
    amounts.push(mapped);
    items.push(of === null ? null : lowestItems(of, mapped / 1000));
  }
  return makeResources(keys, amounts, items);
}

/** Whether every amount of `part` is at hand in `whole`, object by object and item by item. */
export function contains(whole: Resources, part: Resources): boolean {
  if (whole === part) return true;
  for (let i = 0; i < part.keys.length; i++) {
    const key = part.keys[i] as ResourceKeyId;
    if (amountOf(whole, key) < (part.amounts[i] as number)) return false;
    const items = part.items?.[i] ?? null;
    if (items !== null && !hasAllItems(itemsUnder(whole, key) ?? [], items)) return false;
  }
  return true;
}

export function equal(a: Resources, b: Resources): boolean {
  if (a === b) return true;
  if (a.keys.length !== b.keys.length) return false;
  if (!a.keys.every((key, i) => key === b.keys[i] && a.amounts[i] === b.amounts[i])) return false;
  if (a.items === undefined && b.items === undefined) return true;
  return a.keys.every((_, i) => sameItems(a.items?.[i] ?? [], b.items?.[i] ?? []));
}

/** The entries that are wanted, as they are; the same object when all are. */
export function keepKeys(resources: Resources, isKept: (key: ResourceKeyId) => boolean): Resources {
  if (resources.keys.every(isKept)) return resources;
  const kept = resources.keys.map((_, i) => i).filter((i) => isKept(resources.keys[i] as ResourceKeyId));
  return makeResources(
    kept.map((i) => resources.keys[i] as ResourceKeyId),
    kept.map((i) => resources.amounts[i] as number),
    kept.map((i) => resources.items?.[i] ?? null),
  );
}
