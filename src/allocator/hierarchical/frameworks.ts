import type { AgentId, FrameworkId, RoleId } from "../../cluster/ids.js";
import type { Resources } from "../../cluster/resources.js";
import type { OperationOf } from "../operations.js";
import type { ClientId } from "./clients.js";
import type { ClusterView } from "./cluster-view.js";

interface Framework {
  readonly id: FrameworkId;
  readonly abilities: { readonly gpus: boolean; readonly revocable: boolean };
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

  has(framework: FrameworkId): boolean {
    return this.#byId[framework] !== undefined;
  }

  add({ framework: id, roles, suppressedRoles, capabilities, active }: OperationOf<"addFramework">): void {
    const abilities = {
      gpus: capabilities.includes("GPU_RESOURCES"),
      revocable: capabilities.includes("REVOCABLE_RESOURCES"),
    };
    const suppressed = new Set(suppressedRoles);
    const framework: Framework = { id, abilities, active, roles: new Set(roles), suppressed, clients: new Map() };
    this.#byId[id] = framework;
    for (const role of roles) this.#subscribe(framework, role);
  }

  remove(id: FrameworkId): void {
    const { allocations, clients, filters } = this.#view;
    const framework = this.#byId[id];
    if (framework === undefined) return;
    this.#byId[id] = undefined;
    for (const [role, client] of framework.clients) {
      for (const [agent, resources] of allocations.heldBy(client)) allocations.recover(client, agent, resources);
      filters.clearClient(client);
      allocations.orderOf(role).remove(client);
      allocations.untrack(client);
      clients.delete(client);
    }
  }

  /** Roles joined, roles left, roles suppressed and revived, in this order (F9, L2). */
  update({ framework: id, roles, suppressedRoles }: OperationOf<"updateFramework">): void {
    const framework = this.#byId[id];
    if (framework === undefined) return;
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

  /** Both ends suppression and forgets filters (F7). @param roles empty for all subscribed ones */
  revive(id: FrameworkId, roles: readonly RoleId[]): void {
    const framework = this.#byId[id];
    if (framework === undefined) return;
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
