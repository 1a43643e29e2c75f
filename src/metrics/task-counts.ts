import { EVERY_SCOPE, type MetricDefinition, type MetricDirection } from "./metric.js";
import type { MetricFamily } from "./metric-family.js";

const DEFINITIONS: readonly (readonly [name: string, direction: MetricDirection, definition: string])[] = [
  ["submitted", "neutral", "tasks that were submitted"],
  ["finished", "higher", "tasks that ran to their end"],
  ["running", "neutral", "tasks that were running when the run ended"],
  ["pending", "lower", "tasks that waited for a start, or to be started again, when the run ended"],
  ["killed", "lower", "runs of tasks that were ended early, for whatever reason; a task can be killed more than once"],
];

/** submitted = finished + running + pending. */
export const taskCounts: MetricFamily = {
  definitions: DEFINITIONS.map(
    ([name, direction, definition]): MetricDefinition => ({
      name: `tasks.${name}`,
      unit: "tasks",
      definition,
      source: "Mesos' master metrics tasks_finished, tasks_running, tasks_killed",
      scopes: EVERY_SCOPE,
      wallClock: false,
      direction,
    }),
  ),
  compute(run, scope, into) {
    const { tasks, kills } = run.history;
    const submitted = run.tasksOf(scope);
    let finished = 0;
    let running = 0;
    for (const task of submitted) {
      if (tasks.isFinished(task)) finished++;
      else if (tasks.isRunning(task)) running++;
    }
    into.put("tasks.submitted", submitted.length);
    into.put("tasks.finished", finished);
    into.put("tasks.running", running);
    into.put("tasks.pending", submitted.length - finished - running);
    into.put("tasks.killed", kills.of(scope));
  },
};
