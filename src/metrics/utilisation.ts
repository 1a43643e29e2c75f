import { EVERY_SCOPE, type MetricDefinition, type MetricDirection } from "./metric.js";
import type { MetricFamily } from "./metric-family.js";

const RESOURCES = ["cpus", "mem", "gpus"] as const;

/** How much of the cluster tasks had in use; of a role or framework: how much of the cluster it had in use. */
export const utilisation: MetricFamily = {
  definitions: RESOURCES.flatMap((resource) => [
    definition(
      `utilisation.${resource}`,
      `${resource} in use by tasks / ${resource} of all agents, both integrated over the run (0..1)`,
      "higher",
    ),
    definition(
      `peakUtilisation.${resource}`,
      `the most ${resource} in use by tasks at one moment / ${resource} of all agents then (0..1)`,
      "neutral",
    ),
  ]),
  compute(run, scope, into) {
    const { usage, directory } = run.history;
    for (const resource of RESOURCES) {
      const key = directory.resourceKeys.find(resource);
      const capacity = key === undefined ? 0 : usage.capacity.overTime(key);
      if (key === undefined || capacity === 0) {
        into.absent(`utilisation.${resource}`, `no agent had ${resource}`);
        into.absent(`peakUtilisation.${resource}`, `no agent had ${resource}`);
      } else {
        into.put(`utilisation.${resource}`, usage.overTime(scope, key) / capacity);
        into.put(`peakUtilisation.${resource}`, usage.peak(scope, key));
      }
    }
  },
};

function definition(name: string, text: string, direction: MetricDirection): MetricDefinition {
  return {
    name,
    unit: "share",
    definition: text,
    source: "Feitelson, Rudolph: Metrics and Benchmarking for Parallel Job Scheduling (1998)",
    scopes: EVERY_SCOPE,
    wallClock: false,
    direction,
  };
}
