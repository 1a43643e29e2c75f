import { microsToSeconds } from "../base/time.js";
import { EVERY_SCOPE } from "./metric.js";
import type { MetricFamily } from "./metric-family.js";

/** How long all the work took. Has no value while some of it is undone: half the work in half the time is no better. */
export const makespan: MetricFamily = {
  definitions: [
    {
      name: "makespan",
      unit: "s",
      definition: "seconds from the first submission to the last end, over tasks that end by themselves",
      source: "Graham: Bounds for Certain Multiprocessing Anomalies (1966)",
      scopes: EVERY_SCOPE,
      wallClock: false,
      direction: "lower",
    },
  ],
  compute(run, scope, into) {
    const { tasks } = run.history;
    const ending = run.tasksOf(scope).filter((task) => tasks.duration.get(task) >= 0);
    const undone = ending.reduce((count, task) => count + (tasks.isFinished(task) ? 0 : 1), 0);
    if (ending.length === 0) return into.absent("makespan", "no task that ends by itself was submitted");
    if (undone > 0) return into.absent("makespan", `${undone} of ${ending.length} tasks had not finished at the end`);
    const first = ending.reduce(
      (least, task) => Math.min(least, tasks.submittedAt.get(task)),
      Number.POSITIVE_INFINITY,
    );
    const last = ending.reduce((most, task) => Math.max(most, tasks.finishedAt.get(task)), 0);
    into.put("makespan", microsToSeconds(last - first));
  },
};
