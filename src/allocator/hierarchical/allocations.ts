import type { AgentId, RoleId } from "../../cluster/ids.js";
import { add, amountOf, isEmpty, NO_RESOURCES, type Resources, subtract } from "../../cluster/resources.js";
import type { Conversion } from "../operations.js";
import type { Agents } from "./agents.js";
import type { ClientId, Clients } from "./clients.js";
import type { ClusterSums } from "./cluster-sums.js";
import type { ResourceNames } from "./resource-names.js";
import type { RoleSorter } from "./role-sorter.js";
import { SharedHolders } from "./shared-holders.js";
import type { SiblingOrder } from "./sibling-order.js";

/** Who holds what: the one place where an allocation reaches the agent, both sorters and the sums over the cluster. */
export class Allocations {
  readonly #names: ResourceNames;
  readonly #agents: Agents;
  readonly #clients: Clients;
  readonly #roles: RoleSorter;
  readonly #sums: ClusterSums;
  /** The framework sorters, by role. */
  readonly #orders: (SiblingOrder | undefined)[];
  readonly #newOrder: () => SiblingOrder;
  readonly #trackedClients: Int32Array;
  readonly #sharedHolders = new SharedHolders();

  /** @param newOrder makes the framework sorter of a role */
  constructor(
    names: ResourceNames,
    agents: Agents,
    clients: Clients,
    roles: RoleSorter,
    sums: ClusterSums,
    newOrder: () => SiblingOrder,
  ) {
    this.#names = names;
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
    const exclusive = this.#names.exclusive(resources);
    this.#hold(client, agent, resources);
    this.#clients.shares.allocate(client, exclusive);
    this.orderOf(role).touch(client);
    this.#roles.allocated(role, exclusive);
    this.#sums.allocated(role, exclusive, 1);
    if (exclusive !== resources) this.#bookShared(client, agent, resources, 1);
  }

  /** Gives back a part of what the client holds on the agent. */
  recover(client: ClientId, agent: AgentId, resources: Resources): void {
    this.#unhold(client, agent, resources);
    this.#book(client, agent, resources, -1);
    this.#agents.giveBack(agent, resources);
  }

  /** What the client was offered on the agent becomes something else; that is no allocation more (L8, S12). */
  convert(client: ClientId, agent: AgentId, conversion: Conversion): void {
    const { from, to } = conversion;
    // A further copy of a shared volume takes nothing from the agent.
    if (!isEmpty(from)) this.#agents.convertTaken(agent, conversion);
    this.#unhold(client, agent, from);
    this.#book(client, agent, from, -1);
    this.#hold(client, agent, to);
    this.#book(client, agent, to, 1);
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

  #hold(client: ClientId, agent: AgentId, resources: Resources): void {
    const held = this.#clients.held[client] as Map<AgentId, Resources>;
    const sum = add(held.get(agent) ?? NO_RESOURCES, resources);
    if (!isEmpty(sum)) held.set(agent, sum);
  }

  #unhold(client: ClientId, agent: AgentId, resources: Resources): void {
    const held = this.#clients.held[client] as Map<AgentId, Resources>;
    const left = subtract(held.get(agent) ?? NO_RESOURCES, resources);
    if (isEmpty(left)) held.delete(agent);
    else held.set(agent, left);
  }

  /** Adds to what counts as the client's, or takes off, in both sorters and the sums. */
  #book(client: ClientId, agent: AgentId, resources: Resources, sign: 1 | -1): void {
    const role = this.#clients.roleOf(client);
    const exclusive = this.#names.exclusive(resources);
    this.#clients.shares.allocated.book(client, exclusive, sign);
    this.orderOf(role).touch(client);
    this.#roles.book(role, exclusive, sign);
    this.#sums.allocated(role, exclusive, sign);
    if (exclusive !== resources) this.#bookShared(client, agent, resources, sign);
  }

  /** Each shared volume counts once for the client, for every node above, and for the cluster (S4). */
  #bookShared(client: ClientId, agent: AgentId, resources: Resources, sign: 1 | -1): void {
    const role = this.#clients.roleOf(client);
    for (const [i, key] of resources.keys.entries()) {
      if (!this.#names.isShared(key)) continue;
      const amount = resources.amounts[i] as number;
      const size = amountOf(this.#agents.total(agent), key) || amount;
      const change = this.#sharedHolders.change(client, agent, key, sign * amount, size);
      if (!change.isFirstOrLast) continue;
      const once: Resources = { keys: [key], amounts: [change.size] };
      this.#clients.shares.allocated.book(client, once, sign);
      const otherRoles = change.others.map((other) => this.#clients.roleOf(other));
      this.#roles.bookApartFrom(otherRoles, role, once, sign);
      if (change.others.length === 0) this.#sums.allocated(role, once, sign);
    }
  }
}
