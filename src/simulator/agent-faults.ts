import type { AgentId } from "../cluster/ids.js";
import type { AgentFault } from "../cluster/plan.js";
import type { Agents } from "./agents.js";
import { EVENT } from "./event-queue.js";
import type { SimulationParts } from "./simulation-parts.js";

/** The plan's faults: agents are lost, and come back. */
export class AgentFaults {
  readonly #parts: SimulationParts;
  readonly #faults: readonly AgentFault[];
  readonly #agents: Agents;

  constructor(parts: SimulationParts, faults: readonly AgentFault[], agents: Agents) {
    this.#parts = parts;
    this.#faults = faults;
    this.#agents = agents;
  }

  schedule(): void {
    const { events, progress } = this.#parts;
    this.#faults.forEach(({ at, duration }, fault) => {
      progress.ahead += duration === null ? 1 : 2;
      events.push(at, EVENT.agentLost, fault);
    });
  }

  lost(fault: number): void {
    const { events, progress } = this.#parts;
    const { duration } = this.#faults[fault] as AgentFault;
    progress.ahead--;
    progress.made();
    if (duration !== null) events.push(events.now + duration, EVENT.agentBack, fault);
    this.#agents.goAway(this.#agentOf(fault));
  }

  back(fault: number): void {
    const { progress } = this.#parts;
    progress.ahead--;
    progress.made();
    this.#agents.comeBack(this.#agentOf(fault));
  }

  #agentOf(fault: number): AgentId {
    return this.#parts.directory.agents.id((this.#faults[fault] as AgentFault).agent);
  }
}
