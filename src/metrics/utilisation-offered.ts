import type { ResourceKeyId } from "../cluster/ids.js";
import { EVERY_SCOPE, type MetricDefinition } from "./metric.js";
import type { FinishedRun, MetricFamily } from "./metric-family.js";
import type { ScopedMetrics } from "./metric-set.js";

export const OFFERED_RESOURCES = ["cpus", "mem", "gpus"] as const;

/** How much of the cluster lay with frameworks as offers that they had not answered. */
export const utilisationOffered: MetricFamily = {
  definitions: OFFERED_RESOURCES.map(
    (resource): MetricDefinition => ({
      name: `utilisationOffered.${resource}`,
      unit: "share",
      definition: `${resource} that frameworks have been offered and have neither used nor given back yet / ${resource} of all agents, both integrated over the run (0..1)`,
      source: "Hindman et al.: Mesos, NSDI 2011 (offers count as allocated while they are outstanding)",
      scopes: EVERY_SCOPE,
      wallClock: false,
      direction: "neutral",
    }),
  ),
  compute(run, scope, into) {
    putPartsOfCapacity(run, into, "utilisationOffered", (key) => run.history.onOffer.of(scope, key));
  },
};

/** Puts `NAME.cpus`, `.mem` and `.gpus`. @param amount thousandths times microseconds */
export function putPartsOfCapacity(
  { history }: FinishedRun,
  into: ScopedMetrics,
  name: string,
  amount: (key: ResourceKeyId, resource: (typeof OFFERED_RESOURCES)[number]) => number,
): void {
  for (const resource of OFFERED_RESOURCES) {
    const key = history.directory.resourceKeys.find(resource);
    const capacity = key === undefined ? 0 : history.usage.capacity.overTime(key);
    if (key === undefined || capacity === 0) into.absent(`${name}.${resource}`, `no agent had ${resource}`);
    else into.put(`${name}.${resource}`, amount(key, resource) / capacity);
  }
}
