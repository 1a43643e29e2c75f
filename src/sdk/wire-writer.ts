import type { Cluster } from "./cluster.js";
import type { Task, Vector } from "./model.js";
import { WIRE_DECISION } from "./wire-codes.js";

/** Writes what the script decided in one call as records, and keeps the texts that they refer to. */
export class WireWriter {
  readonly #cluster: Cluster;
  #output: number[] = [];
  #texts: string[] = [];

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** Clears what it writes. */
  write(): Float64Array {
    const cluster = this.#cluster;
    this.#output = [];
    this.#texts = [];
    for (const { framework, role, agent, resources, owner, lent, why } of cluster.offers.values()) {
      this.#record(WIRE_DECISION.offer, [framework, role, agent, ...pairs(resources), owner, ...pairs(lent)]);
      this.#why(why);
    }
    for (const { task, deadline, why } of cluster.revocations) {
      const { framework, role, agent, id } = task;
      const revocable = pairs(revocablePart(cluster, task));
      this.#record(WIRE_DECISION.revocation, [framework, role, agent, deadline, id, ...revocable]);
      this.#why(why);
    }
    for (const { name, unit, value } of cluster.metrics) {
      this.#record(WIRE_DECISION.metric, [this.#text(name), this.#text(unit), value]);
    }
    if (cluster.wakeAt >= 0) this.#record(WIRE_DECISION.wakeAt, [cluster.wakeAt]);
    cluster.offers.clear();
    cluster.revocations.length = 0;
    cluster.metrics.length = 0;
    cluster.wakeAt = -1;
    return Float64Array.from(this.#output);
  }

  /** The texts of what was written last. */
  takeTexts(): readonly string[] {
    return this.#texts;
  }

  #why(why: string | null): void {
    if (why !== null) this.#record(WIRE_DECISION.why, [this.#text(why)]);
  }

  #text(text: string): number {
    return this.#texts.push(text) - 1;
  }

  #record(code: number, body: readonly number[]): void {
    this.#output.push(code, body.length);
    for (const value of body) this.#output.push(value);
  }
}

function revocablePart(cluster: Cluster, task: Task): Vector {
  return task.resources.map((amount, key) => (cluster.keys[key]?.revocable ? amount : 0));
}

function pairs(vector: Vector): number[] {
  const list = [0];
  for (const [key, amount] of vector.entries()) if (amount > 0) list.push(key, amount);
  list[0] = (list.length - 1) / 2;
  return list;
}
