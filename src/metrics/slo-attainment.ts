import type { Micros } from "../base/time.js";
import type { FrameworkId } from "../cluster/ids.js";
import { EVERY_SCOPE, type MetricDefinition } from "./metric.js";
import type { FinishedRun, MetricFamily } from "./metric-family.js";

const TARGETS = {
  wait: "started within its framework's target for the wait",
  turnaround: "ended within its framework's target for the turnaround",
} as const;

type Target = keyof typeof TARGETS;

/** Whether tasks were served within the time that their frameworks are promised (scenario key `slo`). */
export const sloAttainment: MetricFamily = {
  definitions: (Object.keys(TARGETS) as Target[]).map(
    (target): MetricDefinition => ({
      name: `sloAttainment.${target}`,
      unit: "share",
      definition: `part of the tasks that ${TARGETS[target]} (0..1), of those for which this was settled when the run ended`,
      source: "Jones et al.: Service Level Objectives, in Beyer et al.: Site Reliability Engineering (2016), chapter 4",
      scopes: EVERY_SCOPE,
      wallClock: false,
      direction: "higher",
    }),
  ),
  compute(run, scope, into) {
    for (const target of Object.keys(TARGETS) as Target[]) {
      const name = `sloAttainment.${target}`;
      const targets = targetsOf(run, target);
      const bound = run
        .tasksOf(scope)
        .filter((task) => targets.has(run.history.tasks.framework.get(task) as FrameworkId));
      if (bound.length === 0) {
        into.absent(name, `no task has a target for the ${target}`);
        continue;
      }
      const { kept, missed } = count(run, bound, target, targets);
      if (kept + missed === 0) into.absent(name, `no task's target for the ${target} was due when the run ended`);
      else into.put(name, kept / (kept + missed));
    }
  },
};

function targetsOf({ history }: FinishedRun, target: Target): ReadonlyMap<FrameworkId, Micros> {
  const targets = new Map<FrameworkId, Micros>();
  for (const { name, slo } of history.plan.frameworks) {
    const micros = slo?.[target];
    if (micros !== undefined) targets.set(history.directory.frameworks.id(name), micros);
  }
  return targets;
}

/** A task that has not come so far is missed once its time is up, and open until then; of services, only waits are looked at. */
function count(
  { history }: FinishedRun,
  bound: Int32Array,
  target: Target,
  targets: ReadonlyMap<FrameworkId, Micros>,
): { kept: number; missed: number } {
  const { tasks, endedAt } = history;
  const reached = target === "wait" ? tasks.firstStartedAt : tasks.finishedAt;
  let kept = 0;
  let missed = 0;
  for (const task of bound) {
    if (target === "turnaround" && tasks.duration.get(task) < 0) continue;
    const due = tasks.submittedAt.get(task) + (targets.get(tasks.framework.get(task) as FrameworkId) as Micros);
    const at = reached.get(task);
    if (at >= 0 && at <= due) kept++;
    else if (at >= 0 || due < endedAt) missed++;
  }
  return { kept, missed };
}
