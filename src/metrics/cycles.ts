import { putDistribution } from "./distribution.js";
import type { MetricDefinition } from "./metric.js";
import type { MetricFamily } from "./metric-family.js";

const MILLISECONDS: Omit<MetricDefinition, "name" | "definition"> = {
  unit: "ms",
  source: "Mesos' metric allocator/mesos/allocation_run_ms",
  scopes: ["all"],
  wallClock: true,
  direction: "lower",
};

/** How often the allocator was asked, and how long it took on this machine. */
export const cycles: MetricFamily = {
  definitions: [
    {
      name: "cycles",
      unit: "cycles",
      definition: "times the allocator was asked",
      source: "Mesos' metric allocator/mesos/allocation_runs",
      scopes: ["all"],
      wallClock: false,
      direction: "neutral",
    },
    { ...MILLISECONDS, name: "cycleMs.p50", definition: "p50: milliseconds of one call into the allocator" },
    { ...MILLISECONDS, name: "cycleMs.p95", definition: "p95: milliseconds of one call into the allocator" },
  ],
  compute(run, scope, into) {
    if (scope.kind !== "all") return;
    const { cycleMs } = run.history;
    into.put("cycles", cycleMs.length);
    putDistribution(into, "cycleMs", ["p50", "p95"], cycleMs.values().slice(), "the allocator was never asked");
  },
};
