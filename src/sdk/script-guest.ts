import { Cluster } from "./cluster.js";
import type { Agent, Setup } from "./model.js";
import { WireReader } from "./wire-reader.js";
import { WireWriter } from "./wire-writer.js";

/** What an allocator script exports. */
export interface AllocatorScript {
  /** Operations after which it wants to be asked, beyond Mesos' own table. */
  readonly triggers?: readonly ("recoverResources" | "requestResources")[];
  /**
   * Decides by calling `cluster.offer` and `cluster.revoke`.
   * @param candidates ids of the agents that may be offered, ascending; each is offerable when the call is made
   */
  decide(cluster: Cluster, candidates: readonly number[]): void;
}

/** Runs a script behind the wire: what the host calls a guest, for scripts in TypeScript and JavaScript. */
export class ScriptGuest {
  readonly #script: AllocatorScript;
  #cluster: Cluster | undefined;
  #reader: WireReader | undefined;
  #writer: WireWriter | undefined;

  constructor(script: AllocatorScript) {
    this.#script = script;
  }

  setup(setup: Setup): readonly ("recoverResources" | "requestResources")[] {
    this.#cluster = new Cluster(setup);
    this.#reader = new WireReader(this.#cluster);
    this.#writer = new WireWriter(this.#cluster);
    return this.#script.triggers ?? [];
  }

  addResourceKeys(keys: Setup["resourceKeys"]): void {
    this.#cluster?.addResourceKeys(keys);
  }

  decide(input: Float64Array): Float64Array {
    const cluster = this.#cluster as Cluster;
    const named = (this.#reader as WireReader).read(input);
    const offerable: number[] = [];
    // Agents stand in id order already; a list that was named need not.
    if (named === null) {
      for (const agent of cluster.agents) if (cluster.isOfferable(agent)) offerable.push(agent.id);
    } else {
      for (const id of named) if (cluster.isOfferable(cluster.agents[id] as Agent)) offerable.push(id);
      offerable.sort((a, b) => a - b);
    }
    this.#script.decide(cluster, offerable);
    return (this.#writer as WireWriter).write();
  }

  takeTexts(): readonly string[] {
    return (this.#writer as WireWriter).takeTexts();
  }

  close(): void {
    this.#cluster = undefined;
    this.#reader = undefined;
    this.#writer = undefined;
  }
}
