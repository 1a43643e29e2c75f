import type { AgentId, FrameworkId, RoleId } from "../../cluster/ids.js";
import type { Resources } from "../../cluster/resources.js";
import { type Conversion, NO_PREFERENCES, type OfferPreferences, type OperationOf } from "../operations.js";
import { abilitiesOf } from "./abilities.js";
import type { ClientId } from "./clients.js";
import type { ClusterView } from "./cluster-view.js";

/** A framework as it is registered now. */
export interface Framework {
  readonly id: FrameworkId;
  /** As bits of `abilities.ts`. */
  abilities: number;
  preferences: OfferPreferences;
  active: boolean;
  roles: ReadonlySet<RoleId>;
  readonly suppressed: Set<RoleId>;
  /** By role: the subscribed ones, and others in which it holds something or once refused an offer. */
  readonly clients: Map<RoleId, ClientId>;
}

/** The registered frameworks: which roles they are in, whether they want offers (facts: allocator sections 6 and 8). */
export class Frameworks {
  readonly #view: ClusterView;
  readonly #byId: (Framework | undefined)[];

  constructor(view: ClusterView, size: number) {
    this.#view = view;
    this.#byId = new Array(size).fill(undefined);
  }

  /** In id order. */
  all(): Framework[] {
    return this.#byId.filter((framework) => framework !== undefined);
  }

  has(framework: FrameworkId): boolean {
    return this.#byId[framework] !== undefined;
  }

  add({ framework: id, roles, active, ...told }: OperationOf<"addFramework">): void {
    const framework: Framework = {
      id,
      abilities: abilitiesOf(told.capabilities),
      preferences: told.preferences ?? NO_PREFERENCES,
      active,
      roles: new Set(roles),
      suppressed: new Set(told.suppressedRoles),
      clients: new Map(),
    };
    this.#byId[id] = framework;
    for (const role of roles) this.#subscribe(framework, role);
  }

  remove(id: FrameworkId): void {
    const { allocations, clients, eligibility, filters, maintenance, minima } = this.#view;
    const framework = this.#byId[id];
    if (framework === undefined) return;
    this.#byId[id] = undefined;
    maintenance.removeFramework(id);
    for (const [role, client] of framework.clients) {
      for (const [agent, resources] of allocations.heldBy(client)) allocations.recover(client, agent, resources);
      filters.clearClient(client);
      eligibility.constrain(client, undefined);
      minima.set(client, undefined);
      allocations.orderOf(role).remove(client);
      allocations.untrack(client);
      clients.delete(client);
    }
  }

  /** Roles joined, roles left, roles suppressed and revived, in this order (F9, L2); before all, what it can and wants. */
  update({ framework: id, roles, suppressedRoles, capabilities, preferences }: OperationOf<"updateFramework">): void {
    const framework = this.#byId[id];
    if (framework === undefined) return;
    if (capabilities !== undefined) this.#setAbilities(framework, abilitiesOf(capabilities));
    if (preferences !== undefined) this.#setPreferences(framework, preferences);
    const left = [...framework.roles].filter((role) => !roles.includes(role));
    const revived = [...framework.suppressed].filter((role) => !suppressedRoles.includes(role));
    framework.roles = new Set(roles);
    framework.suppressed.clear();
    for (const role of suppressedRoles) framework.suppressed.add(role);
    for (const role of roles) this.#subscribe(framework, role);
    for (const role of [...left, ...revived]) this.#clearFilters(framework, role);
    for (const role of left) this.#leave(framework, role);
  }

  setActive(id: FrameworkId, active: boolean): void {
    const framework = this.#byId[id];
    if (framework === undefined) return;
    framework.active = active;
    if (!active) this.#view.maintenance.clearFramework(id);
    for (const role of framework.clients.keys()) {
      if (!active) this.#clearFilters(framework, role);
      this.#refresh(framework, role);
    }
  }

  /** @param roles empty for all subscribed ones */
  suppress(id: FrameworkId, roles: readonly RoleId[]): void {
    const framework = this.#byId[id];
    if (framework === undefined) return;
    for (const role of roles.length === 0 ? framework.roles : roles) {
      framework.suppressed.add(role);
      this.#refresh(framework, role);
    }
  }

  /**
   * Both ends suppression and forgets filters (F7), inverse filters of all roles (F5).
   * @param roles empty for all subscribed ones
   */
  revive(id: FrameworkId, roles: readonly RoleId[]): void {
    const framework = this.#byId[id];
    if (framework === undefined) return;
    this.#view.maintenance.clearFramework(id);
    for (const role of roles.length === 0 ? framework.roles : roles) {
      framework.suppressed.delete(role);
      this.#clearFilters(framework, role);
      this.#refresh(framework, role);
    }
  }

  /** Counts what the framework uses on an agent; that may be in a role that it is not subscribed to. */
  count(id: FrameworkId, role: RoleId, agent: AgentId, resources: Resources): void {
    const client = this.#client(this.#byId[id] as Framework, role);
    this.#view.allocations.track(client);
    this.#view.allocations.count(client, agent, resources);
  }

  /** @returns the client; undefined when the framework, or what it would give back, is not there (L6) */
  recover(id: FrameworkId, role: RoleId, agent: AgentId, resources: Resources): ClientId | undefined {
    const { allocations } = this.#view;
    const framework = this.#byId[id];
    const client = framework?.clients.get(role);
    if (framework === undefined || client === undefined) return undefined;
    if (allocations.heldOn(client, agent) === undefined) return undefined;
    allocations.recover(client, agent, resources);
    if (!framework.roles.has(role)) this.#leaveIfDone(framework, role);
    return client;
  }

  /** What the framework was offered becomes something else (L8). */
  convert(id: FrameworkId, role: RoleId, agent: AgentId, conversions: readonly Conversion[]): void {
    const framework = this.#byId[id];
    const client = framework?.clients.get(role);
    if (framework === undefined || client === undefined) return;
    for (const conversion of conversions) this.#view.allocations.convert(client, agent, conversion);
    if (!framework.roles.has(role)) this.#leaveIfDone(framework, role);
  }

  /** What anybody holds on the agent comes back (L5). */
  recoverAll(agent: AgentId): void {
    const { allocations } = this.#view;
    for (const framework of this.#byId) {
      if (framework === undefined) continue;
      for (const [role, client] of framework.clients) {
        const held = allocations.heldOn(client, agent);
        if (held === undefined) continue;
        allocations.recover(client, agent, held);
        this.#leaveIfDone(framework, role);
      }
    }
  }

  /** The active ones that hold something on the agent, in whatever role; in id order. */
  activeHoldersOn(agent: AgentId): FrameworkId[] {
    const { allocations } = this.#view;
    const holders: FrameworkId[] = [];
    for (const framework of this.all()) {
      if (!framework.active) continue;
      const clients = [...framework.clients.values()];
      if (clients.some((client) => allocations.heldOn(client, agent) !== undefined)) holders.push(framework.id);
    }
    return holders;
  }

  #setAbilities(framework: Framework, abilities: number): void {
    if (abilities === framework.abilities) return;
    framework.abilities = abilities;
    for (const client of framework.clients.values()) this.#view.clients.setAbilities(client, abilities);
    this.#view.agents.unsettleAll();
  }

  #setPreferences(framework: Framework, preferences: OfferPreferences): void {
    framework.preferences = preferences;
    for (const [role, client] of framework.clients) this.#prefer(client, role, preferences);
  }

  #prefer(client: ClientId, role: RoleId, { constraints, minAllocatable }: OfferPreferences): void {
    this.#view.eligibility.constrain(client, constraints.get(role));
    this.#view.minima.set(client, minAllocatable.get(role));
  }

  #subscribe(framework: Framework, role: RoleId): void {
    this.#view.allocations.track(this.#client(framework, role));
    this.#refresh(framework, role);
  }

  #leave(framework: Framework, role: RoleId): void {
    this.#refresh(framework, role);
    this.#leaveIfDone(framework, role);
  }

  /** A role that was left is forgotten once nothing is held there. */
  #leaveIfDone(framework: Framework, role: RoleId): void {
    const client = framework.clients.get(role) as ClientId;
    if (!framework.roles.has(role) && this.#view.allocations.holdsNothing(client)) {
      this.#view.allocations.untrack(client);
    }
  }

  #clearFilters(framework: Framework, role: RoleId): void {
    const client = framework.clients.get(role);
    if (client !== undefined) this.#view.filters.clearClient(client);
  }

  #client(framework: Framework, role: RoleId): ClientId {
    let client = framework.clients.get(role);
    if (client === undefined) {
      client = this.#view.clients.create(framework.id, role, framework.abilities);
      framework.clients.set(role, client);
      this.#prefer(client, role, framework.preferences);
    }
    return client;
  }

  /** Puts the framework into the role's order or takes it out, as it is to be offered something or not (F6, F8, L7). */
  #refresh(framework: Framework, role: RoleId): void {
    const client = framework.clients.get(role);
    if (client === undefined) return;
    const order = this.#view.allocations.orderOf(role);
    const wantsOffers = framework.active && framework.roles.has(role) && !framework.suppressed.has(role);
    if (!wantsOffers) order.remove(client);
    else if (order.insert(client)) this.#view.agents.unsettleAll();
  }
}
