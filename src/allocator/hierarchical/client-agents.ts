import type { AgentId } from "../../cluster/ids.js";
import { enlarged } from "./resource-names.js";

/**
 * The agents on which a client has filters, and maybe some where it has none any more or that stand here twice:
 * expiry does not search this list. It is cleaned when half of it may be such.
 */
export class ClientAgents {
  readonly #hasFilter: (agent: number) => boolean;
  #agents = new Int32Array(4);
  #length = 0;
  #live = 0;

  /** @param hasFilter whether the client has a filter on an agent now */
  constructor(hasFilter: (agent: number) => boolean) {
    this.#hasFilter = hasFilter;
  }

  /** One more filter, on this agent. */
  add(agent: AgentId): void {
    this.#live++;
    if (this.#length === this.#agents.length) this.#makeRoom();
    this.#agents[this.#length++] = agent;
  }

  /** One of the client's filters has gone. */
  removed(): void {
    this.#live--;
  }

  list(): Int32Array {
    return this.#agents.subarray(0, this.#length);
  }

  #makeRoom(): void {
    if (this.#live < this.#length / 2) {
      const live = [...new Set(this.list())].filter(this.#hasFilter);
      this.#agents.set(live);
      this.#length = live.length;
    }
    if (this.#length > this.#agents.length / 2) {
      this.#agents = enlarged(this.#agents, new Int32Array(this.#agents.length * 2));
    }
  }
}
