import type { MetricFamily } from "../metric-family.js";
import { putTimer, timerDefinitions } from "./timer-statistics.js";

const RUN_MS = "allocator/mesos/allocation_run_ms";
const LATENCY_MS = "allocator/mesos/allocation_run_latency_ms";

/** How often the allocator ran, how long that took, and how long each run waited for the host. */
export const allocationRuns: MetricFamily = {
  definitions: [
    {
      name: "allocator/mesos/allocation_runs",
      unit: "runs",
      definition: "times the allocator was asked",
      source: "Mesos: runs of the allocation algorithm",
      scopes: ["all"],
      wallClock: false,
      direction: "neutral",
    },
    ...timerDefinitions(RUN_MS, "milliseconds of the machine's clock that one call of the allocator took"),
    ...timerDefinitions(
      LATENCY_MS,
      "milliseconds of the machine's clock from the moment that a call was due until the allocator began with it",
    ),
  ],
  compute({ history, end }, scope, into) {
    if (scope.kind !== "all") return;
    into.put("allocator/mesos/allocation_runs", history.cycleMs.length);
    putTimer(into, RUN_MS, history.cycleMs, history.cycleAt, history.endedAt);
    putTimer(into, LATENCY_MS, end.traffic.latencyMs, history.cycleAt, history.endedAt);
  },
};
