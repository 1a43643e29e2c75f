import { microsToSeconds } from "../base/time.js";
import { distributionDefinitions, putDistribution, type Statistic } from "./distribution.js";
import type { FinishedRun, MetricFamily } from "./metric-family.js";
import { numbersOf } from "./numbers-of.js";
import type { Scope } from "./scope.js";

const STATISTICS: readonly Statistic[] = ["mean", "p50", "p95", "max"];

/** How long tasks took from submission to end, waiting and repeated runs included. */
export const turnaround: MetricFamily = {
  definitions: distributionDefinitions("turnaround", STATISTICS, {
    unit: "s",
    definition: "seconds from a task's submission to its end, over the tasks that finished",
    source: "Feitelson, Rudolph: Metrics and Benchmarking for Parallel Job Scheduling (1998)",
    direction: "lower",
  }),
  compute(run, scope, into) {
    const { tasks } = run.history;
    const times = numbersOf(finishedTasks(run, scope), (task) =>
      microsToSeconds(tasks.finishedAt.get(task) - tasks.submittedAt.get(task)),
    );
    putDistribution(into, "turnaround", STATISTICS, times, "no task finished");
  },
};

export function finishedTasks(run: FinishedRun, scope: Scope): Int32Array {
  return run.tasksOf(scope).filter((task) => run.history.tasks.isFinished(task));
}
