import fc from "fast-check";
import { describe, expect, it } from "vitest";
// By its own ending: a JavaScript edition stands beside it.
import * as preemptiveOversubscription from "../../allocators/preemptive-oversubscription.ts";
import type { Ledger } from "../../src/allocator/ledger.js";
import type { AgentId, ResourceKeyId } from "../../src/cluster/ids.js";
import { hasAllItems } from "../../src/cluster/items.js";
import { amountOf, itemsUnder } from "../../src/cluster/resources.js";
import { WireAllocator } from "../../src/runtimes/wire-allocator.js";
import type { AllocatorScript } from "../../src/sdk/allocator-script.js";
import type { Cluster } from "../../src/sdk/cluster.js";
import { ScriptGuest } from "../../src/sdk/script-guest.js";
import { isZero } from "../../src/sdk/vectors.js";
import { historyDirectory, historyOptions, RandomHistory } from "../fixtures/random-history.js";

/** Runs a script against a random history and hands out its mirror. */
function play(
  seed: number,
  steps: number,
  script: AllocatorScript,
  look: (history: RandomHistory, mirror: Cluster) => void,
) {
  let mirror: Cluster | undefined;
  const watched: AllocatorScript = {
    triggers: ["recoverResources", "requestResources"],
    decide(cluster) {
      mirror = cluster;
      return script.decide(cluster);
    },
  };
  const directory = historyDirectory();
  const context = { directory, options: historyOptions(directory), parameters: { graceSeconds: 1 }, seed };
  const history = new RandomHistory(seed, directory, new WireAllocator(new ScriptGuest(watched), context));
  for (let n = 0; n < steps; n++) {
    const { operation } = history.step();
    const asked = ["allocate", "recoverResources", "requestResources"].includes(operation.op);
    if (asked && mirror !== undefined) look(history, mirror);
  }
}

function lacksItems(ledger: Ledger, agent: AgentId, key: ResourceKeyId): boolean {
  const account = ledger.agents[agent];
  if (account === undefined) return false;
  return !hasAllItems(itemsUnder(account.total, key) ?? [], itemsUnder(account.taken, key) ?? []);
}

describe("the script's mirror", () => {
  it("has available on every agent just what the host's ledger has", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        play(seed, 150, preemptiveOversubscription, ({ session, directory }, mirror) => {
          for (const agent of mirror.agents) {
            const available = session.ledger.available(agent.id as AgentId);
            for (const key of directory.resourceKeys.all) {
              const there = agent.free[key.id] as number;
              // Ports in use that the agent has no longer: the mirror only counts, and sees an agent with too many in use.
              if (lacksItems(session.ledger, agent.id as AgentId, key.id)) {
                expect(there).toBeLessThanOrEqual(amountOf(available, key.id));
              } else expect(there).toBe(amountOf(available, key.id));
            }
          }
        });
      }),
      { numRuns: 60 },
    );
  });

  it("adds up: what roles hold is what agents gave, and nothing is lent that nobody holds", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        play(seed, 150, preemptiveOversubscription, (_, mirror) => {
          for (const key of mirror.plainKeys) {
            const held = mirror.roles.reduce((sum, role) => sum + (role.held[key] as number), 0);
            const taken = mirror.agents.reduce((sum, agent) => sum + mirror.quantity(agent.taken, key), 0);
            expect(held).toBe(taken);
            const lent = mirror.roles.reduce((sum, role) => sum + (role.lent[key] as number), 0);
            expect(lent).toBeLessThanOrEqual(held);
            const borrowed = mirror.roles.reduce((sum, role) => sum + (role.borrowed[key] as number), 0);
            expect(borrowed).toBe(lent);
            for (const role of mirror.roles) {
              const byFramework = role.subscriptions.reduce((sum, one) => sum + (one.borrowed[key] as number), 0);
              expect(byFramework).toBe(role.borrowed[key]);
            }
            const free = mirror.agents.reduce((sum, agent) => sum + (agent.free[key] as number), 0);
            expect(mirror.free[key]).toBe(free);
          }
        });
      }),
      { numRuns: 60 },
    );
  });
});

describe("what the mirror keeps from call to call", () => {
  it("is what it would find by looking at everything anew", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const looks: AllocatorScript = {
          decide(cluster) {
            const left = cluster.agents.filter((agent) => cluster.isOfferable(agent) && !isZero(agent.free));
            // Other calls are about one agent.
            const expected = cluster.tick ? left : left.filter((agent) => cluster.candidates.includes(agent));
            expect(ids(cluster.candidates)).toEqual(ids(expected));
            expectSorted(cluster);
            const offered = preemptiveOversubscription.decide(cluster);
            expectSorted(cluster);
            return offered;
          },
        };
        play(seed, 150, looks, (_, mirror) => {
          for (const agent of mirror.agents) {
            expect(agent.free).toEqual(agent.total.map((amount, key) => Math.max(0, amount - agent.taken[key]!)));
          }
        });
      }),
      { numRuns: 60 },
    );
  });

  function ids(of: readonly { readonly id: number }[]): number[] {
    return of.map(({ id }) => id);
  }

  function expectSorted(cluster: Cluster): void {
    const wanted = cluster.roles.filter((role) => role.subscriptions.some((one) => cluster.wantsOffers(one)));
    const roles = wanted
      .map((role) => ({ role, share: cluster.roleShare(role) }))
      .sort((a, b) => a.share - b.share || a.role.count - b.role.count || a.role.id - b.role.id);
    expect(ids(cluster.rolesByShare())).toEqual(ids(roles.map(({ role }) => role)));
    for (const role of cluster.roles) {
      const subscriptions = role.subscriptions
        .filter((one) => cluster.wantsOffers(one))
        .map((one) => ({ one, share: cluster.subscriptionShare(one) }))
        .sort((a, b) => a.share - b.share || a.one.count - b.one.count || a.one.framework.id - b.one.framework.id);
      const frameworks = cluster.subscriptionsByShare(role).map(({ framework }) => framework);
      expect(ids(frameworks)).toEqual(ids(subscriptions.map(({ one }) => one.framework)));
    }
  }
});

describe("preemptive oversubscription", () => {
  it("never decides anything illegal over random histories, lends, and takes back", () => {
    let lent = 0;
    let revoked = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const directory = historyDirectory();
      const context = { directory, options: historyOptions(directory), parameters: {}, seed };
      const guest = new ScriptGuest(preemptiveOversubscription);
      const history = new RandomHistory(seed, directory, new WireAllocator(guest, context));
      for (let n = 0; n < 200; n++) {
        const { decisions } = history.step();
        lent += decisions.offers.filter((offer) => offer.lends !== null).length;
        revoked += decisions.revocations.length;
      }
    }
    expect(lent).toBeGreaterThan(100);
    expect(revoked).toBeGreaterThan(0);
  });
});
