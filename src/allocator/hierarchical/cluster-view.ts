import { randomStream } from "../../base/random.js";
import type { AllocatorContext } from "../allocator.js";
import { AgentEligibility } from "./agent-eligibility.js";
import { Agents } from "./agents.js";
import { Allocations } from "./allocations.js";
import { Clients } from "./clients.js";
import { ClusterSums } from "./cluster-sums.js";
import { DrfOrder } from "./drf-order.js";
import { DrfRoleOrder } from "./drf-role-order.js";
import { Maintenance } from "./maintenance.js";
import { OfferFilters } from "./offer-filters.js";
import { OfferMinima } from "./offer-minima.js";
import { Quotas } from "./quotas.js";
import { RandomOrder } from "./random-order.js";
import { RandomRoleOrder } from "./random-role-order.js";
import { ResourceNames } from "./resource-names.js";
import type { RoleOrder } from "./role-order.js";
import { RolePaths } from "./role-paths.js";
import { RoleSorter } from "./role-sorter.js";
import { ShareTotals } from "./share-totals.js";
import type { SiblingOrder } from "./sibling-order.js";

/** Everything the allocator knows about the cluster: changed by operations and by its own offers, read by the cycle. */
export interface ClusterView {
  readonly names: ResourceNames;
  readonly paths: RolePaths;
  readonly sums: ClusterSums;
  readonly agents: Agents;
  readonly clients: Clients;
  readonly roles: RoleSorter;
  /** Which sorter gives the order. */
  readonly sorter: "drf" | "random";
  readonly roleOrder: RoleOrder;
  readonly allocations: Allocations;
  readonly filters: OfferFilters;
  readonly quotas: Quotas;
  readonly minima: OfferMinima;
  readonly eligibility: AgentEligibility;
  readonly maintenance: Maintenance;
}

export function createClusterView({ directory, options, seed }: AllocatorContext): ClusterView {
  const names = new ResourceNames(directory.resourceKeys);
  const paths = new RolePaths(directory.roles);
  const totals = new ShareTotals(names, options.fairnessExclude);
  const sums = new ClusterSums(names, paths, totals);
  const agents = new Agents(directory.agents.size, names, sums);
  const clients = new Clients(names, totals);
  const roles = new RoleSorter(names, totals, paths, options.weightUpdates);
  const sorters = options.roleSorter === "random" ? randomSorters(roles, clients, seed) : drfSorters(roles, clients);
  return {
    names,
    paths,
    sums,
    agents,
    clients,
    roles,
    sorter: options.roleSorter,
    roleOrder: sorters.roleOrder,
    allocations: new Allocations(names, agents, clients, roles, sums, sorters.newOrder),
    filters: new OfferFilters(agents, options.allocationInterval),
    quotas: new Quotas(names, paths),
    minima: new OfferMinima({ names, agents, clients }, options.minAllocatable),
    eligibility: new AgentEligibility({ clients, agents, paths, agentNames: directory.agents, options }),
    maintenance: new Maintenance(),
  };
}

interface Sorters {
  readonly roleOrder: RoleOrder;
  readonly newOrder: () => SiblingOrder;
}

function drfSorters(roles: RoleSorter, clients: Clients): Sorters {
  return { roleOrder: new DrfRoleOrder(roles), newOrder: () => new DrfOrder(clients.shares) };
}

/** One stream for the roles, and one for the frameworks of all roles. */
function randomSorters(roles: RoleSorter, clients: Clients, seed: number): Sorters {
  const random = randomStream(seed, "hierarchical: framework sorter");
  return {
    roleOrder: new RandomRoleOrder(roles, randomStream(seed, "hierarchical: role sorter")),
    newOrder: () => new RandomOrder(clients.shares, random),
  };
}
