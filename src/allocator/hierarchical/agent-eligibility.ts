import { type AgentProfile, type Attribute, type Domain, plainProfile } from "../../cluster/agent-profile.js";
import type { AgentId, RoleId } from "../../cluster/ids.js";
import type { NameTable } from "../../cluster/name-table.js";
import type { ConstraintGroups } from "../../cluster/offer-constraints.js";
import { IS_MULTI_ROLE, IS_REGION_AWARE, TAKES_GPUS } from "./abilities.js";
import type { Agents } from "./agents.js";
import type { ClientId, Clients } from "./clients.js";
import { ConstraintVerdicts } from "./constraint-verdicts.js";
import type { RolePaths } from "./role-paths.js";

/** What an agent's profile keeps from some. */
const IS_REMOTE = 1;
const LACKS_MULTI_ROLE = 2;
const LACKS_HIERARCHICAL_ROLE = 4;

interface Surroundings {
  readonly clients: Clients;
  readonly agents: Agents;
  readonly paths: RolePaths;
  readonly agentNames: NameTable<AgentId>;
  readonly options: { readonly filterGpuResources: boolean; readonly domain: Domain | null };
}

/** Who may be offered anything of an agent at all, whatever it has left (P1, P2, P3, P8). */
export class AgentEligibility {
  readonly #clients: Clients;
  readonly #agents: Agents;
  readonly #paths: RolePaths;
  readonly #agentNames: NameTable<AgentId>;
  readonly #filterGpuResources: boolean;
  /** The master's; null when it has no domain. */
  readonly #region: string | null;
  /** Undefined: the plain one. */
  readonly #profiles: (AgentProfile | undefined)[];
  /** By agent: IS_REMOTE, LACKS_MULTI_ROLE, LACKS_HIERARCHICAL_ROLE. */
  readonly #bars: Uint8Array;
  readonly #constraints: ConstraintVerdicts;
  /** By role: how many of its clients have constraints. */
  readonly #constrainedIn: Int32Array;

  constructor({ clients, agents, paths, agentNames, options }: Surroundings) {
    this.#clients = clients;
    this.#agents = agents;
    this.#paths = paths;
    this.#agentNames = agentNames;
    this.#filterGpuResources = options.filterGpuResources;
    this.#region = options.domain?.region ?? null;
    this.#profiles = new Array(agents.size).fill(undefined);
    this.#bars = new Uint8Array(agents.size);
    this.#constraints = new ConstraintVerdicts(agents.size, (agent) => this.#profileOf(agent));
    this.#constrainedIn = new Int32Array(paths.roles);
  }

  /** Whether `isBarred` need be asked at all: once for an agent and a role, so that plain clusters pay nothing else. */
  mayBar(role: RoleId, agent: AgentId): boolean {
    return this.#bars[agent] !== 0 || this.#constrainedIn[role] !== 0 || this.#isForGpuTakers(agent);
  }

  isBarred(client: ClientId, agent: AgentId): boolean {
    if (this.#isForGpuTakers(agent) && !this.#clients.has(client, TAKES_GPUS)) return true;
    return this.#isBarredByProfile(client, this.#bars[agent] as number) || this.#constraints.excludes(client, agent);
  }

  /** Whether the client's offer constraints alone keep the agent from it. */
  isExcluded(client: ClientId, agent: AgentId): boolean {
    return this.#constraints.excludes(client, agent);
  }

  /**
   * An agent joins, or tells something new about itself.
   * @param profile undefined: the plain one
   * @returns whether its attributes changed (L4)
   */
  setProfile(agent: AgentId, profile: AgentProfile | undefined): boolean {
    const before = this.#profiles[agent];
    this.#profiles[agent] = profile;
    this.#bars[agent] = profile === undefined ? 0 : this.#barsOf(profile);
    this.#constraints.forget(agent);
    this.#agents.unsettle(agent);
    return !areSame(before?.attributes ?? [], profile?.attributes ?? []);
  }

  /** @param groups undefined: no restriction */
  constrain(client: ClientId, groups: ConstraintGroups | undefined): void {
    const role = this.#clients.roleOf(client);
    const before = this.#constraints.isConstrained(client) ? 1 : 0;
    if (!this.#constraints.constrain(client, groups)) return;
    const now = groups === undefined ? 0 : 1;
    this.#constrainedIn[role] = (this.#constrainedIn[role] as number) + now - before;
    this.#agents.unsettleAll();
  }

  /** P1: GPUs of the total count, under any reservation and even if all are in use. */
  #isForGpuTakers(agent: AgentId): boolean {
    return this.#filterGpuResources && this.#agents.hasGpus(agent);
  }

  #isBarredByProfile(client: ClientId, bars: number): boolean {
    if (bars === 0) return false;
    if ((bars & IS_REMOTE) !== 0 && !this.#clients.has(client, IS_REGION_AWARE)) return true;
    if ((bars & LACKS_MULTI_ROLE) !== 0 && this.#clients.has(client, IS_MULTI_ROLE)) return true;
    return (bars & LACKS_HIERARCHICAL_ROLE) !== 0 && this.#paths.parentOf[this.#clients.roleOf(client)] !== -1;
  }

  /**
   * An agent without a domain is where the master is (P2). So is one with a domain when the master has none: Mesos does
   * not let such an agent register, and journal and scenario refuse it.
   */
  #barsOf({ domain, capabilities }: AgentProfile): number {
    const isRemote = domain !== null && this.#region !== null && domain.region !== this.#region;
    return (
      (isRemote ? IS_REMOTE : 0) |
      (capabilities.includes("MULTI_ROLE") ? 0 : LACKS_MULTI_ROLE) |
      (capabilities.includes("HIERARCHICAL_ROLE") ? 0 : LACKS_HIERARCHICAL_ROLE)
    );
  }

  #profileOf(agent: AgentId): AgentProfile {
    return this.#profiles[agent] ?? plainProfile(this.#agentNames.name(agent));
  }
}

/** Whatever their order, as in Mesos. */
function areSame(a: readonly Attribute[], b: readonly Attribute[]): boolean {
  const texts = (attributes: readonly Attribute[]): string =>
    JSON.stringify(attributes.map(({ name, kind, value }) => JSON.stringify([name, kind, value])).sort());
  return a === b || texts(a) === texts(b);
}
