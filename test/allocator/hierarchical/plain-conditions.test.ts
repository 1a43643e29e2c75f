import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createHierarchical } from "../../../src/allocator/hierarchical/hierarchical.js";
import { Ledger } from "../../../src/allocator/ledger.js";
import { sorted } from "../../../src/allocator/session.js";
import { candidatesOf } from "../../../src/allocator/triggers.js";
import { PlainAllocator } from "./plain-allocator.js";
import { RandomCluster } from "./random-cluster.js";
import { RandomConditions } from "./random-conditions.js";

const STEPS = 300;

describe("the hierarchical allocator over random histories with domains, constraints, own minima and maintenance", () => {
  it.each([
    ["scalars", false],
    ["resources of every kind", true],
  ])("answers every one as the plain rules do, with %s", (_, isVaried) => {
    const met = { inverseOffers: 0, offers: 0 };
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const cluster = new RandomConditions(new RandomCluster(seed, true, isVaried), seed);
        const ledger = new Ledger(cluster.directory);
        const builtIn = createHierarchical(cluster.context());
        const plain = new PlainAllocator(cluster.context());
        for (let step = 0; step < STEPS; step++) {
          const operation = cluster.next();
          const booking = ledger.apply(operation);
          if (booking === "ignored") continue;
          const events = [{ t: cluster.t, operation }];
          const candidates = candidatesOf(operation, [], booking);
          const decisions = sorted(builtIn.decide(cluster.t, events, candidates === undefined ? [] : candidates));
          const expected = sorted(plain.decide(cluster.t, events, candidates === undefined ? [] : candidates));
          expect({ step, operation, decisions }).toEqual({ step, operation, decisions: expected });
          for (const offer of decisions.offers) ledger.applyOffer(offer);
          cluster.observe(operation, decisions);
          met.offers += decisions.offers.length;
          met.inverseOffers += decisions.inverseOffers.length;
        }
      }),
      { numRuns: 40 },
    );
    expect(met.offers).toBeGreaterThan(0);
    expect(met.inverseOffers).toBeGreaterThan(0);
  });
});
