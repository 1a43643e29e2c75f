import type { ResourceKeyId, RoleId } from "../../cluster/ids.js";
import type { ResourceKeys } from "../../cluster/resource-keys.js";
import type { MetricDefinition } from "../metric.js";
import type { FinishedRun, MetricFamily } from "../metric-family.js";
import type { ScopedMetrics } from "../metric-set.js";
import type { Sums } from "./cluster-books.js";
import { gaugeValue } from "./gauge-value.js";

const FIGURES = {
  guarantee: "what the role's quota guarantees; only where it guarantees some of the resource",
  limit: "what the role's quota allows at most; only where it limits the resource",
  consumed:
    "at the end: reserved to the role and those below, used or not, and what else they use: not what is only offered, nothing revocable (Q9); of any role, with a quota or not, where there is some",
  offered_or_allocated:
    "at the end: offered to or used by frameworks of exactly this role, reserved and revocable included; only where its quota names the resource",
} as const;

/** Quotas that are set (a default quota is none), and what roles consume. */
export const roleQuota: MetricFamily = {
  definitions: Object.entries(FIGURES).map(
    ([figure, definition]): MetricDefinition => ({
      name: metricName("<role>", "<resource>", figure),
      unit: "cpus, MiB or the resource's own",
      definition,
      source: "Mesos' allocator metrics",
      scopes: ["all"],
      wallClock: false,
      direction: "neutral",
    }),
  ),
  compute(run, scope, into) {
    if (scope.kind !== "all") return;
    const { directory, plan } = run.history;
    const quotas = new Map(plan.roles.map(({ name, quota }) => [name, quota]));
    for (const role of directory.roles.ids()) {
      const { guarantees = [], limits = [] } = quotas.get(directory.roles.name(role)) ?? {};
      const guaranteed = guarantees.filter(({ milli }) => milli > 0);
      putAmounts(run, role, "guarantee", guaranteed, into);
      putAmounts(run, role, "limit", limits, into);
      putSums(run, role, new Set([...guaranteed, ...limits].map(({ name }) => name)), into);
    }
  },
};

function putAmounts(
  { history }: FinishedRun,
  role: RoleId,
  figure: "guarantee" | "limit",
  amounts: readonly { readonly name: string; readonly milli: number }[],
  into: ScopedMetrics,
): void {
  const of = history.directory.roles.name(role);
  for (const { name, milli } of amounts) into.put(metricName(of, name, figure), milli / 1000);
}

/** @param named the resources that the role's quota names */
function putSums({ history, books }: FinishedRun, role: RoleId, named: ReadonlySet<string>, into: ScopedMetrics): void {
  const { roles, resourceKeys } = history.directory;
  const of = roles.name(role);
  const { consumed, held } = books.of(role);
  for (const resource of new Set([...named, ...namesIn(consumed, resourceKeys)])) {
    into.put(metricName(of, resource, "consumed"), gaugeValue(consumed, resource, resourceKeys));
  }
  for (const resource of named) {
    into.put(metricName(of, resource, "offered_or_allocated"), gaugeValue(held, resource, resourceKeys));
  }
}

function namesIn(sums: Sums, keys: ResourceKeys): string[] {
  const names: string[] = [];
  for (let key = 0; key < sums.length; key++) {
    if (sums.get(key) > 0) names.push(keys.get(key as ResourceKeyId).name);
  }
  return names;
}

function metricName(role: string, resource: string, figure: string): string {
  return `allocator/mesos/quota/roles/${role}/resources/${resource}/${figure}`;
}
