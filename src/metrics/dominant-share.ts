import { mean } from "d3-array";
import type { RoleId } from "../cluster/ids.js";
import { EVERY_SCOPE } from "./metric.js";
import type { FinishedRun, MetricFamily } from "./metric-family.js";
import type { Scope } from "./scope.js";

/** How large a part of the cluster a role or framework held, by the resource of which it held most. */
export const dominantShare: MetricFamily = {
  definitions: [
    {
      name: "dominantShare.mean",
      unit: "share",
      definition:
        "the dominant share of what tasks have in use, integrated over the run / its length; without a scope: the mean over the top-level roles that submitted tasks",
      source: "Ghodsi et al.: Dominant Resource Fairness, NSDI 2011; resources in fairnessExclude do not count",
      scopes: EVERY_SCOPE,
      wallClock: false,
      direction: "neutral",
    },
  ],
  compute(run, scope, into) {
    if (run.history.endedAt === 0) return into.absent("dominantShare.mean", "the run took no virtual time");
    const share = scope.kind === "all" ? mean(rootRoles(run), (role) => meanShare(run, role)) : meanShare(run, scope);
    if (share === undefined) into.absent("dominantShare.mean", "no task was submitted");
    else into.put("dominantShare.mean", share);
  },
};

export function meanShare(run: FinishedRun, scope: Scope): number {
  return run.history.usage.shareOverTime(scope) / run.history.endedAt;
}

/** The top-level roles in which, or below which, tasks were submitted: those that compete with each other. */
export function rootRoles(run: FinishedRun): Scope[] {
  const { directory, lineage } = run.history;
  return directory.roles.names
    .map((name, id): Scope => ({ kind: "role", id, name }))
    .filter((role) => lineage.isTopLevel(role.id as RoleId) && run.tasksOf(role).length > 0);
}
