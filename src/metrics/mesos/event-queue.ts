import type { MetricDefinition } from "../metric.js";
import type { MetricFamily } from "../metric-family.js";

/** The second one is its old name. */
const NAMES = ["allocator/mesos/event_queue_dispatches", "allocator/event_queue_dispatches"];

/** How far the allocator was behind when the run ended. */
export const eventQueue: MetricFamily = {
  definitions: NAMES.map(
    (name): MetricDefinition => ({
      name,
      unit: "operations",
      definition:
        "at the end: operations that wait in the allocator's queue, because none of them triggers a cycle and none came after them that does",
      source: "Mesos: dispatches in the event queue of the allocator's process",
      scopes: ["all"],
      wallClock: false,
      direction: "neutral",
    }),
  ),
  compute({ end }, scope, into) {
    if (scope.kind !== "all") return;
    for (const name of NAMES) into.put(name, end.traffic.waiting);
  },
};
