import { EVERY_SCOPE, type MetricDefinition } from "./metric.js";
import type { MetricFamily } from "./metric-family.js";

const SOURCE = "Mesos' master metrics master/tasks_failed and master/task_failed/source_slave/reason_*";

const DEFINITIONS: readonly (readonly [name: string, unit: string, definition: string])[] = [
  ["tasks.failed", "tasks", "runs of tasks that failed by themselves; they are among tasks.killed if they were placed"],
  [
    "launches.failed",
    "launches",
    "those of tasks.failed that never ran: the launch was refused, or their container failed",
  ],
  ["containerLimitations.memory", "tasks", "those of tasks.failed that used more memory than an isolator lets them"],
  ["containerLimitations.disk", "tasks", "those of tasks.failed that used more disk than an isolator lets them"],
  ["containerLimitations.other", "tasks", "those of tasks.failed that an isolator ended for another resource"],
];

/** What came of launches and containers, where hooks and isolators take part in them. */
export const failures: MetricFamily = {
  definitions: [
    ...DEFINITIONS.map(
      ([name, unit, definition]): MetricDefinition => ({
        name,
        unit,
        definition,
        source: SOURCE,
        scopes: EVERY_SCOPE,
        wallClock: false,
        direction: "lower",
      }),
    ),
    {
      name: "hooks.errors",
      unit: "errors",
      definition: "errors that hooks reported of themselves",
      source: "own definition: Mesos only logs them",
      scopes: ["all"],
      wallClock: false,
      direction: "lower",
    },
  ],
  compute({ history }, scope, into) {
    const { failed, launches, memory, disk, otherLimitations } = history.failures;
    into.put("tasks.failed", failed.of(scope));
    into.put("launches.failed", launches.of(scope));
    into.put("containerLimitations.memory", memory.of(scope));
    into.put("containerLimitations.disk", disk.of(scope));
    into.put("containerLimitations.other", otherLimitations.of(scope));
    if (scope.kind === "all") into.put("hooks.errors", history.hookErrors);
  },
};
