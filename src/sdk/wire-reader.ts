import type { Cluster } from "./cluster.js";
import type { Framework, Request, Vector } from "./model.js";
import { WIRE } from "./wire-codes.js";

const REVOCABLE_RESOURCES = 2;
const GPU_RESOURCES = 4;

/** Reads one call's records into the mirror. */
export class WireReader {
  readonly #cluster: Cluster;
  #input: Float64Array = new Float64Array(0);
  #at = 0;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** @returns the candidates, or null for all agents */
  read(input: Float64Array): number[] | null {
    this.#input = input;
    this.#at = 0;
    this.#cluster.tick = false;
    let candidates: number[] | null = null;
    while (this.#at < input.length) {
      const code = this.#next();
      const end = this.#next() + this.#at;
      if (code === WIRE.candidates) candidates = this.#items();
      else this.#operation(code);
      this.#at = end;
    }
    return candidates;
  }

  #operation(code: number): void {
    const cluster = this.#cluster;
    switch (code) {
      case WIRE.clock:
        cluster.t = this.#next();
        return;
      case WIRE.updateWeights:
        for (let n = this.#next(); n > 0; n--) {
          const role = this.#next();
          (cluster.roles[role] as { weight: number }).weight = this.#next();
        }
        return;
      case WIRE.updateQuota:
        cluster.updateQuota(this.#next(), this.#vector(0), this.#vector(-1));
        return;
      case WIRE.addFramework: {
        const framework = this.#next();
        const active = this.#next() === 1;
        this.#setCapabilities(framework, this.#next());
        cluster.addFramework(framework, active);
        cluster.subscribe(framework, this.#items(), this.#items());
        return;
      }
      case WIRE.updateFramework: {
        const framework = this.#next();
        const bits = this.#next();
        if (bits >= 0) this.#setCapabilities(framework, bits);
        cluster.subscribe(framework, this.#items(), this.#items());
        return;
      }
      case WIRE.removeFramework:
        cluster.removeFramework(this.#next());
        return;
      case WIRE.activateFramework:
      case WIRE.deactivateFramework:
        cluster.setFrameworkActive(this.#next(), code === WIRE.activateFramework);
        return;
      case WIRE.addAgent: {
        const agent = this.#next();
        cluster.addAgent(agent, this.#vector(0));
        for (let n = this.#next(); n > 0; n--) cluster.use(this.#next(), this.#next(), agent, this.#vector(0));
        return;
      }
      case WIRE.updateAgent:
        cluster.setAgentTotal(this.#next(), this.#vector(0));
        return;
      case WIRE.removeAgent:
        cluster.removeAgent(this.#next());
        return;
      case WIRE.activateAgent:
      case WIRE.deactivateAgent:
        (cluster.agents[this.#next()] as { active: boolean }).active = code === WIRE.activateAgent;
        return;
      case WIRE.updateWhitelist: {
        const listed = this.#next() === 1 ? new Set(this.#items()) : null;
        for (const agent of cluster.agents) agent.whitelisted = listed === null || listed.has(agent.id);
        return;
      }
      case WIRE.requestResources: {
        const framework = cluster.frameworks[this.#next()] as Framework;
        framework.requests = this.#requests();
        return;
      }
      case WIRE.recoverResources: {
        const [framework, role, agent, refuse] = [this.#next(), this.#next(), this.#next(), this.#next()];
        const wasInUse = this.#next() === 1;
        const task = this.#next();
        cluster.recover(framework, role, agent, this.#vector(0), wasInUse, refuse);
        if (task >= 0) cluster.tasks.delete(task);
        return;
      }
      case WIRE.acceptOffer: {
        const [framework, role, agent, task] = [this.#next(), this.#next(), this.#next(), this.#next()];
        const resources = this.#vector(0);
        cluster.accept(framework, role, agent, resources);
        if (task >= 0) cluster.startTask(task, framework, role, agent, resources);
        return;
      }
      case WIRE.suppressOffers:
      case WIRE.reviveOffers:
        cluster.setSuppressed(this.#next(), this.#items(), code === WIRE.suppressOffers);
        return;
      case WIRE.updateAllocation: {
        const [framework, role, agent] = [this.#next(), this.#next(), this.#next()];
        for (let n = this.#next(); n > 0; n--) {
          cluster.convertOffered(framework, role, agent, this.#vector(0), this.#vector(0));
        }
        return;
      }
      case WIRE.updateAvailable: {
        const agent = this.#next();
        for (let n = this.#next(); n > 0; n--) cluster.convertAvailable(agent, this.#vector(0), this.#vector(0));
        return;
      }
      case WIRE.updateUnavailability:
        cluster.setUnavailable(this.#next(), this.#next(), this.#next());
        return;
      case WIRE.allocate:
        cluster.tick = this.#next() === 0;
        return;
    }
  }

  #setCapabilities(id: number, bits: number): void {
    const framework = this.#cluster.frameworks[id] as Framework;
    framework.revocable = (bits & REVOCABLE_RESOURCES) !== 0;
    framework.gpus = (bits & GPU_RESOURCES) !== 0;
  }

  #requests(): Request[] {
    const requests: Request[] = [];
    for (let n = this.#next(); n > 0; n--) {
      requests.push({
        role: this.#next(),
        count: this.#next(),
        gang: this.#next() === 1,
        priority: this.#next(),
        estimateSeconds: this.#next(),
        resources: this.#vector(0),
      });
    }
    return requests;
  }

  #vector(absent: number): Vector {
    const vector: Vector = new Array(this.#cluster.keys.length).fill(absent);
    for (let n = this.#next(); n > 0; n--) {
      const key = this.#next();
      vector[key] = this.#next();
    }
    return vector;
  }

  #items(): number[] {
    const items: number[] = [];
    for (let n = this.#next(); n > 0; n--) items.push(this.#next());
    return items;
  }

  #next(): number {
    return this.#input[this.#at++] as number;
  }
}
