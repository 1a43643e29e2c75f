import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  countItems,
  differenceOf,
  hasAllItems,
  type Items,
  intersectionOf,
  itemsOf,
  lowestItems,
  sameItems,
  unionOf,
} from "../../src/cluster/items.js";

const intervals = fc.array(
  fc.tuple(fc.nat(40), fc.nat(6)).map(([first, more]): [number, number] => [first, first + more]),
  { maxLength: 6 },
);

/** Number by number: what the intervals stand for. */
function numbersOf(items: Items): number[] {
  const numbers: number[] = [];
  for (let i = 0; i < items.length; i += 2) {
    for (let n = items[i] as number; n <= (items[i + 1] as number); n++) numbers.push(n);
  }
  return numbers;
}

describe("items", () => {
  it("are kept as the fewest intervals, ascending", () => {
    expect(
      itemsOf([
        [5, 6],
        [1, 2],
        [3, 4],
        [9, 9],
      ]),
    ).toEqual([1, 6, 9, 9]);
  });

  it("agree with sets of numbers, whatever is done with them", () => {
    fc.assert(
      fc.property(intervals, intervals, fc.nat(20), (left, right, count) => {
        const [a, b] = [itemsOf(left), itemsOf(right)];
        const [inA, inB] = [numbersOf(a), numbersOf(b)];
        const either = [...new Set([...inA, ...inB])].sort((x, y) => x - y);
        expect(numbersOf(unionOf(a, b))).toEqual(either);
        expect(numbersOf(intersectionOf(a, b))).toEqual(inA.filter((n) => inB.includes(n)));
        expect(numbersOf(differenceOf(a, b))).toEqual(inA.filter((n) => !inB.includes(n)));
        expect(numbersOf(lowestItems(a, count))).toEqual(inA.slice(0, count));
        expect(countItems(a)).toBe(inA.length);
        expect(hasAllItems(a, b)).toBe(inB.every((n) => inA.includes(n)));
        expect(sameItems(a, itemsOf(inA.map((n) => [n, n])))).toBe(true);
      }),
    );
  });
});
