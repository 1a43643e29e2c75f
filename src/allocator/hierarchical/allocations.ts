import type { AgentId, RoleId } from "../../cluster/ids.js";
import { add, isEmpty, NO_RESOURCES, type Resources, subtract } from "../../cluster/resources.js";
import type { Agents } from "./agents.js";
import type { ClientId, Clients } from "./clients.js";
import type { ClusterSums } from "./cluster-sums.js";
import type { RoleSorter } from "./role-sorter.js";
import type { SiblingOrder } from "./sibling-order.js";

/** Who holds what: the one place where an allocation reaches the agent, both sorters and the sums over the cluster. */
export class Allocations {
  readonly #agents: Agents;
  readonly #clients: Clients;
  readonly #roles: RoleSorter;
  readonly #sums: ClusterSums;
  /** The framework sorters, by role. */
  readonly #orders: (SiblingOrder | undefined)[];
  readonly #newOrder: () => SiblingOrder;
  readonly #trackedClients: Int32Array;

  /** @param newOrder makes the framework sorter of a role */
  constructor(agents: Agents, clients: Clients, roles: RoleSorter, sums: ClusterSums, newOrder: () => SiblingOrder) {
    this.#agents = agents;
    this.#clients = clients;
    this.#roles = roles;
    this.#sums = sums;
    this.#newOrder = newOrder;
    this.#orders = new Array(roles.paths.roles).fill(undefined);
    this.#trackedClients = new Int32Array(roles.paths.roles);
  }

  /** The role's active frameworks in the sorter's order. */
  orderOf(role: RoleId): SiblingOrder {
    this.#orders[role] ??= this.#newOrder();
    return this.#orders[role];
  }

  track(client: ClientId): void {
    if (this.#clients.isTracked(client)) return;
    this.#clients.setTracked(client, true);
    const role = this.#clients.roleOf(client);
    this.#trackedClients[role] = (this.#trackedClients[role] as number) + 1;
    if (this.#trackedClients[role] === 1) this.#roles.add(role);
  }

  /** For a client that holds nothing and is in no order. */
  untrack(client: ClientId): void {
    if (!this.#clients.isTracked(client)) return;
    this.#clients.setTracked(client, false);
    const role = this.#clients.roleOf(client);
    this.#trackedClients[role] = (this.#trackedClients[role] as number) - 1;
    if (this.#trackedClients[role] === 0) this.#roles.remove(role);
  }

  /** An offer: taken from the agent and counted for the client. */
  offer(client: ClientId, agent: AgentId, resources: Resources): void {
    this.#agents.take(agent, resources);
    this.count(client, agent, resources);
  }

  /** Counts what is already taken from the agent (resources in use when agent or framework arrives, L1). */
  count(client: ClientId, agent: AgentId, resources: Resources): void {
    const role = this.#clients.roleOf(client);
    const held = this.#clients.held[client] as Map<AgentId, Resources>;
    held.set(agent, add(held.get(agent) ?? NO_RESOURCES, resources));
    this.#clients.shares.allocate(client, resources);
    this.orderOf(role).touch(client);
    this.#roles.allocated(role, resources);
    this.#sums.allocated(role, resources, 1);
  }

  /** Gives back a part of what the client holds on the agent. */
  recover(client: ClientId, agent: AgentId, resources: Resources): void {
    const role = this.#clients.roleOf(client);
    const held = this.#clients.held[client] as Map<AgentId, Resources>;
    const left = subtract(held.get(agent) ?? NO_RESOURCES, resources);
    if (isEmpty(left)) held.delete(agent);
    else held.set(agent, left);
    this.#clients.shares.allocated.book(client, resources, -1);
    this.orderOf(role).touch(client);
    this.#roles.unallocated(role, resources);
    this.#sums.allocated(role, resources, -1);
    this.#agents.giveBack(agent, resources);
  }

  holdsNothing(client: ClientId): boolean {
    return (this.#clients.held[client] as Map<AgentId, Resources>).size === 0;
  }

  /** What the client holds on the agent; undefined for nothing. */
  heldOn(client: ClientId, agent: AgentId): Resources | undefined {
    return (this.#clients.held[client] as Map<AgentId, Resources>).get(agent);
  }

  /** A copy, since recovering changes it. */
  heldBy(client: ClientId): [AgentId, Resources][] {
    return [...(this.#clients.held[client] as Map<AgentId, Resources>)];
  }
}
