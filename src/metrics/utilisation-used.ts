import { EVERY_SCOPE, type MetricDefinition } from "./metric.js";
import type { MetricFamily } from "./metric-family.js";
import { MEASURED_RESOURCES } from "./unused-over-time.js";

/** How much of the cluster tasks really used, where `utilisation` says how much of it they held. */
export const utilisationUsed: MetricFamily = {
  definitions: MEASURED_RESOURCES.map(
    (resource): MetricDefinition => ({
      name: `utilisationUsed.${resource}`,
      unit: "share",
      definition: `${resource} that tasks used / ${resource} of all agents, both integrated over the run; tasks of which the scenario tells no usage use what they hold`,
      source: "Verma et al.: Large-scale cluster management at Google with Borg (2015) (usage and limit)",
      scopes: EVERY_SCOPE,
      wallClock: false,
      direction: "higher",
    }),
  ),
  compute(run, scope, into) {
    const { usage, unused, pace, directory } = run.history;
    for (const resource of MEASURED_RESOURCES) {
      const key = directory.resourceKeys.find(resource);
      const capacity = key === undefined ? 0 : usage.capacity.overTime(key);
      if (key === undefined || capacity === 0) into.absent(`utilisationUsed.${resource}`, `no agent had ${resource}`);
      else {
        const withheld = resource === "cpus" ? pace.withheldCpu.of(scope) : 0;
        const used = usage.overTime(scope, key) - unused.of(resource, scope) - withheld;
        into.put(`utilisationUsed.${resource}`, used / capacity);
      }
    }
  },
};
