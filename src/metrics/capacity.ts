import type { Micros } from "../base/time.js";
import type { AgentId, ResourceKeyId } from "../cluster/ids.js";
import { quantities, type ResourceKeys } from "../cluster/resource-keys.js";
import { NO_RESOURCES, type Resources } from "../cluster/resources.js";
import { floatColumn } from "./column.js";

/** What the agents have, added up per resource name (reserved and revocable amounts included), now and over time. */
export class Capacity {
  readonly #keys: ResourceKeys;
  readonly #agents: Resources[] = [];
  readonly #total = floatColumn();
  readonly #overTime = floatColumn();
  #settledAt: Micros = 0;

  constructor(keys: ResourceKeys) {
    this.#keys = keys;
  }

  /** @param total null: the agent left */
  change(t: Micros, agent: AgentId, total: Resources | null): void {
    this.settle(t);
    this.#add(this.#agents[agent] ?? NO_RESOURCES, -1);
    this.#agents[agent] = total === null ? NO_RESOURCES : quantities(total, this.#keys);
    this.#add(this.#agents[agent] ?? NO_RESOURCES, 1);
  }

  settle(t: Micros): void {
    const elapsed = t - this.#settledAt;
    if (elapsed <= 0) return;
    for (let key = 0; key < this.#total.length; key++) this.#overTime.add(key, this.#total.get(key) * elapsed);
    this.#settledAt = t;
  }

  /** Thousandths, now. */
  total(key: number): number {
    return this.#total.get(key);
  }

  /** Thousandths times microseconds. */
  overTime(key: number): number {
    return this.#overTime.get(key);
  }

  #add(resources: Resources, sign: 1 | -1): void {
    for (let i = 0; i < resources.keys.length; i++) {
      this.#total.add(resources.keys[i] as ResourceKeyId, sign * (resources.amounts[i] as number));
    }
  }
}
