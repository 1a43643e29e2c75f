import type { AgentId } from "../../cluster/ids.js";
import { add, type Resources } from "../../cluster/resources.js";
import type { Offer } from "../decisions.js";
import type { ClientId, Clients } from "./clients.js";

/** The offers of one cycle, one per client and agent: parts from the two stages are added (C13). */
export class OfferList {
  readonly #clients: Clients;
  #offers: Offer[] = [];
  /** Where an agent's offers of the first stage stand. */
  #guaranteed = new Map<AgentId, Map<ClientId, number>>();

  constructor(clients: Clients) {
    this.#clients = clients;
  }

  addGuaranteed(client: ClientId, agent: AgentId, resources: Resources): void {
    const ofAgent = this.#guaranteed.get(agent) ?? new Map<ClientId, number>();
    this.#guaranteed.set(agent, ofAgent.set(client, this.#offers.length));
    this.#append(client, agent, resources);
  }

  addRemainder(client: ClientId, agent: AgentId, resources: Resources): void {
    const earlier = this.#guaranteed.size === 0 ? undefined : this.#guaranteed.get(agent)?.get(client);
    if (earlier === undefined) {
      this.#append(client, agent, resources);
      return;
    }
    const offer = this.#offers[earlier] as Offer;
    this.#offers[earlier] = { ...offer, resources: add(offer.resources, resources) };
  }

  /** Hands the offers over and begins a new list. */
  take(): Offer[] {
    const offers = this.#offers;
    this.#offers = [];
    if (this.#guaranteed.size > 0) this.#guaranteed = new Map();
    return offers;
  }

  #append(client: ClientId, agent: AgentId, resources: Resources): void {
    const framework = this.#clients.frameworkOf(client);
    const role = this.#clients.roleOf(client);
    this.#offers.push({ framework, role, agent, resources, lends: null, why: null });
  }
}
