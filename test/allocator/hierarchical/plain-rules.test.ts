import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createHierarchical } from "../../../src/allocator/hierarchical/hierarchical.js";
import { Ledger } from "../../../src/allocator/ledger.js";
import { AllocatorSession, sorted } from "../../../src/allocator/session.js";
import { candidatesOf } from "../../../src/allocator/triggers.js";
import type { AgentId, ResourceKeyId } from "../../../src/cluster/ids.js";
import { countItems, differenceOf } from "../../../src/cluster/items.js";
import { OPTION_DEFAULTS } from "../../../src/cluster/option-defaults.js";
import { add, amountOf, contains, itemsUnder, NO_RESOURCES } from "../../../src/cluster/resources.js";
import { PlainAllocator } from "./plain-allocator.js";
import { RandomCluster } from "./random-cluster.js";

const STEPS = 300;
const NOBODY = { enter() {}, leave() {} };

describe.each([
  ["scalars", false],
  ["resources of every kind", true],
])("the hierarchical allocator over random histories of %s", (_, isVaried) => {
  it("answers every one as the plain rules do", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const cluster = new RandomCluster(seed, true, isVaried);
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
        const cluster = new RandomCluster(seed, false, isVaried);
        const session = new AllocatorSession(
          await createHierarchical(cluster.context()),
          cluster.directory,
          OPTION_DEFAULTS,
          NOBODY,
        );
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

/**
 * What is available and what is held make up the total, unless the agent is over-allocated; shared volumes are available
 * whoever holds them (P6).
 */
function expectBalanced(ledger: Ledger, agent: AgentId): void {
  const account = ledger.agents[agent];
  if (account === undefined) return;
  const { resourceKeys } = ledger.directory;
  const held = [...account.holdings.values()].map((holding) => holding.held).reduce(add, NO_RESOURCES);
  for (const key of resourceKeys.all.keys() as Iterable<ResourceKeyId>) {
    const total = amountOf(account.total, key);
    const items = itemsUnder(account.total, key);
    const free = items === null ? null : differenceOf(items, itemsUnder(held, key) ?? []);
    const taken = resourceKeys.get(key).isShared ? 0 : amountOf(held, key);
    const left = free === null ? Math.max(0, total - taken) : countItems(free) * 1000;
    expect(amountOf(ledger.available(agent), key)).toBe(left);
  }
}
