/**
 * Which items of a resource that is counted and not measured: whole numbers as disjoint intervals that do not touch,
 * ascending, `[first, last, first, last, ...]`, both ends included. Ports are items, and so are the members of a set once
 * each has its number. Values are immutable and shared freely.
 */
export type Items = readonly number[];

/** Intervals in any order, which may overlap, as items. */
export function itemsOf(intervals: readonly (readonly [first: number, last: number])[]): Items {
  const items: number[] = [];
  for (const [first, last] of intervals.toSorted((a, b) => a[0] - b[0])) {
    const previous = items.length - 1;
    if (items.length > 0 && first <= (items[previous] as number) + 1) {
      items[previous] = Math.max(items[previous] as number, last);
    } else {
      items.push(first, last);
    }
  }
  return items;
}

export function countItems(items: Items): number {
  let count = 0;
  for (let i = 0; i < items.length; i += 2) count += (items[i + 1] as number) - (items[i] as number) + 1;
  return count;
}

export function unionOf(a: Items, b: Items): Items {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  return itemsOf([...intervalsOf(a), ...intervalsOf(b)]);
}

export function intersectionOf(a: Items, b: Items): Items {
  const items: number[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const first = Math.max(a[i] as number, b[j] as number);
    const last = Math.min(a[i + 1] as number, b[j + 1] as number);
    if (first <= last) items.push(first, last);
    if ((a[i + 1] as number) < (b[j + 1] as number)) i += 2;
    else j += 2;
  }
  return items;
}

/** Those of `a` that are not among `b`. */
export function differenceOf(a: Items, b: Items): Items {
  const items: number[] = [];
  let j = 0;
  for (let i = 0; i < a.length; i += 2) {
    let first = a[i] as number;
    const last = a[i + 1] as number;
    while (j < b.length && (b[j + 1] as number) < first) j += 2;
    for (let k = j; k < b.length && (b[k] as number) <= last; k += 2) {
      if ((b[k] as number) > first) items.push(first, (b[k] as number) - 1);
      first = (b[k + 1] as number) + 1;
    }
    if (first <= last) items.push(first, last);
  }
  return items;
}

export function hasAllItems(whole: Items, part: Items): boolean {
  return part.length === 0 || differenceOf(part, whole).length === 0;
}

export function sameItems(a: Items, b: Items): boolean {
  return a === b || (a.length === b.length && a.every((end, i) => end === b[i]));
}

/** The lowest `count` of them, all when there are fewer. */
export function lowestItems(items: Items, count: number): Items {
  const lowest: number[] = [];
  let left = count;
  for (let i = 0; i < items.length && left > 0; i += 2) {
    const first = items[i] as number;
    const last = Math.min(items[i + 1] as number, first + left - 1);
    lowest.push(first, last);
    left -= last - first + 1;
  }
  return lowest;
}

export function* intervalsOf(items: Items): Iterable<[first: number, last: number]> {
  for (let i = 0; i < items.length; i += 2) yield [items[i] as number, items[i + 1] as number];
}
