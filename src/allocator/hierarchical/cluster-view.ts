import type { AllocatorContext } from "../allocator.js";
import { Agents } from "./agents.js";
import { Allocations } from "./allocations.js";
import { Clients } from "./clients.js";
import { ClusterSums } from "./cluster-sums.js";
import { MinimumOffer } from "./minimum-offer.js";
import { OfferFilters } from "./offer-filters.js";
import { Quotas } from "./quotas.js";
import { ResourceNames } from "./resource-names.js";
import { RolePaths } from "./role-paths.js";
import { RoleSorter } from "./role-sorter.js";
import { ShareTotals } from "./share-totals.js";

/** Everything the allocator knows about the cluster: changed by operations and by its own offers, read by the cycle. */
export interface ClusterView {
  readonly names: ResourceNames;
  readonly paths: RolePaths;
  readonly sums: ClusterSums;
  readonly agents: Agents;
  readonly clients: Clients;
  readonly roles: RoleSorter;
  readonly allocations: Allocations;
  readonly filters: OfferFilters;
  readonly quotas: Quotas;
  readonly minimum: MinimumOffer;
  readonly filterGpuResources: boolean;
}

export function createClusterView({ directory, options }: AllocatorContext): ClusterView {
  const names = new ResourceNames(directory.resourceKeys);
  const paths = new RolePaths(directory.roles);
  const totals = new ShareTotals(names, options.fairnessExclude);
  const sums = new ClusterSums(names, paths, totals);
  const agents = new Agents(directory.agents.size, names, sums);
  const clients = new Clients(names, totals);
  const roles = new RoleSorter(names, totals, paths, options.weightUpdates);
  return {
    names,
    paths,
    sums,
    agents,
    clients,
    roles,
    allocations: new Allocations(agents, clients, roles, sums),
    filters: new OfferFilters(agents, options.allocationInterval),
    quotas: new Quotas(names, paths),
    minimum: new MinimumOffer(names, options.minAllocatable),
    filterGpuResources: options.filterGpuResources,
  };
}
