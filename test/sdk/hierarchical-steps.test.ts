import { describe, expect, it } from "vitest";
import type { Allocator } from "../../src/allocator/allocator.js";
import type { Decisions } from "../../src/allocator/decisions.js";
import { createHierarchical } from "../../src/allocator/hierarchical/hierarchical.js";
import { WireAllocator } from "../../src/runtimes/wire-allocator.js";
import type { Cluster } from "../../src/sdk/cluster.js";
import { Hierarchical } from "../../src/sdk/hierarchical/hierarchical.js";
import type { Agent, Role, Subscription, Task, Vector } from "../../src/sdk/model.js";
import { ScriptGuest } from "../../src/sdk/script-guest.js";
import { historyDirectory, historyOptions, RandomHistory } from "../fixtures/random-history.js";
import { AskedCluster } from "./asked-cluster.js";

/** Two agents of different size, one role with two frameworks, another with one. */
function told(base: Hierarchical): AskedCluster {
  return new AskedCluster({ script: base })
    .agent("a1", "cpus:2")
    .agent("a2", "cpus:4")
    .framework("analytics", ["batch"])
    .framework("nightly", ["batch"])
    .framework("web", ["prod"]);
}

/** FRAMEWORK: AGENT, by agent. */
function offered(base: Hierarchical, asked = told(base)): string[] {
  const { agents, frameworks } = asked.directory;
  const { offers } = asked.tick((cluster) => base.decide(cluster));
  return offers
    .toSorted((a, b) => a.agent - b.agent)
    .map((offer) => `${agents.name(offer.agent)}: ${frameworks.name(offer.framework)}`);
}

describe("a step of the hierarchical base, overridden alone", () => {
  it("is none at first", () => {
    expect(offered(new Hierarchical())).toEqual(["a1: analytics", "a2: web"]);
  });

  it("chooseAgents: which agent is given out first", () => {
    const base = new (class extends Hierarchical {
      override chooseAgents(cluster: Cluster): readonly Agent[] {
        return cluster.candidates.toReversed();
      }
    })();
    expect(offered(base)).toEqual(["a1: web", "a2: analytics"]);
  });

  it("chooseAgents: which are given out at all", () => {
    const base = new (class extends Hierarchical {
      override chooseAgents(cluster: Cluster): readonly Agent[] {
        return super.chooseAgents(cluster).filter(({ name }) => name !== "a1");
      }
    })();
    expect(offered(base)).toEqual(["a2: analytics"]);
  });

  it("sortRoles: which role comes first", () => {
    const base = new (class extends Hierarchical {
      override sortRoles(cluster: Cluster): readonly Role[] {
        return super.sortRoles(cluster).toReversed();
      }
    })();
    // Each agent sees the roles sorted anew: first prod is last, then batch.
    expect(offered(base)).toEqual(["a1: web", "a2: web"]);
  });

  it("sortFrameworks: who comes first in a role", () => {
    const base = new (class extends Hierarchical {
      override sortFrameworks(cluster: Cluster, role: Role): readonly Subscription[] {
        return super.sortFrameworks(cluster, role).toReversed();
      }
    })();
    expect(offered(base)).toEqual(["a1: nightly", "a2: web"]);
  });

  it("score: to whom of a role's frameworks an agent suits best, the first in order among equals", () => {
    const scoring = (score: (framework: string, agent: string) => number) =>
      new (class extends Hierarchical {
        override score(_: Cluster, { framework }: Subscription, agent: Agent, resources: Readonly<Vector>): number {
          expect(resources.some((amount) => amount > 0)).toBe(true);
          return score(framework.name, agent.name);
        }
      })();
    expect(offered(scoring((framework) => (framework === "nightly" ? 1 : 0)))).toEqual(["a1: nightly", "a2: web"]);
    expect(offered(scoring(() => -3))).toEqual(["a1: analytics", "a2: web"]);
    expect(() => offered(scoring(() => Number.NaN))).toThrow("score is NaN, not a finite number");
  });

  it("score: in what is guaranteed, too, and who is scored lower may have the rest", () => {
    const base = new (class extends Hierarchical {
      override score(_: Cluster, { framework }: Subscription): number {
        return framework.name === "nightly" ? 1 : 0;
      }
    })();
    const asked = told(base).quota("batch", "cpus:1");
    const { offers } = asked.tick((cluster) => base.decide(cluster));
    expect(offers.filter(({ why }) => why === "batch is guaranteed it")).toMatchObject([{ framework: 1, agent: 0 }]);
  });
});

/** Prod is guaranteed 4 cpus, uses none and waits for 3; batch runs on revocable resources. */
function withVictims(base: Hierarchical): AskedCluster {
  const asked = new AskedCluster({ script: base })
    .quota("prod", "cpus:4")
    .agent("a1", "cpus{REV}:4")
    .framework("nightly", ["batch"], ["REVOCABLE_RESOURCES"]);
  asked.tick((cluster) => base.decide(cluster));
  asked.start("t1", "nightly", "batch", "a1", "cpus{REV}:1").start("t2", "nightly", "batch", "a1", "cpus{REV}:3");
  return asked.framework("web", ["prod"]).demand("web", "prod", [3, "cpus:1"]);
}

class Reclaiming extends Hierarchical {
  override readonly grace = 7_000_000;
  readonly asked: string[] = [];
  override chooseVictims(cluster: Cluster, role: Role, wanted: Readonly<Vector>): Iterable<Task> {
    this.asked.push(`${role.name}: ${cluster.text(wanted)}`);
    return cluster.tasks;
  }
}

describe("chooseVictims, overridden alone", () => {
  it("names what is taken back for a role that waits for something within its guarantee, with notice", () => {
    const base = new Reclaiming();
    const asked = withVictims(base).at(5);
    const { revocations } = asked.tick((cluster) => base.decide(cluster));
    expect(base.asked).toEqual(["prod: cpus:3"]);
    expect(revocations).toMatchObject([
      { task: 0, deadline: 12_000_000, why: "prod is guaranteed it" },
      { task: 1, deadline: 12_000_000 },
    ]);
    // What is on its way is not asked for twice.
    expect(asked.tick((cluster) => base.decide(cluster)).revocations).toEqual([]);
  });

  it("is not asked for what is met, on offer, or beyond the guarantee", () => {
    const base = new Reclaiming();
    const asked = withVictims(base).demand("web", "prod", [9, "cpus:1"]).agent("a2", "cpus:3");
    asked.tick((cluster) => base.decide(cluster));
    // Of 9 cpus 4 are guaranteed, and 3 of them are used by what was just offered.
    expect(base.asked).toEqual(["prod: cpus:1"]);
    asked.demand("web", "prod").tick((cluster) => base.decide(cluster));
    expect(base.asked).toHaveLength(1);
  });

  it("changes no offer", () => {
    const [base, plain] = [new Reclaiming(), new Hierarchical()];
    const offers = (of: Hierarchical) => {
      const asked = withVictims(of).agent("a2", "cpus:3");
      return asked.tick((cluster) => of.decide(cluster)).offers;
    };
    expect(offers(base)).toEqual(offers(plain));
  });
});

/** Each step as it is, but overridden. */
class OverriddenInVain extends Hierarchical {
  override chooseAgents(cluster: Cluster): readonly Agent[] {
    return super.chooseAgents(cluster);
  }
  override sortRoles(cluster: Cluster): readonly Role[] {
    return super.sortRoles(cluster);
  }
  override sortFrameworks(cluster: Cluster, role: Role): readonly Subscription[] {
    return super.sortFrameworks(cluster, role);
  }
  override score(): number {
    return 1;
  }
  override chooseVictims(): Iterable<Task> {
    return [];
  }
}

it("the hierarchical base decides what the built-in decides when steps are overridden in vain", () => {
  let offers = 0;
  for (let seed = 101; seed <= 115; seed++) {
    const expected = historyOf(seed, (context) => createHierarchical(context) as Allocator);
    const actual = historyOf(seed, (context) => new WireAllocator(new ScriptGuest(new OverriddenInVain()), context));
    for (let n = 0; n < 300; n++) {
      const step = actual.step();
      expect(step, `seed ${seed} step ${n}`).toEqual(expected.step());
      offers += step.decisions.offers.length;
    }
  }
  expect(offers).toBeGreaterThan(300);
});

function historyOf(seed: number, create: (context: Parameters<typeof createHierarchical>[0]) => Allocator) {
  const directory = historyDirectory();
  const context = { directory, options: historyOptions(directory), parameters: {}, seed };
  const allocator = create(context);
  return new RandomHistory(
    seed,
    directory,
    {
      triggers: allocator.triggers,
      decide: (t, events, candidates) => withoutReasons(allocator.decide(t, events, candidates)),
      gauges: () => [],
      close: () => allocator.close(),
    },
    false,
  );
}

/** Why something was decided is each allocator's own. */
function withoutReasons(decisions: Decisions): Decisions {
  const without = <T>(list: readonly T[]): T[] => list.map((decision) => ({ ...decision, why: null }));
  const { offers, inverseOffers, revocations } = decisions;
  return {
    ...decisions,
    offers: without(offers),
    inverseOffers: without(inverseOffers),
    revocations: without(revocations),
  };
}
