import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createHierarchical } from "../../../src/allocator/hierarchical/hierarchical.js";
import { Ledger } from "../../../src/allocator/ledger.js";
import { AllocatorSession, sorted } from "../../../src/allocator/session.js";
import { candidatesOf } from "../../../src/allocator/triggers.js";
import type { AgentId, ResourceKeyId } from "../../../src/cluster/ids.js";
import { add, amountOf, contains, NO_RESOURCES } from "../../../src/cluster/resources.js";
import { PlainAllocator } from "./plain-allocator.js";
import { RandomCluster } from "./random-cluster.js";

const STEPS = 300;
const NOBODY = { enter() {}, leave() {} };

describe("the hierarchical allocator over random histories", () => {
  it("answers every one as the plain rules do", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const cluster = new RandomCluster(seed, true);
        const ledger = new Ledger(cluster.directory);
        const builtIn = await createHierarchical(cluster.context());
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
        }
      }),
      { numRuns: 40 },
    );
  });

  it("never gives out anything twice: what is offered or in use is what each agent lacks", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const cluster = new RandomCluster(seed, false);
        const session = new AllocatorSession(await createHierarchical(cluster.context()), cluster.directory, NOBODY);
        for (let step = 0; step < STEPS; step++) {
          const operation = cluster.next();
          const available = [...cluster.directory.agents.ids()].map((agent) => session.ledger.available(agent));
          const decisions = session.submit(cluster.t, operation);
          if (operation.op === "allocate") {
            for (const agent of cluster.directory.agents.ids()) {
              const offered = decisions.offers.filter((offer) => offer.agent === agent).map((offer) => offer.resources);
              expect(contains(available[agent] ?? NO_RESOURCES, offered.reduce(add, NO_RESOURCES))).toBe(true);
            }
          }
          for (const agent of cluster.directory.agents.ids()) expectBalanced(session.ledger, agent);
          cluster.observe(operation, decisions);
        }
      }),
      { numRuns: 20 },
    );
  });
});

/** What is available and what is held make up the total, unless the agent is over-allocated. */
function expectBalanced(ledger: Ledger, agent: AgentId): void {
  const account = ledger.agents[agent];
  if (account === undefined) return;
  const held = [...account.holdings.values()].map((holding) => holding.held).reduce(add, NO_RESOURCES);
  for (const key of ledger.directory.resourceKeys.all.keys() as Iterable<ResourceKeyId>) {
    const left = amountOf(ledger.available(agent), key);
    expect(left).toBe(Math.max(0, amountOf(account.total, key) - amountOf(held, key)));
  }
}
