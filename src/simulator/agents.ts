import type { AgentId } from "../cluster/ids.js";
import type { ClusterPlan } from "../cluster/plan.js";
import type { Resources } from "../cluster/resources.js";
import { EVENT } from "./event-queue.js";
import type { FrameworkActor } from "./framework-actor.js";
import type { Reclaims } from "./reclaims.js";
import type { SimulationParts } from "./simulation-parts.js";

/** The agents: they join at the start, and the plan's faults take them away and bring them back. */
export class Agents {
  readonly #parts: SimulationParts;
  readonly #plan: ClusterPlan;
  readonly #frameworks: readonly FrameworkActor[];
  readonly #reclaims: Reclaims;
  /** By agent. */
  readonly #totals: Resources[] = [];
  /** By agent: how many faults keep it away now; they may overlap. */
  readonly #outages: number[] = [];

  constructor(parts: SimulationParts, plan: ClusterPlan, frameworks: readonly FrameworkActor[], reclaims: Reclaims) {
    this.#parts = parts;
    this.#plan = plan;
    this.#frameworks = frameworks;
    this.#reclaims = reclaims;
    const { agents, resourceKeys } = parts.directory;
    for (const { name, resources } of plan.agents) {
      this.#totals[agents.id(name)] = resourceKeys.fromEntries(resources);
      this.#outages[agents.id(name)] = 0;
    }
  }

  /** All agents join, in the order of their names. */
  join(): void {
    for (const agent of this.#parts.directory.agents.ids()) this.#add(agent);
  }

  scheduleFaults(): void {
    const { events, progress } = this.#parts;
    this.#plan.faults.forEach(({ at, duration }, fault) => {
      progress.ahead += duration === null ? 1 : 2;
      events.push(at, EVENT.agentLost, fault);
    });
  }

  lose(fault: number): void {
    const { events, master, observer, progress, running } = this.#parts;
    const agent = this.#agentOf(fault);
    progress.ahead--;
    progress.made();
    const { duration } = this.#plan.faults[fault] as ClusterPlan["faults"][number];
    if (duration !== null) events.push(events.now + duration, EVENT.agentBack, fault);
    this.#outages[agent] = (this.#outages[agent] as number) + 1;
    if (this.#outages[agent] !== 1) return;
    for (const framework of this.#frameworks) framework.desk.agentLost(agent);
    this.#reclaims.agentLost(agent);
    const victims = running.youngestFirst(agent, () => true);
    master.submit({ op: "removeAgent", agent });
    observer.agentTotal(events.now, agent, null);
    running.loseAll(victims);
  }

  comeBack(fault: number): void {
    const agent = this.#agentOf(fault);
    this.#parts.progress.ahead--;
    this.#parts.progress.made();
    this.#outages[agent] = (this.#outages[agent] as number) - 1;
    if (this.#outages[agent] === 0) this.#add(agent);
  }

  #add(agent: AgentId): void {
    const { events, master, observer } = this.#parts;
    const total = this.#totals[agent] as Resources;
    observer.agentTotal(events.now, agent, total);
    master.submit({ op: "addAgent", agent, total, used: [] });
  }

  #agentOf(fault: number): AgentId {
    const { agent } = this.#plan.faults[fault] as ClusterPlan["faults"][number];
    return this.#parts.directory.agents.id(agent);
  }
}
