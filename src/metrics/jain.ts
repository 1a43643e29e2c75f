import type { FrameworkId, RoleId } from "../cluster/ids.js";
import { meanShare, rootRoles } from "./dominant-share.js";
import type { FinishedRun, MetricFamily } from "./metric-family.js";
import type { Scope } from "./scope.js";

/** How evenly the cluster was shared among those that had work for it. */
export const jain: MetricFamily = {
  definitions: [
    {
      name: "jain",
      unit: "index",
      definition:
        "(sum x)^2 / (n sum x^2), 1/n..1. Without a scope: x is the time-weighted dominant share / weight of each top-level role that submitted tasks, with all below it. Of a role: x is that of each framework with tasks in exactly this role",
      source: "Jain, Chiu, Hawe: A Quantitative Measure of Fairness, DEC TR-301 (1984)",
      scopes: ["all", "role"],
      wallClock: false,
      direction: "higher",
    },
  ],
  compute(run, scope, into) {
    if (scope.kind === "framework") return;
    const shares = scope.kind === "all" ? roleShares(run) : memberShares(run, scope);
    const index = jainIndex(shares);
    if (index === undefined) into.absent("jain", "nobody who had work held anything");
    else into.put("jain", index);
  },
};

/** Undefined when all are zero, or there is none: 0/0. */
export function jainIndex(values: readonly number[]): number | undefined {
  const sum = values.reduce((total, x) => total + x, 0);
  const squares = values.reduce((total, x) => total + x * x, 0);
  return squares === 0 ? undefined : (sum * sum) / (values.length * squares);
}

function roleShares(run: FinishedRun): number[] {
  return rootRoles(run).map((role) => meanShare(run, role) / run.history.weightOf(role.name));
}

function memberShares(run: FinishedRun, role: Scope): number[] {
  const { tasks, usage, endedAt } = run.history;
  const members = new Set<number>();
  for (const task of run.tasksOf(role)) {
    if (tasks.role.get(task) === role.id) members.add(tasks.framework.get(task));
  }
  return [...members].map((member) => usage.memberShareOverTime(member as FrameworkId, role.id as RoleId) / endedAt);
}
