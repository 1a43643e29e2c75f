import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createDirectory } from "../../src/cluster/directory.js";
import { permutedOrder } from "../../src/cluster/tie-order.js";

const NAMES = {
  agents: ["agent-1", "agent-2", "agent-3", "agent-4"],
  frameworks: ["batch", "web"],
  roles: ["*", "eng/ml", "eng/web", "ops", "ops/db/a", "ops/db/b", "ops/db/c"],
};

describe("a permuted order of equals", () => {
  it("keeps every name, and gives each id once", () => {
    const directory = createDirectory(NAMES, permutedOrder(NAMES, 3));
    expect([...directory.agents.names].sort()).toEqual(NAMES.agents);
    expect(directory.agents.names.map((name) => directory.agents.id(name))).toEqual([0, 1, 2, 3]);
  });

  it("is the same for the same seed, and takes every order in turn", () => {
    const orderOf = (seed: number) => createDirectory(NAMES, permutedOrder(NAMES, seed)).frameworks.names.join();
    const seeds = Array.from({ length: 20 }, (_, seed) => seed);
    expect(new Set(seeds.map(orderOf))).toEqual(new Set(["batch,web", "web,batch"]));
    expect(seeds.map(orderOf)).toEqual(seeds.map(orderOf));
  });

  it("lets roles change places with their siblings only: each comes after those above it, and before what is beside these", () => {
    fc.assert(
      fc.property(fc.nat(2 ** 32 - 1), (seed) => {
        const { names } = createDirectory(NAMES, permutedOrder(NAMES, seed)).roles;
        expect([...names].sort()).toEqual([
          "*",
          "eng",
          "eng/ml",
          "eng/web",
          "ops",
          "ops/db",
          "ops/db/a",
          "ops/db/b",
          "ops/db/c",
        ]);
        const below = (role: string) => names.flatMap((name, at) => (name.startsWith(`${role}/`) ? [at] : []));
        for (const role of ["eng", "ops", "ops/db"]) {
          const at = names.indexOf(role);
          expect(below(role)).toEqual(below(role).map((_, i) => at + 1 + i));
        }
      }),
    );
  });

  it("is the byte order of the names where none is asked for", () => {
    expect(createDirectory(NAMES).agents.names).toEqual(NAMES.agents);
  });
});
