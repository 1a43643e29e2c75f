import type { AgentId } from "../cluster/ids.js";
import type { AgentMaintenance } from "../cluster/plan.js";
import type { Agents } from "./agents.js";
import { EVENT } from "./event-queue.js";
import type { Reclaims } from "./reclaims.js";
import type { SimulationParts } from "./simulation-parts.js";

const ANNOUNCED = 0;
const BEGINS = 1;
const OVER = 2;

/**
 * Planned maintenance (M1): what is announced lets the allocator ask frameworks for what they hold there; who accepts hands
 * it back until the agent goes, and the rest is lost with it.
 */
export class Maintenance {
  readonly #parts: SimulationParts;
  readonly #plans: readonly AgentMaintenance[];
  readonly #agents: Agents;
  readonly #reclaims: Reclaims;
  /** The latest that was announced: the end of an earlier one does not call it off. */
  readonly #latest = new Map<AgentId, number>();

  constructor(parts: SimulationParts, plans: readonly AgentMaintenance[], agents: Agents, reclaims: Reclaims) {
    this.#parts = parts;
    this.#plans = plans;
    this.#agents = agents;
    this.#reclaims = reclaims;
  }

  schedule(): void {
    const { events, progress } = this.#parts;
    this.#plans.forEach(({ announcedAt, from, duration }, number) => {
      progress.ahead += duration === null ? 2 : 3;
      events.push(announcedAt, EVENT.maintenance, number, ANNOUNCED);
      events.push(from, EVENT.maintenance, number, BEGINS);
    });
  }

  happen(number: number, phase: number): void {
    const { events, progress } = this.#parts;
    const { from, duration } = this.#plans[number] as AgentMaintenance;
    progress.ahead--;
    progress.made();
    const agent = this.#agentOf(number);
    if (phase === ANNOUNCED) {
      this.#latest.set(agent, number);
      this.#agents.announce(agent, { start: from, duration });
    } else if (phase === BEGINS) {
      if (duration !== null) events.push(from + duration, EVENT.maintenance, number, OVER);
      // It is the deadline, too: what was promised is handed back before the agent goes.
      this.#reclaims.enforceDue(agent);
      this.#agents.goAway(agent);
    } else {
      if (this.#latest.get(agent) === number) this.#agents.announce(agent, null);
      this.#agents.comeBack(agent);
    }
  }

  #agentOf(number: number): AgentId {
    return this.#parts.directory.agents.id((this.#plans[number] as AgentMaintenance).agent);
  }
}
