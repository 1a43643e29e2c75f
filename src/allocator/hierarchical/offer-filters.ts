import type { Micros } from "../../base/time.js";
import type { AgentId } from "../../cluster/ids.js";
import { contains, NO_RESOURCES, type Resources } from "../../cluster/resources.js";
import { AgentFilters } from "./agent-filters.js";
import type { Agents } from "./agents.js";
import { ClientAgents } from "./client-agents.js";
import type { ClientId } from "./clients.js";
import { expiryKey } from "./filter-expiry.js";
import { enlarged } from "./resource-names.js";

/**
 * What frameworks refused and until when (F1-F5). Filters stand with their agent, side by side, because a cycle asks
 * agent by agent; each client also knows the agents it has filters on, so that a revive touches no others.
 */
export class OfferFilters {
  readonly #agents: Agents;
  readonly #interval: Micros;
  readonly #byAgent: (AgentFilters | undefined)[];
  /** A time before which none of the agent's filters expires. */
  readonly #quietUntil: Float64Array;
  readonly #byClient: (ClientAgents | undefined)[] = [];
  #looking: AgentFilters | undefined;
  /** Where the client's first filter stands among those of the agent that is looked at; once they are marked. */
  #firstAt = new Int32Array(16);
  #isMarked = false;
  /** The last comparison of a filter with an offer: the filters of an agent are mostly for the same resources. */
  #lastRefused: Resources = NO_RESOURCES;
  #lastOffer: Resources = NO_RESOURCES;
  #lastVerdict = true;

  constructor(agents: Agents, allocationInterval: Micros) {
    this.#agents = agents;
    this.#interval = allocationInterval;
    this.#byAgent = new Array(agents.size).fill(undefined);
    this.#quietUntil = new Float64Array(agents.size).fill(Number.POSITIVE_INFINITY);
  }

  /** Number of filters that are kept. */
  get count(): number {
    return this.#byAgent.reduce((sum, filters) => sum + (filters?.length ?? 0), 0);
  }

  /**
   * Tells the client of each filter that holds.
   * @param deadline from `expiryDeadline`
   */
  forEachActive(deadline: number, tell: (client: number) => void): void {
    for (const filters of this.#byAgent) filters?.forEachActive(deadline, tell);
  }

  /** @param duration from `filterDuration` */
  install(client: ClientId, agent: AgentId, refused: Resources, t: Micros, duration: Micros): void {
    const expiry = expiryKey(t, duration, this.#interval);
    this.#byAgent[agent] ??= new AgentFilters();
    const isNew = this.#byAgent[agent].put(client, refused, expiry);
    if (expiry < (this.#quietUntil[agent] as number)) this.#quietUntil[agent] = expiry;
    if (!isNew) return;
    this.#byClient[client] ??= new ClientAgents((other) => this.#byAgent[other]?.has(client) === true);
    this.#byClient[client].add(agent);
  }

  clearClient(client: ClientId): void {
    const agents = this.#byClient[client];
    if (agents === undefined) return;
    this.#byClient[client] = undefined;
    for (const agent of agents.list()) {
      if (this.#byAgent[agent]?.removeClient(client) === true) this.#afterRemoval(agent as AgentId);
    }
  }

  clearAgent(agent: AgentId): void {
    const filters = this.#byAgent[agent];
    if (filters === undefined) return;
    for (let i = 0; i < filters.length; i++) this.#byClient[filters.clients[i] as number]?.removed();
    filters.clear();
    this.#afterRemoval(agent);
  }

  /**
   * Drops the agent's expired filters.
   * @param deadline from `expiryDeadline`
   */
  expire(agent: AgentId, deadline: number): void {
    if ((this.#quietUntil[agent] as number) > deadline) return;
    const filters = this.#byAgent[agent] as AgentFilters;
    const removed = filters.removeExpired(deadline, (client) => this.#byClient[client]?.removed());
    if (removed) this.#afterRemoval(agent);
    else this.#quietUntil[agent] = filters.nextExpiry();
  }

  /** Turns to an agent: `blocks` is about its filters from now on. */
  lookAt(agent: AgentId): void {
    this.#looking = this.#byAgent[agent];
    this.#isMarked = false;
  }

  /** Whether one filter of the client contains the whole offer, object by object (F1). */
  blocks(client: ClientId, offer: Resources): boolean {
    const filters = this.#looking;
    if (filters === undefined || !filters.has(client)) return false;
    if (filters.isUniform) return this.#covers(filters.refused[0] as Resources, offer);
    if (!this.#isMarked) this.#markFirsts(filters);
    for (let i = this.#firstAt[client] as number; i < filters.length; i++) {
      if (filters.clients[i] === client && this.#covers(filters.refused[i] as Resources, offer)) return true;
    }
    return false;
  }

  /** Notes where each client's first filter stands, so that no client has to search from the beginning. */
  #markFirsts({ clients, length }: AgentFilters): void {
    for (let i = length - 1; i >= 0; i--) {
      const client = clients[i] as number;
      if (client >= this.#firstAt.length) this.#firstAt = enlarged(this.#firstAt, new Int32Array(client * 2));
      this.#firstAt[client] = i;
    }
    this.#isMarked = true;
  }

  #covers(refused: Resources, offer: Resources): boolean {
    if (refused !== this.#lastRefused || offer !== this.#lastOffer) {
      this.#lastRefused = refused;
      this.#lastOffer = offer;
      this.#lastVerdict = contains(refused, offer);
    }
    return this.#lastVerdict;
  }

  #afterRemoval(agent: AgentId): void {
    const filters = this.#byAgent[agent] as AgentFilters;
    this.#quietUntil[agent] = filters.nextExpiry();
    if (filters.length === 0) this.#byAgent[agent] = undefined;
    this.#agents.unsettle(agent);
  }
}
