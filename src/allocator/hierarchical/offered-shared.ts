import type { AgentId, ResourceKeyId } from "../../cluster/ids.js";
import type { Resources } from "../../cluster/resources.js";
import type { ResourceNames } from "./resource-names.js";

/** The shared volumes that one cycle has offered already: each goes to one framework at most in a cycle (P6). */
export class OfferedShared {
  readonly #names: ResourceNames;
  readonly #byAgent = new Map<AgentId, Set<ResourceKeyId>>();

  constructor(names: ResourceNames) {
    this.#names = names;
  }

  /** A new cycle begins. */
  open(): void {
    if (this.#byAgent.size > 0) this.#byAgent.clear();
  }

  note(agent: AgentId, offer: Resources): void {
    if (!this.#names.hasShared) return;
    for (const key of offer.keys) {
      if (!this.#names.isShared(key)) continue;
      const offered = this.#byAgent.get(agent) ?? new Set();
      this.#byAgent.set(agent, offered.add(key));
    }
  }

  /** Undefined when there are none. */
  on(agent: AgentId): ReadonlySet<ResourceKeyId> | undefined {
    return this.#byAgent.get(agent);
  }
}
