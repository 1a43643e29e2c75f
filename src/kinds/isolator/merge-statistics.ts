import type { Micros } from "../../base/time.js";
import type { ResourceLimits } from "./container-config.js";
import { mergeMessages } from "./merge-messages.js";
import { quantityIn } from "./quantity.js";
import type { ResourceStatistics } from "./resource-statistics.js";

/** What the statistics of a container say beside what its isolators measure. */
export interface StatisticsBounds {
  readonly resources: string;
  readonly limits: ResourceLimits;
  /** The agent's total: what an infinite limit comes to. */
  readonly agentTotal: string;
  /** Whether a container without a limit on cpus is held to its request: Mesos' --cgroups_enable_cfs. */
  readonly enableCfs: boolean;
}

/** I7: what the isolators answered, in order, with the time and with the limits on cpus and memory. */
export function mergeStatistics(
  now: Micros,
  answers: readonly ResourceStatistics[],
  bounds: StatisticsBounds,
): ResourceStatistics {
  const measured = answers.reduce<ResourceStatistics>(mergeMessages, { timestamp: now });
  const cpus = quantityIn(bounds.resources, "cpus");
  const mem = quantityIn(bounds.resources, "mem");
  const cpusLimit = limitOf(bounds, "cpus") ?? (bounds.enableCfs ? cpus : null);
  const memLimit = limitOf(bounds, "mem") ?? mem;
  return {
    ...measured,
    ...(cpus !== null && { cpusSoftLimit: cpus }),
    ...(cpusLimit !== null && { cpusLimit }),
    ...(mem !== null && { memSoftLimitMiB: mem }),
    ...(memLimit !== null && { memLimitMiB: memLimit }),
  };
}

function limitOf({ limits, agentTotal }: StatisticsBounds, name: string): number | null {
  const limit = limits[name];
  if (limit === undefined) return null;
  return limit === "infinity" ? quantityIn(agentTotal, name) : limit;
}
