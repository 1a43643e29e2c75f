import { agentsOfCall, type Cluster } from "../cluster.js";
import type { ClusterEvent } from "../cluster-event.js";
import type { Agent, Framework } from "../model.js";

/** A planned maintenance of one agent. */
interface Plan {
  /** When it begins, microseconds. */
  readonly start: number;
  /** Who has an inverse offer and has not answered. */
  readonly asked: Set<Framework>;
}

/** Planned maintenance of agents, and the inverse offers that ask frameworks to leave them in time (M1 to M5). */
export class Maintenance {
  readonly #plans = new Map<Agent, Plan>();

  note(event: ClusterEvent): void {
    switch (event.op) {
      case "updateUnavailability":
        // Replaces what was planned; frameworks have to think again (M1).
        this.#plans.delete(event.agent);
        if (event.agent.there && event.unavailability !== null) {
          this.#plans.set(event.agent, { start: event.unavailability.start, asked: new Set() });
        }
        return;
      case "removeAgent":
        this.#plans.delete(event.agent);
        return;
      case "inverseOfferResponse":
        if (event.framework.there) this.#plans.get(event.agent)?.asked.delete(event.framework);
        return;
      case "removeFramework":
        for (const { asked } of this.#plans.values()) asked.delete(event.framework);
        return;
    }
  }

  /**
   * Asks who holds something on an agent that the call is about, and has not been asked (M2): for everything, until the
   * maintenance begins.
   */
  ask(cluster: Cluster): void {
    if (this.#plans.size === 0) return;
    for (const agent of agentsOfCall(cluster)) {
      const plan = this.#plans.get(agent);
      if (plan === undefined) continue;
      for (const framework of holdersOn(agent)) {
        if (plan.asked.has(framework)) continue;
        plan.asked.add(framework);
        cluster.inverseOffer(framework, agent, cluster.zeros(), plan.start);
      }
    }
  }
}

/** The active frameworks that hold something on an agent, by id. */
function holdersOn({ holdings }: Agent): Framework[] {
  const holders = new Set(holdings.map(({ framework }) => framework).filter(({ active }) => active));
  return [...holders].sort((a, b) => a.id - b.id);
}
