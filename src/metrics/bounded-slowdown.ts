import { MICROS_PER_SECOND } from "../base/time.js";
import { distributionDefinitions, putDistribution, type Statistic } from "./distribution.js";
import type { MetricFamily } from "./metric-family.js";
import { numbersOf } from "./numbers-of.js";
import { finishedTasks } from "./turnaround.js";

const STATISTICS: readonly Statistic[] = ["mean", "p95"];

/** Shorter tasks count as this long, so that a task of a millisecond does not dominate the mean. */
const TAU = 10 * MICROS_PER_SECOND;

/** How many times longer than necessary tasks took. */
export const boundedSlowdown: MetricFamily = {
  definitions: distributionDefinitions("boundedSlowdown", STATISTICS, {
    unit: "times",
    definition: "turnaround / max(run time, 10 s), at least 1, over the tasks that finished",
    source: "Feitelson, Rudolph: Metrics and Benchmarking for Parallel Job Scheduling (1998), tau = 10 s",
    direction: "lower",
  }),
  compute(run, scope, into) {
    const { tasks } = run.history;
    const slowdowns = numbersOf(finishedTasks(run, scope), (task) => {
      const took = tasks.finishedAt.get(task) - tasks.submittedAt.get(task);
      return Math.max(1, took / Math.max(tasks.duration.get(task), TAU));
    });
    putDistribution(into, "boundedSlowdown", STATISTICS, slowdowns, "no task finished");
  },
};
