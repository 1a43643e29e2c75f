import type { InverseOffer } from "../../../src/allocator/decisions.js";
import type { Operation, Unavailability } from "../../../src/allocator/operations.js";
import type { Micros } from "../../../src/base/time.js";
import type { AgentProfile } from "../../../src/cluster/agent-profile.js";
import type { AgentId, FrameworkId } from "../../../src/cluster/ids.js";
import { NO_RESOURCES } from "../../../src/cluster/resources.js";

interface Planned {
  readonly agent: AgentId;
  readonly unavailability: Unavailability;
  readonly outstanding: FrameworkId[];
}

interface InverseFilter {
  readonly framework: FrameworkId;
  readonly agent: AgentId;
  readonly until: Micros;
}

/** Maintenance told plainly: a list of plans, and a list of inverse filters (M1-M5, F5). */
export class PlainMaintenance {
  #plans: Planned[] = [];
  #filters: InverseFilter[] = [];

  /** @param profile of the operation's agent before it */
  apply(t: Micros, operation: Operation, profile: AgentProfile | undefined): void {
    switch (operation.op) {
      case "addAgent":
      case "updateUnavailability":
        this.#plan(operation.agent, operation.unavailability ?? null);
        return;
      case "removeAgent":
        this.#plan(operation.agent, null);
        return;
      case "updateAgent":
        if (operation.profile !== undefined && haveOthers(profile, operation.profile)) this.#forget(operation.agent);
        return;
      case "removeFramework":
        for (const { outstanding } of this.#plans) remove(outstanding, operation.framework);
        this.#filters = this.#filters.filter(({ framework }) => framework !== operation.framework);
        return;
      case "reviveOffers":
      case "deactivateFramework":
        this.#filters = this.#filters.filter(({ framework }) => framework !== operation.framework);
        return;
      case "inverseOfferResponse": {
        const { framework, agent, refuse = 0 } = operation;
        const plan = this.#plans.find((each) => each.agent === agent);
        if (plan === undefined) return;
        remove(plan.outstanding, framework);
        const until = t + (refuse < 0 ? 5_000_000 : Math.min(refuse, 365 * 86_400_000_000));
        this.#filters.push({ framework, agent, until });
      }
    }
  }

  inverseOffers(
    t: Micros,
    candidates: readonly AgentId[],
    holders: (agent: AgentId) => readonly FrameworkId[],
  ): InverseOffer[] {
    return candidates.flatMap((agent) => {
      const plan = this.#plans.find((each) => each.agent === agent);
      if (plan === undefined) return [];
      const asked = [...new Set(holders(agent))].filter((framework) => {
        const isFiltered = this.#filters.some((f) => f.framework === framework && f.agent === agent && t < f.until);
        return !isFiltered && !plan.outstanding.includes(framework);
      });
      plan.outstanding.push(...asked);
      const { start: deadline } = plan.unavailability;
      return asked.map((framework) => ({ framework, agent, resources: NO_RESOURCES, deadline, why: null }));
    });
  }

  #plan(agent: AgentId, unavailability: Unavailability | null): void {
    this.#forget(agent);
    this.#plans = this.#plans.filter((plan) => plan.agent !== agent);
    if (unavailability !== null) this.#plans.push({ agent, unavailability, outstanding: [] });
  }

  #forget(agent: AgentId): void {
    this.#filters = this.#filters.filter((filter) => filter.agent !== agent);
  }
}

/** Whether the attributes differ, whatever their order (L4). */
export function haveOthers(before: AgentProfile | undefined, now: AgentProfile): boolean {
  const texts = (profile: AgentProfile | undefined) => profile?.attributes.map((each) => JSON.stringify(each)).sort();
  return texts(before)?.join() !== texts(now)?.join();
}

function remove(frameworks: FrameworkId[], framework: FrameworkId): void {
  const at = frameworks.indexOf(framework);
  if (at >= 0) frameworks.splice(at, 1);
}
