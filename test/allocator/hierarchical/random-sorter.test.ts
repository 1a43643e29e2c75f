import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createHierarchical } from "../../../src/allocator/hierarchical/hierarchical.js";
import { RandomRoleOrder } from "../../../src/allocator/hierarchical/random-role-order.js";
import { ResourceNames } from "../../../src/allocator/hierarchical/resource-names.js";
import { RolePaths } from "../../../src/allocator/hierarchical/role-paths.js";
import { RoleSorter } from "../../../src/allocator/hierarchical/role-sorter.js";
import { ShareTotals } from "../../../src/allocator/hierarchical/share-totals.js";
import { randomStream } from "../../../src/base/random.js";
import { createDirectory } from "../../../src/cluster/directory.js";
import type { RoleId } from "../../../src/cluster/ids.js";
import { replayFile } from "../../../src/journal/replay.js";
import { journalFolder } from "../../journal/journal-file-fixture.js";
import { lottery } from "./lottery.js";
import { recordedHistory, reseeded } from "./recorded-history.js";

/** Of 20,000 drawings: three and a half standard deviations, and more. The seeds are fixed, so nothing can flake. */
const CYCLES = 20_000;
const TOLERANCE = 0.0125;
const RANDOM = { roleSorter: "random", frameworkSorter: "random" } as const;
const folder = journalFolder();

function expectParts(actual: Readonly<Record<string, number>>, exact: Readonly<Record<string, number>>): void {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(exact).sort());
  for (const [name, part] of Object.entries(exact)) {
    expect(Math.abs((actual[name] as number) - part), `${name}: ${actual[name]} for ${part}`).toBeLessThan(TOLERANCE);
  }
}

/** eng weighs 3 against ops' 1; below eng its own frameworks 1, ml 2, ui 1. */
const NESTED = {
  frameworks: { own: "eng", ml: "eng/ml", ui: "eng/ui", ops: "ops" },
  weights: { eng: 3, "eng/ml": 2 },
};

describe("the random sorter (S14)", () => {
  it("gives the first place by the product of relative weights along the path", async () => {
    const { firstPlaces } = await lottery(NESTED);
    expectParts(firstPlaces(CYCLES), { own: 3 / 16, ml: 6 / 16, ui: 3 / 16, ops: 4 / 16 });
  });

  it("gives all frameworks of a role the same chance", async () => {
    const { firstPlaces } = await lottery({ frameworks: { a: "eng", b: "eng", c: "eng", d: "ops" } });
    expectParts(firstPlaces(CYCLES), { a: 1 / 6, b: 1 / 6, c: 1 / 6, d: 1 / 2 });
  });

  it("does not count a sibling that has gone", async () => {
    const { directory, submit, firstPlaces } = await lottery(NESTED);
    submit({ op: "removeFramework", framework: directory.frameworks.id("ui") });
    expectParts(firstPlaces(CYCLES), { own: 1 / 4, ml: 1 / 2, ui: 0, ops: 1 / 4 });
  });

  it("does not count a framework that suppresses offers", async () => {
    const { directory, submit, firstPlaces } = await lottery({
      frameworks: { a: "eng", b: "eng", c: "eng", d: "ops" },
    });
    submit({ op: "suppressOffers", framework: directory.frameworks.id("c"), roles: [] });
    expectParts(firstPlaces(CYCLES), { a: 1 / 4, b: 1 / 4, c: 0, d: 1 / 2 });
  });

  it("keeps the place of a role whose only framework suppresses offers, as Mesos does: the others share its part", async () => {
    const { directory, submit, firstPlaces } = await lottery(NESTED);
    submit({ op: "suppressOffers", framework: directory.frameworks.id("ui"), roles: [] });
    expectParts(firstPlaces(CYCLES), { own: 3 / 13, ml: 6 / 13, ui: 0, ops: 4 / 13 });
  });

  it("ignores shares", async () => {
    const told = await lottery({ frameworks: { rich: "eng", poor: "eng", other: "ops" } });
    const { agents, frameworks, roles, resourceKeys } = told.directory;
    const agent = agents.id("agent-1");
    const resources = resourceKeys.parse("mem:512");
    const used = [{ framework: frameworks.id("rich"), role: roles.id("eng"), resources }];
    told.submit({ op: "removeAgent", agent });
    told.decline(told.submit({ op: "addAgent", agent, total: resourceKeys.parse("cpus:1;mem:512"), used }));
    expectParts(told.firstPlaces(CYCLES), { rich: 1 / 4, poor: 1 / 4, other: 1 / 2 });
  });

  it("orders the roles whose guarantees are not satisfied, too", async () => {
    const { firstPlaces } = await lottery({ ...NESTED, guaranteed: ["eng", "ops"] });
    expectParts(firstPlaces(CYCLES), { own: 3 / 7, ml: 0, ui: 0, ops: 4 / 7 });
  });

  it("takes note of a changed weight", async () => {
    const { directory, submit, firstPlaces } = await lottery(NESTED);
    submit({ op: "updateWeights", weights: [{ role: directory.roles.id("ops"), weight: 9 }] });
    expectParts(firstPlaces(CYCLES), { own: 1 / 16, ml: 2 / 16, ui: 1 / 16, ops: 12 / 16 });
  });
});

describe("the random order of roles", () => {
  const directory = createDirectory({ agents: [], frameworks: [], roles: ["a", "b", "b/c", "d"] });
  const { roles, resourceKeys } = directory;

  function orderOf(weights: Readonly<Record<string, number>>, random: () => number) {
    const names = new ResourceNames(resourceKeys);
    const sorter = new RoleSorter(names, new ShareTotals(names, []), new RolePaths(roles), "immediate");
    for (const [role, weight] of Object.entries(weights)) {
      sorter.add(roles.id(role));
      sorter.updateWeight(roles.id(role), weight);
    }
    const order = new RandomRoleOrder(sorter, random);
    return (places = Number.POSITIVE_INFINITY) => {
      const drawn: string[] = [];
      order.visitAll((role: RoleId) => {
        drawn.push(roles.name(role));
        return drawn.length === places;
      });
      return drawn.join(" ");
    };
  }

  /** The chance of an order: each place goes to one of those left by its weight among theirs. */
  function chance(order: readonly string[], weights: Readonly<Record<string, number>>): number {
    let left = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
    return order.reduce((product, name) => {
      const weight = weights[name] as number;
      const part = weight / left;
      left -= weight;
      return product * part;
    }, 1);
  }

  it("has each of the possible orders as often as a weighted shuffle without replacement", () => {
    const draw = orderOf({ a: 1, b: 2, "b/c": 3, d: 5 }, randomStream(3, "test"));
    const counts = new Map<string, number>();
    for (let i = 0; i < CYCLES; i++) {
      const order = draw();
      counts.set(order, (counts.get(order) ?? 0) + 1 / CYCLES);
    }
    // b/c competes with the frameworks of b itself, which weigh 1 there.
    const weights = { a: 1 / 8, b: 2 / 8 / 4, "b/c": (2 / 8 / 4) * 3, d: 5 / 8 };
    expect(counts.size).toBe(24);
    expectParts(
      Object.fromEntries(counts),
      Object.fromEntries([...counts.keys()].map((order) => [order, chance(order.split(" "), weights)])),
    );
  });

  it("takes one number for each place that is asked for, but none for the last one left", () => {
    let taken = 0;
    const draw = orderOf({ a: 1, b: 2, d: 5 }, () => {
      taken++;
      return 0;
    });
    expect([draw(), taken]).toEqual(["a b d", 2]);
    expect([draw(1), taken]).toEqual(["a", 3]);
  });

  it("takes the first role for the number 0 and the last one for the largest below 1", () => {
    expect(orderOf({ a: 1, b: 2, d: 5 }, () => 0)(1)).toBe("a");
    expect(orderOf({ a: 1, b: 2, d: 5 }, () => 1 - Number.EPSILON / 2)(1)).toBe("d");
  });
});

describe("a run with random sorters", () => {
  it("decides the same with the same seed, and otherwise with another", async () => {
    const drawn = async (seed: number) => {
      const { draw } = await lottery({ ...NESTED, seed });
      return Array.from({ length: 40 }, () => draw().join());
    };
    expect(await drawn(5)).toEqual(await drawn(5));
    expect(await drawn(5)).not.toEqual(await drawn(6));
  });

  it("is legal over random histories, and is replayed from its journal as identical", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const { journal } = await recordedHistory(seed, RANDOM);
        const replayed = await replayFile(folder.write("random.jsonl", journal), createHierarchical);
        expect(replayed.firstDifference).toBeNull();
      }),
      { numRuns: 30 },
    );
  });

  it("is not the run of its journal with another seed in the header", async () => {
    const { journal } = await recordedHistory(1, RANDOM);
    const replayed = await replayFile(folder.write("reseeded.jsonl", reseeded(journal, 2)), createHierarchical);
    expect(replayed.identical).toBe(false);
  });
});
