import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DrfOrder } from "../../../src/allocator/hierarchical/drf-order.js";
import { ResourceNames } from "../../../src/allocator/hierarchical/resource-names.js";
import { ShareTable } from "../../../src/allocator/hierarchical/share-table.js";
import { ShareTotals } from "../../../src/allocator/hierarchical/share-totals.js";
import { createDirectory } from "../../../src/cluster/directory.js";

const SLOTS = 40;

function emptyOrder() {
  const { resourceKeys } = createDirectory({ agents: [], frameworks: [], roles: [] });
  const parse = (text: string) => resourceKeys.parse(text);
  const none = parse("");
  parse("cpus:1;mem:1;gpus:1");
  const names = new ResourceNames(resourceKeys);
  const totals = new ShareTotals(names, ["gpus"]);
  const table = new ShareTable(names, totals, SLOTS);
  for (let slot = 0; slot < SLOTS; slot++) table.ranks[slot] = SLOTS - slot;
  return { parse, none, totals, table, order: new DrfOrder(table) };
}

function listed(order: DrfOrder): number[] {
  return [...order.sorted().subarray(0, order.length)];
}

describe("the DRF order", () => {
  it("goes by share, then number of allocations, then name; excluded resources do not count", () => {
    const { parse, none, totals, table, order } = emptyOrder();
    totals.replace(none, parse("cpus:10;mem:100;gpus:2"));
    for (const slot of [0, 1, 2, 3]) order.insert(slot);
    table.allocate(0, parse("cpus:1"));
    table.allocate(1, parse("mem:10;gpus:2"));
    table.allocate(2, parse("cpus:1"));
    table.allocate(2, none);
    for (const slot of [0, 1, 2]) order.touch(slot);
    expect(listed(order)).toEqual([3, 1, 0, 2]);
  });

  it("divides by the weight", () => {
    const { parse, none, totals, table, order } = emptyOrder();
    totals.replace(none, parse("cpus:10"));
    table.allocate(0, parse("cpus:4"));
    table.allocate(1, parse("cpus:3"));
    table.weights[0] = 2;
    order.insert(0);
    order.insert(1);
    expect(listed(order)).toEqual([0, 1]);
  });

  it("is a snapshot: what is touched keeps its place until the order is asked for again", () => {
    const { parse, none, totals, table, order } = emptyOrder();
    totals.replace(none, parse("cpus:10"));
    order.insert(0);
    order.insert(1);
    const slots = order.sorted();
    expect([...slots.subarray(0, 2)]).toEqual([1, 0]);
    table.allocate(1, parse("cpus:1"));
    order.touch(1);
    expect([...slots.subarray(0, 2)]).toEqual([1, 0]);
    expect(listed(order)).toEqual([0, 1]);
  });

  it("is at all times what sorting from scratch gives", () => {
    const step = fc.record({
      kind: fc.constantFrom("allocate", "free", "insert", "remove", "weigh", "total", "sort" as const),
      slot: fc.nat(SLOTS - 1),
      amount: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const { parse, none, totals, table, order } = emptyOrder();
        let total = parse("cpus:100;mem:1000");
        totals.replace(none, total);
        const members = new Set<number>();
        for (const { kind, slot, amount } of steps) {
          if (kind === "allocate") table.allocate(slot, parse(`cpus:${amount}`));
          if (kind === "free") table.allocated.book(slot, parse(`cpus:${amount}`), -1);
          if (kind === "weigh") table.weights[slot] = amount;
          order.touch(slot);
          if (kind === "insert") members.add(slot);
          if (kind === "insert") order.insert(slot);
          if (kind === "remove") members.delete(slot);
          if (kind === "remove") order.remove(slot);
          if (kind === "total") {
            const next = parse(`cpus:${50 * amount};mem:1000`);
            totals.replace(total, next);
            total = next;
          }
          if (kind !== "sort") continue;
          const expected = [...members].sort(
            (a, b) =>
              table.share(a) - table.share(b) ||
              (table.counts[a] as number) - (table.counts[b] as number) ||
              (table.ranks[a] as number) - (table.ranks[b] as number),
          );
          expect(listed(order)).toEqual(expected);
        }
      }),
    );
  });
});
