import type { MetricDefinition } from "./metric.js";
import type { MetricFamily } from "./metric-family.js";

const RESOURCES = ["cpus", "mem", "gpus"] as const;

/** How much of the cluster lies idle in pieces that are too small. */
export const fragmentation: MetricFamily = {
  definitions: RESOURCES.map(
    (resource): MetricDefinition => ({
      name: `fragmentation.${resource}`,
      unit: "share",
      definition: `${resource} that no task has in use, on agents where a typical task of the run that asks for ${resource} does not fit, weighted by how many of these tasks do not / ${resource} of all agents, both integrated over the run (0..1)`,
      source:
        "Weng et al.: Beware of Fragmentation, USENIX ATC 2023, over the run's own tasks; unlike there, tasks that ask for none of a resource are left out",
      scopes: ["all"],
      wallClock: false,
      direction: "lower",
    }),
  ),
  compute({ history }, scope, into) {
    if (scope.kind !== "all") return;
    for (const resource of RESOURCES) {
      const key = history.directory.resourceKeys.find(resource);
      const capacity = key === undefined ? 0 : history.usage.capacity.overTime(key);
      const fragments = key === undefined ? undefined : history.fragmentation.of(key);
      const name = `fragmentation.${resource}`;
      if (capacity === 0) into.absent(name, `no agent had ${resource}`);
      else if (fragments === undefined) into.absent(name, `no typical task asks for ${resource}`);
      else into.put(name, fragments / capacity);
    }
  },
};
