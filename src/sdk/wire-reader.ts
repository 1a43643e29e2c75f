import type { ClusterEvent, Conversion } from "./cluster-event.js";
import type { MirrorAgent, MirrorFramework, MirrorRequest, MirrorRole } from "./mirror/nouns.js";
import type { MirrorParts } from "./mirror/parts.js";
import type { Agent, Vector } from "./model.js";
import { WIRE } from "./wire-codes.js";
import { WireInput } from "./wire-input.js";

const REVOCABLE_RESOURCES = 2;
const GPU_RESOURCES = 4;

/** Takes an operation after the mirror has taken it in. */
export type EventListener = (event: ClusterEvent) => void;

/** Reads one call's records into the mirror. */
export class WireReader {
  readonly #parts: MirrorParts;
  readonly #input = new WireInput();
  readonly #listener: EventListener | null;

  /** @param listener null: nobody listens, and no event is made */
  constructor(parts: MirrorParts, listener: EventListener | null) {
    this.#parts = parts;
    this.#listener = listener;
  }

  /** @returns the ids of the candidates, or null for all agents */
  read(doubles: Float64Array, length: number): readonly number[] | null {
    const input = this.#input;
    const { mirror } = this.#parts;
    input.begin(doubles, length);
    mirror.tick = false;
    let candidates: number[] | null = null;
    while (!input.isOver) {
      const code = input.next();
      const end = input.next() + input.at;
      if (code === WIRE.candidates) candidates = input.ids();
      else if (code === WIRE.clock) mirror.t = input.next();
      else this.#tell(this.#operation(code));
      input.at = end;
    }
    return candidates;
  }

  #tell(event: ClusterEvent | null): void {
    if (event !== null && this.#listener !== null) this.#listener(event);
  }

  /** @returns null for an operation of a host that is newer than this SDK */
  #operation(code: number): ClusterEvent | null {
    switch (code) {
      case WIRE.recoverResources:
        return this.#recoverResources();
      case WIRE.acceptOffer:
        return this.#acceptOffer();
      case WIRE.requestResources:
        return this.#requestResources();
      case WIRE.allocate: {
        const wake = this.#input.flag();
        this.#parts.mirror.tick = !wake;
        return { op: "allocate", wake };
      }
      case WIRE.updateAllocation:
        return this.#updateAllocation();
      case WIRE.updateWeights:
        return this.#updateWeights();
      case WIRE.updateQuota:
        return this.#updateQuota();
      case WIRE.inverseOfferResponse: {
        const [framework, agent] = [this.#framework(), this.#agent()];
        const accepted = this.#input.optional();
        return { op: "inverseOfferResponse", framework, agent, accepted: accepted === null ? null : accepted === 1 };
      }
      case WIRE.revocationDenied:
        return this.#revocationDenied();
      default:
        return this.#ofFramework(code) ?? this.#ofAgent(code);
    }
  }

  #ofFramework(code: number): ClusterEvent | null {
    const { members } = this.#parts;
    switch (code) {
      case WIRE.addFramework:
        return this.#addFramework();
      case WIRE.updateFramework:
        return this.#updateFramework();
      case WIRE.removeFramework: {
        const framework = this.#framework();
        members.remove(framework);
        return { op: "removeFramework", framework };
      }
      case WIRE.activateFramework:
      case WIRE.deactivateFramework: {
        const framework = this.#framework();
        const active = code === WIRE.activateFramework;
        members.setActive(framework, active);
        return { op: active ? "activateFramework" : "deactivateFramework", framework };
      }
      case WIRE.suppressOffers:
      case WIRE.reviveOffers: {
        const framework = this.#framework();
        const roles = this.#roles();
        const suppressed = code === WIRE.suppressOffers;
        members.setSuppressed(framework, roles, suppressed);
        return { op: suppressed ? "suppressOffers" : "reviveOffers", framework, roles };
      }
      default:
        return null;
    }
  }

  #ofAgent(code: number): ClusterEvent | null {
    const { agents, books } = this.#parts;
    switch (code) {
      case WIRE.addAgent:
        return this.#addAgent();
      case WIRE.updateAgent: {
        const [agent, total] = [this.#agent(), this.#vector()];
        books.setTotal(agent, total);
        return { op: "updateAgent", agent, total };
      }
      case WIRE.removeAgent: {
        const agent = this.#agent();
        agents.remove(agent);
        return { op: "removeAgent", agent };
      }
      case WIRE.activateAgent:
      case WIRE.deactivateAgent: {
        const agent = this.#agent();
        const active = code === WIRE.activateAgent;
        agents.setActive(agent, active);
        return { op: active ? "activateAgent" : "deactivateAgent", agent };
      }
      case WIRE.updateWhitelist: {
        const listed = this.#input.flag() ? this.#input.of<Agent>(this.#parts.mirror.agents) : null;
        agents.setWhitelist(listed === null ? null : new Set(listed));
        return { op: "updateWhitelist", agents: listed };
      }
      case WIRE.updateAvailable: {
        const [agent, conversions] = [this.#agent(), this.#conversions()];
        for (const { from, to } of conversions) books.convertTotal(agent, from, to);
        return { op: "updateAvailable", agent, conversions };
      }
      case WIRE.updateUnavailability:
        return this.#updateUnavailability();
      default:
        return null;
    }
  }

  /** The victim, if it was named, is nobody's any more. */
  #revocationDenied(): ClusterEvent {
    const [framework, role, agent] = [this.#framework(), this.#role(), this.#agent()];
    const id = this.#input.optional();
    const reason = this.#input.next() === 0 ? "budget" : "minimumRuntime";
    const task = id === null ? null : this.#parts.mirror.tasks.find(id);
    if (task !== null) task.reclaimedFor = null;
    return { op: "revocationDenied", framework, role, agent, resources: this.#vector(), task, reason };
  }

  #updateWeights(): ClusterEvent {
    const weights: { role: MirrorRole; weight: number }[] = [];
    for (let n = this.#input.next(); n > 0; n--) weights.push({ role: this.#role(), weight: this.#input.next() });
    for (const { role, weight } of weights) this.#parts.members.setWeight(role, weight);
    return { op: "updateWeights", weights };
  }

  #updateQuota(): ClusterEvent {
    const [role, guarantees, limits] = [this.#role(), this.#vector(), this.#vector(-1)];
    this.#parts.members.setQuota(role, guarantees, limits);
    return { op: "updateQuota", role, guarantees, limits };
  }

  #addFramework(): ClusterEvent {
    const { members } = this.#parts;
    const framework = this.#framework();
    const active = this.#input.flag();
    setCapabilities(framework, this.#input.next());
    const [roles, suppressedRoles] = [this.#roles(), this.#roles()];
    members.add(framework, active);
    members.subscribe(framework, roles, suppressedRoles);
    return { op: "addFramework", framework, roles, suppressedRoles, active };
  }

  #updateFramework(): ClusterEvent {
    const framework = this.#framework();
    const capabilities = this.#input.optional();
    if (capabilities !== null) setCapabilities(framework, capabilities);
    const [roles, suppressedRoles] = [this.#roles(), this.#roles()];
    this.#parts.members.subscribe(framework, roles, suppressedRoles);
    return { op: "updateFramework", framework, roles, suppressedRoles };
  }

  #addAgent(): ClusterEvent {
    const { agents, books } = this.#parts;
    const [agent, total] = [this.#agent(), this.#vector()];
    agents.add(agent, total);
    const used: { framework: MirrorFramework; role: MirrorRole; resources: Vector }[] = [];
    for (let n = this.#input.next(); n > 0; n--) {
      used.push({ framework: this.#framework(), role: this.#role(), resources: this.#vector() });
    }
    for (const use of used) books.useEarlier({ ...use, agent });
    return { op: "addAgent", agent, total, used };
  }

  #updateUnavailability(): ClusterEvent {
    const agent = this.#agent();
    const [start, duration] = [this.#input.optional(), this.#input.optional()];
    this.#parts.agents.setUnavailability(agent, start, duration);
    return { op: "updateUnavailability", agent, unavailability: start === null ? null : { start, duration } };
  }

  #requestResources(): ClusterEvent {
    const framework = this.#framework();
    const requests: MirrorRequest[] = [];
    for (let n = this.#input.next(); n > 0; n--) {
      requests.push({
        role: this.#role(),
        count: this.#input.next(),
        gang: this.#input.flag(),
        priority: this.#input.optional(),
        estimateSeconds: this.#input.optional(),
        resources: this.#vector(),
      });
    }
    this.#parts.members.setRequests(framework, requests);
    return { op: "requestResources", framework, requests };
  }

  #recoverResources(): ClusterEvent {
    const { books, filters, mirror } = this.#parts;
    const [framework, role, agent] = [this.#framework(), this.#role(), this.#agent()];
    const refuse = this.#input.optional();
    const allocated = this.#input.flag();
    const taskId = this.#input.next();
    const resources = this.#vector();
    const holding = framework.subscriptions.get(role.id)?.holdings.get(agent.id);
    if (agent.there && holding !== undefined) {
      books.release(holding, resources, !allocated);
      if (refuse !== null) filters.add(framework, role, agent, resources, refuse);
    }
    const task = taskId < 0 ? null : mirror.tasks.end(taskId);
    return { op: "recoverResources", framework, role, agent, resources, refuse, allocated, task };
  }

  #acceptOffer(): ClusterEvent {
    const { books, members } = this.#parts;
    const [framework, role, agent] = [this.#framework(), this.#role(), this.#agent()];
    const id = this.#input.next();
    const resources = this.#vector();
    const subscription = framework.subscriptions.get(role.id);
    if (subscription !== undefined) books.accept(subscription, agent, resources);
    members.meetDemand(framework, resources);
    const task = id < 0 ? null : members.startTask({ id, framework, role, agent, resources });
    return { op: "acceptOffer", framework, role, agent, resources, task };
  }

  #updateAllocation(): ClusterEvent {
    const [framework, role, agent] = [this.#framework(), this.#role(), this.#agent()];
    const conversions = this.#conversions();
    for (const { from, to } of conversions) {
      const holding = framework.subscriptions.get(role.id)?.holdings.get(agent.id);
      if (agent.there && holding !== undefined) this.#parts.books.convert(holding, from, to);
    }
    return { op: "updateAllocation", framework, role, agent, conversions };
  }

  #conversions(): Conversion[] {
    const conversions: Conversion[] = [];
    for (let n = this.#input.next(); n > 0; n--) conversions.push({ from: this.#vector(), to: this.#vector() });
    return conversions;
  }

  #framework(): MirrorFramework {
    return this.#parts.mirror.frameworks[this.#input.next()]!;
  }

  #role(): MirrorRole {
    return this.#parts.mirror.roles[this.#input.next()]!;
  }

  #agent(): MirrorAgent {
    return this.#parts.mirror.agents[this.#input.next()]!;
  }

  #roles(): MirrorRole[] {
    return this.#input.of(this.#parts.mirror.roles);
  }

  #vector(absent = 0): Vector {
    return this.#input.vector(this.#parts.mirror.keys.length, absent);
  }
}

function setCapabilities(framework: MirrorFramework, bits: number): void {
  framework.revocable = (bits & REVOCABLE_RESOURCES) !== 0;
  framework.gpus = (bits & GPU_RESOURCES) !== 0;
}
