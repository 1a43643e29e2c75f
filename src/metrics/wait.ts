import { microsToSeconds } from "../base/time.js";
import { distributionDefinitions, putDistribution, type Statistic } from "./distribution.js";
import type { MetricFamily } from "./metric-family.js";
import { numbersOf } from "./numbers-of.js";

const STATISTICS: readonly Statistic[] = ["mean", "p50", "p95", "max"];

/** How long tasks waited for their first start. Tasks that never started are not in it: `tasks.pending` counts them. */
export const wait: MetricFamily = {
  definitions: distributionDefinitions("wait", STATISTICS, {
    unit: "s",
    definition: "seconds from a task's submission to its first start, over the tasks that started",
    source: "Feitelson, Rudolph: Metrics and Benchmarking for Parallel Job Scheduling (1998)",
    direction: "lower",
  }),
  compute(run, scope, into) {
    const { tasks } = run.history;
    const started = run.tasksOf(scope).filter((task) => tasks.firstStartedAt.get(task) >= 0);
    const waits = numbersOf(started, (task) =>
      microsToSeconds(tasks.firstStartedAt.get(task) - tasks.submittedAt.get(task)),
    );
    putDistribution(into, "wait", STATISTICS, waits, "no task started");
  },
};
