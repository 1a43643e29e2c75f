import type { Micros } from "../../base/time.js";
import type { AgentId, FrameworkId } from "../../cluster/ids.js";
import { NO_RESOURCES } from "../../cluster/resources.js";
import type { InverseOffer } from "../decisions.js";
import { filterDuration } from "../filter-duration.js";
import type { OperationOf, Unavailability } from "../operations.js";

/** What a framework last answered to an inverse offer; without an answer it has none. */
export type InverseOfferStatus = "ACCEPT" | "DECLINE";

/** A planned unavailability of one agent, and what frameworks say to it. */
interface Plan {
  readonly unavailability: Unavailability;
  /** Who has an inverse offer and has not answered. */
  readonly outstanding: Set<FrameworkId>;
  readonly statuses: Map<FrameworkId, InverseOfferStatus>;
}

/** Planned maintenance of agents, and the inverse offers that ask frameworks to leave them in time (M1-M5). */
export class Maintenance {
  readonly #plans = new Map<AgentId, Plan>();
  /** Inverse filters: until when a framework is not to be asked about an agent again. */
  readonly #quietUntil = new Map<FrameworkId, Map<AgentId, Micros>>();

  /**
   * Replaces what was planned for the agent, with all that was said to it; frameworks have to think again (M1).
   * @param unavailability null calls it off
   */
  plan(agent: AgentId, unavailability: Unavailability | null): void {
    this.clearAgent(agent);
    if (unavailability === null) this.#plans.delete(agent);
    else this.#plans.set(agent, { unavailability, outstanding: new Set(), statuses: new Map() });
  }

  /** M3. An answer to an inverse offer that is not outstanding leaves the status alone, but its filter holds. */
  answer(t: Micros, { framework, agent, accepted, refuse }: OperationOf<"inverseOfferResponse">): void {
    const plan = this.#plans.get(agent);
    if (plan === undefined) return;
    const wasOutstanding = plan.outstanding.delete(framework);
    if (wasOutstanding && accepted !== null) plan.statuses.set(framework, accepted ? "ACCEPT" : "DECLINE");
    const duration = filterDuration(refuse ?? null, 0);
    if (duration !== undefined) this.#keepQuiet(framework, agent, t + duration);
  }

  /** Forgets the inverse filters of a framework (F5). */
  clearFramework(framework: FrameworkId): void {
    this.#quietUntil.delete(framework);
  }

  /** Forgets the inverse filters about an agent (F5). */
  clearAgent(agent: AgentId): void {
    for (const agents of this.#quietUntil.values()) agents.delete(agent);
  }

  removeFramework(framework: FrameworkId): void {
    this.clearFramework(framework);
    for (const { outstanding } of this.#plans.values()) outstanding.delete(framework);
  }

  /**
   * Asks who holds something on the candidates and has not been asked, and takes down that they were (M2). Candidates
   * that are deactivated or not on the whitelist are not left out: what is held there has to go, too.
   *
   * @param candidates null for all agents
   * @param holdersOn the active frameworks that hold something on an agent
   * @returns by framework, then agent; `resources` empty means everything
   */
  inverseOffers(
    t: Micros,
    candidates: readonly AgentId[] | null,
    holdersOn: (agent: AgentId) => readonly FrameworkId[],
  ): InverseOffer[] {
    if (this.#plans.size === 0) return [];
    const found: InverseOffer[] = [];
    for (const agent of candidates ?? this.#plans.keys()) {
      const plan = this.#plans.get(agent);
      if (plan === undefined) continue;
      for (const framework of holdersOn(agent)) {
        if (plan.outstanding.has(framework) || this.#isQuiet(framework, agent, t)) continue;
        plan.outstanding.add(framework);
        const deadline = plan.unavailability.start;
        found.push({ framework, agent, resources: NO_RESOURCES, deadline, why: null });
      }
    }
    return found.sort((a, b) => a.framework - b.framework || a.agent - b.agent);
  }

  /** By agent under maintenance: what frameworks answered. */
  statuses(): ReadonlyMap<AgentId, ReadonlyMap<FrameworkId, InverseOfferStatus>> {
    return new Map([...this.#plans].map(([agent, { statuses }]) => [agent, new Map(statuses)]));
  }

  /** Several filters may stand side by side: the last one to end counts. */
  #keepQuiet(framework: FrameworkId, agent: AgentId, until: Micros): void {
    const agents = this.#quietUntil.get(framework) ?? new Map<AgentId, Micros>();
    this.#quietUntil.set(framework, agents.set(agent, Math.max(until, agents.get(agent) ?? until)));
  }

  #isQuiet(framework: FrameworkId, agent: AgentId, t: Micros): boolean {
    const until = this.#quietUntil.get(framework)?.get(agent);
    return until !== undefined && t < until;
  }
}
