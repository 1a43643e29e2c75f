import type { FrameworkId, ResourceKeyId, RoleId } from "../cluster/ids.js";
import type { FrameworkPlan } from "../cluster/plan.js";
import { idealFinish } from "./ideal-finish.js";
import type { MetricDefinition } from "./metric.js";
import type { FinishedRun, MetricFamily } from "./metric-family.js";
import type { Scope } from "./scope.js";

const SHARED: Pick<MetricDefinition, "unit" | "source" | "wallClock" | "direction"> = {
  unit: "ratio",
  source: "Mahajan et al.: Themis, NSDI 2020 (rho); the time alone is a lower bound that is worked out here",
  wallClock: false,
  direction: "lower",
};

const RHO =
  "the time from its first submission to the end of its last task / the least time that this would take in a part of the cluster of its own (at most 1: sharing cost it nothing)";

/** What sharing the cluster cost each framework. */
export const finishTimeFairness: MetricFamily = {
  definitions: [
    { name: "finishTimeFairness", definition: `of a framework: ${RHO}`, scopes: ["framework"], ...SHARED },
    {
      name: "finishTimeFairness.mean",
      definition: `the mean over the frameworks that have work, of a role those whose first role it is or is below it: ${RHO}`,
      scopes: ["all", "role"],
      ...SHARED,
    },
    {
      name: "finishTimeFairness.max",
      definition: `the largest of the same frameworks: ${RHO}`,
      scopes: ["all", "role"],
      ...SHARED,
    },
  ],
  compute(run, scope, into) {
    const names =
      scope.kind === "framework" ? ["finishTimeFairness"] : ["finishTimeFairness.mean", "finishTimeFairness.max"];
    const ratios = frameworksOf(run, scope).map((framework) => ratioOf(run, framework));
    const reason =
      ratios.length === 0 ? "no framework in it has work" : ratios.find((ratio) => typeof ratio === "string");
    if (reason !== undefined) {
      for (const name of names) into.absent(name, reason);
      return;
    }
    const values = ratios as number[];
    if (scope.kind === "framework") return into.put("finishTimeFairness", values[0] as number);
    into.put("finishTimeFairness.mean", values.reduce((sum, ratio) => sum + ratio, 0) / values.length);
    into.put("finishTimeFairness.max", Math.max(...values));
  },
};

/** Those that have work. */
function frameworksOf({ history }: FinishedRun, scope: Scope): FrameworkPlan[] {
  const { directory, fairness, lineage, plan } = history;
  return plan.frameworks.filter(({ name, roles }) => {
    const framework = directory.frameworks.id(name);
    if ((fairness.parts.frameworks[framework] as number) === 0) return false;
    if (scope.kind === "role") return lineage.of(directory.roles.id(roles[0] as string)).includes(scope.id as RoleId);
    return scope.kind === "all" || framework === scope.id;
  });
}

/** The reason where it has none. */
function ratioOf(run: FinishedRun, plan: FrameworkPlan): number | string {
  const { history } = run;
  const { name, startsAt, workload } = plan;
  if (workload.kind === "service") return `the tasks of ${name} do not end by themselves`;
  const framework = history.directory.frameworks.id(name);
  const { finished, first, last } = spanOf(run, framework);
  const tasks = workload.jobs.tasks.reduce((sum, count) => sum + count, 0);
  if (finished < tasks) return `${tasks - finished} of ${tasks} tasks of ${name} had not finished at the end`;
  const { resourceKeys } = history.directory;
  const demands = workload.jobs.shapes.map((shape) => resourceKeys.quantitiesOf(shape));
  const part = history.fairness.parts.frameworks[framework] as number;
  const amountOf = (key: ResourceKeyId) => (part * history.usage.capacity.overTime(key)) / history.endedAt;
  const alone = idealFinish(workload.jobs, demands, startsAt, amountOf) - first;
  return alone > 0 ? (last - first) / alone : `the tasks of ${name} took no time`;
}

/** When the first of its tasks was submitted and the last one ended, and how many did. */
function spanOf(run: FinishedRun, framework: FrameworkId): { finished: number; first: number; last: number } {
  const { tasks } = run.history;
  let finished = 0;
  let first = Number.POSITIVE_INFINITY;
  let last = 0;
  for (const task of run.tasksOf({ kind: "framework", id: framework, name: "" })) {
    first = Math.min(first, tasks.submittedAt.get(task));
    if (!tasks.isFinished(task)) continue;
    finished++;
    last = Math.max(last, tasks.finishedAt.get(task));
  }
  return { finished, first, last };
}
