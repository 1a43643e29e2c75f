import type { RoleId } from "../../cluster/ids.js";
import type { Resources } from "../../cluster/resources.js";
import type { Agents } from "./agents.js";
import type { ClientId, Clients } from "./clients.js";
import { MinimumOffer } from "./minimum-offer.js";
import type { ResourceNames } from "./resource-names.js";

interface OwnMinimum {
  readonly alternatives: readonly Resources[];
  readonly minimum: MinimumOffer;
}

interface Surroundings {
  readonly names: ResourceNames;
  readonly agents: Agents;
  readonly clients: Clients;
}

/** The smallest offer worth making to each client: the options', or what its framework says for the role in its place (F10). */
export class OfferMinima {
  /** For those who have none of their own. */
  readonly general: MinimumOffer;
  readonly #names: ResourceNames;
  readonly #agents: Agents;
  readonly #clients: Clients;
  /** A role is here while some client of it has its own. */
  readonly #own = new Map<RoleId, Map<ClientId, OwnMinimum>>();

  /** @param general alternatives of the options */
  constructor({ names, agents, clients }: Surroundings, general: readonly Resources[]) {
    this.#names = names;
    this.#agents = agents;
    this.#clients = clients;
    this.general = new MinimumOffer(names, general);
  }

  /** @param alternatives undefined: the options' hold; an empty list: any offer that is not empty */
  set(client: ClientId, alternatives: readonly Resources[] | undefined): void {
    const role = this.#clients.roleOf(client);
    const ofRole = this.#own.get(role) ?? new Map<ClientId, OwnMinimum>();
    if (ofRole.get(client)?.alternatives === alternatives) return;
    if (alternatives === undefined) ofRole.delete(client);
    else ofRole.set(client, { alternatives, minimum: new MinimumOffer(this.#names, alternatives) });
    if (ofRole.size === 0) this.#own.delete(role);
    else this.#own.set(role, ofRole);
    // What was too little for everybody may be enough for this one.
    this.#agents.reviewAll();
  }

  /** Whether `of` need be asked for a client of the role, or the general one holds for all: once for an agent and a role. */
  hasOwn(role: RoleId): boolean {
    return this.#own.size !== 0 && this.#own.has(role);
  }

  of(client: ClientId): MinimumOffer {
    return this.#own.get(this.#clients.roleOf(client))?.get(client)?.minimum ?? this.general;
  }

  /** Whether it is enough for anybody in any role. */
  isMetAnywhere(resources: Resources): boolean {
    if (this.general.isMetBy(resources)) return true;
    if (this.#own.size === 0) return false;
    return [...this.#own.keys()].some((role) => this.isOwnMetIn(role, resources));
  }

  /** Whether it is enough for somebody in the role who has his own minimum. */
  isOwnMetIn(role: RoleId, resources: Resources): boolean {
    if (!this.hasOwn(role)) return false;
    for (const { minimum } of this.#own.get(role)?.values() ?? []) if (minimum.isMetBy(resources)) return true;
    return false;
  }
}
