import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Ranked, ShareOrder } from "../../src/sdk/mirror/share-order.js";

interface Item extends Ranked {
  held: number;
  wants: boolean;
}

function item(rank: number): Item {
  return { rank, held: 0, wants: true, count: 0, share: 0, isListed: false, isMoved: false };
}

const CHANGE = fc.record({
  item: fc.nat(29),
  held: fc.nat(4),
  count: fc.nat(2),
  kind: fc.constantFrom("moves", "moves", "moves", "comes or goes", "all change"),
  isAsked: fc.boolean(),
});

describe("the order of shares", () => {
  it("is that of sorting everybody anew, and a list that was given out stays as it is", () => {
    fc.assert(
      fc.property(fc.array(CHANGE, { maxLength: 60 }), (changes) => {
        const items = Array.from({ length: 30 }, (_, rank) => item(rank));
        let unit = 1;
        const order = new ShareOrder(
          () => items.filter(({ wants }) => wants),
          ({ held }) => held / unit,
        );
        const given: { list: readonly Item[]; copy: readonly Item[] }[] = [];
        for (const change of changes) {
          const changed = items[change.item] as Item;
          if (change.kind === "comes or goes") {
            changed.wants = !changed.wants;
            order.reset();
          } else if (change.kind === "all change") {
            unit++;
            order.reset();
          } else {
            changed.held = change.held;
            changed.count += change.count;
            order.touch(changed);
          }
          if (!change.isAsked) continue;
          const expected = items
            .filter(({ wants }) => wants)
            .sort((a, b) => a.held / unit - b.held / unit || a.count - b.count || a.rank - b.rank);
          const list = order.list();
          expect(list.map(({ rank }) => rank)).toEqual(expected.map(({ rank }) => rank));
          given.push({ list, copy: [...list] });
        }
        for (const { list, copy } of given) expect(list).toEqual(copy);
      }),
      { numRuns: 300 },
    );
  });
});
