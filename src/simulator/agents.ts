import type { Unavailability } from "../allocator/operations.js";
import type { AgentId } from "../cluster/ids.js";
import type { AgentPlan } from "../cluster/plan.js";
import type { Resources } from "../cluster/resources.js";
import { EVENT } from "./event-queue.js";
import type { FrameworkActor } from "./framework-actor.js";
import type { Oversubscription } from "./oversubscription/oversubscription.js";
import type { Reclaims } from "./reclaims.js";
import { type AdvertisedAgent, advertisedAgent, agentInfo } from "./registration/advertised-agent.js";
import type { RegisteringClient } from "./registration/registrar.js";
import type { SimulationParts } from "./simulation-parts.js";
import type { ResourceNames } from "./task-shape.js";

interface Agent {
  readonly plan: AgentPlan;
  readonly client: RegisteringClient;
  /** As its process advertises it. */
  advertised: AdvertisedAgent;
  /** How many reasons keep it away now: it has not joined yet, faults, a maintenance; they may overlap. */
  absences: number;
  /** Counts its processes: what was begun for an earlier one is void. */
  process: number;
  isRegistered: boolean;
  /** The maintenance that is announced, which an agent that joins is told to have (M1). */
  unavailability: Unavailability | null;
}

/** The agents: when they join, go away with all that runs on them, and come back empty. */
export class Agents {
  readonly #parts: SimulationParts;
  readonly #frameworks: readonly FrameworkActor[];
  readonly #reclaims: Reclaims;
  readonly #names: ResourceNames;
  readonly #oversubscription: Oversubscription | null;
  /** By id. */
  readonly #agents: Agent[] = [];

  /** @param oversubscription null: agents have neither estimator nor controller */
  constructor(
    parts: SimulationParts,
    plans: readonly AgentPlan[],
    frameworks: readonly FrameworkActor[],
    reclaims: Reclaims,
    names: ResourceNames,
    oversubscription: Oversubscription | null,
  ) {
    this.#parts = parts;
    this.#frameworks = frameworks;
    this.#reclaims = reclaims;
    this.#names = names;
    this.#oversubscription = oversubscription;
    const { agents, resourceKeys } = parts.directory;
    for (const plan of plans) {
      const agent = agents.id(plan.name);
      this.#agents[agent] = {
        plan,
        client: this.#clientOf(agent, plan),
        advertised: advertisedAgent(plan, undefined, resourceKeys),
        absences: 0,
        process: 0,
        isRegistered: false,
        unavailability: null,
      };
    }
  }

  /** All that are there from the start join, in the order of their names; the others are foreseen. */
  join(): void {
    const { directory, events, progress } = this.#parts;
    for (const agent of directory.agents.ids()) {
      const it = this.#of(agent);
      const { joinsAt = 0 } = it.plan;
      if (joinsAt === 0) {
        this.#start(agent);
        continue;
      }
      it.absences = 1;
      progress.ahead++;
      events.push(joinsAt, EVENT.agentJoins, agent);
    }
  }

  joinLate(agent: AgentId): void {
    this.#parts.progress.ahead--;
    this.#parts.progress.made();
    this.comeBack(agent);
  }

  /** To be ended by `comeBack`, once for each call. */
  goAway(agent: AgentId): void {
    const it = this.#of(agent);
    it.absences++;
    if (it.absences !== 1) return;
    this.#parts.registrar.left(it.client);
    this.#oversubscription?.stopped(agent);
    if (it.isRegistered) this.#lose(agent, it);
    this.#parts.containers?.closeAgent(agent);
  }

  comeBack(agent: AgentId): void {
    const it = this.#of(agent);
    it.absences--;
    if (it.absences === 0) this.#start(agent);
  }

  /** A maintenance is announced, or (null) over. */
  announce(agent: AgentId, unavailability: Unavailability | null): void {
    const it = this.#of(agent);
    it.unavailability = unavailability;
    if (it.isRegistered) this.#parts.master.submit({ op: "updateUnavailability", agent, unavailability });
  }

  /** A process of the agent starts: it recovers, then registers. */
  #start(agent: AgentId): void {
    const it = this.#of(agent);
    const { containers, directory, modules } = this.#parts;
    const process = ++it.process;
    if (modules?.hooks.available === true) {
      it.advertised = advertisedAgent(it.plan, modules.hooks, directory.resourceKeys);
      this.#makeKnown(it.advertised.total);
    }
    if (containers === null) {
      this.#recovered(agent, it);
      return;
    }
    const info = agentInfo(it.plan.name, it.advertised, directory.resourceKeys);
    containers.openAgent(agent, info, () => {
      if (it.process === process && it.absences === 0) this.#recovered(agent, it);
    });
  }

  /** Its loops begin, registered or not (oversubscription S1). */
  #recovered(agent: AgentId, it: Agent): void {
    this.#oversubscription?.started(agent, it.plan, it.advertised.total);
    this.#parts.registrar.enter(it.client);
  }

  #clientOf(agent: AgentId, plan: AgentPlan): RegisteringClient {
    return {
      name: `agent:${plan.name}`,
      credential: plan.credential,
      accepted: () => this.#register(agent, this.#of(agent)),
      // U9: the process exits.
      refused: () => {
        this.#oversubscription?.stopped(agent);
        this.#parts.containers?.closeAgent(agent);
      },
      keptWaiting: () => {},
    };
  }

  #register(agent: AgentId, it: Agent): void {
    const { events, master, observer } = this.#parts;
    const { total, profile } = it.advertised;
    it.isRegistered = true;
    observer.agentTotal(events.now, agent, total);
    master.submit({
      op: "addAgent",
      agent,
      total,
      used: [],
      ...(profile === undefined ? {} : { profile }),
      ...(it.unavailability === null ? {} : { unavailability: it.unavailability }),
    });
    this.#oversubscription?.registered(agent);
  }

  #lose(agent: AgentId, it: Agent): void {
    const { directory, events, master, modules, observer, running } = this.#parts;
    it.isRegistered = false;
    for (const framework of this.#frameworks) framework.desk.agentLost(agent);
    this.#reclaims.agentLost(agent);
    const victims = running.youngestFirst(agent, () => true);
    master.submit({ op: "removeAgent", agent });
    observer.agentTotal(events.now, agent, null);
    running.loseAll(victims);
    if (modules?.hooks.available !== true) return;
    const info = agentInfo(it.plan.name, it.advertised, directory.resourceKeys);
    modules.hooks.masterSlaveLostHook({ agent: info });
  }

  /** Names that the plan does not have are numbered before anybody plans with what the agent offers. */
  #makeKnown(total: Resources): void {
    for (const key of total.keys) this.#names.indexOf(key);
  }

  #of(agent: AgentId): Agent {
    return this.#agents[agent] as Agent;
  }
}
