import type { ResourceKeyId } from "../../cluster/ids.js";
import type { AllocatorOptionsPlan } from "../../cluster/plan.js";
import type { ResourceKeys } from "../../cluster/resource-keys.js";
import type { MetricFamily } from "../metric-family.js";
import type { ClusterBooks, RoleSums } from "./cluster-books.js";

/** What a DRF sorter goes by, for each role that has frameworks. */
export const roleShares: MetricFamily = {
  definitions: [
    {
      name: metricName("<role>"),
      unit: "share",
      definition:
        "at the end: the greatest part of the cluster's cpus, mem, ... that the frameworks of exactly this role are offered or use, divided by its weight; by 1 where there are frameworks below it, too (S2, S6); resources in fairnessExclude do not count, and where countLentInShares is false nor does what other roles lend (P9)",
      source: "Ghodsi et al.: Dominant Resource Fairness, NSDI 2011; Mesos' metric of its DRF sorter",
      scopes: ["all"],
      wallClock: false,
      direction: "neutral",
    },
  ],
  compute({ history, books }, scope, into) {
    if (scope.kind !== "all") return;
    const { roles, resourceKeys } = history.directory;
    for (const role of books.trackedRoles) {
      const name = roles.name(role);
      const weight = books.hasRolesBelow(role) ? 1 : history.weightOf(name);
      const share = greatestPart(books.of(role), books, resourceKeys, history.plan.options);
      into.put(metricName(name), share / weight);
    }
  },
};

type ShareOptions = Pick<AllocatorOptionsPlan, "fairnessExclude" | "countLentInShares">;

/** Names that are excluded, or that the cluster has none of, do not count. */
function greatestPart(
  { held, lent }: RoleSums,
  { total }: ClusterBooks,
  keys: ResourceKeys,
  { fairnessExclude, countLentInShares }: ShareOptions,
): number {
  let greatest = 0;
  for (let key = 0; key < held.length; key++) {
    if (total.get(key) <= 0 || fairnessExclude.includes(keys.get(key as ResourceKeyId).name)) continue;
    const counted = countLentInShares ? held.get(key) : held.get(key) - lent.get(key);
    greatest = Math.max(greatest, counted / total.get(key));
  }
  return greatest;
}

function metricName(role: string): string {
  return `allocator/mesos/roles/${role}/shares/dominant`;
}
