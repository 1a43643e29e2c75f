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
    {
      name: "dominantShare.withoutLent",
      unit: "share",
      definition:
        "the same, but of what tasks have in use only what no other role's idle guarantee or reservation lends; what is lent counts as not answered yet first, then as in use",
      source: "own definition; what DRF sorts by where countLentInShares is false",
      scopes: EVERY_SCOPE,
      wallClock: false,
      direction: "neutral",
    },
  ],
  compute(run, scope, into) {
    putShare("dominantShare.mean", meanShare, [run, scope, into]);
    putShare("dominantShare.withoutLent", meanOwnShare, [run, scope, into]);
  },
};

type ShareOf = (run: FinishedRun, scope: Scope) => number;

function putShare(name: string, shareOf: ShareOf, [run, scope, into]: Parameters<MetricFamily["compute"]>): void {
  const share = scope.kind === "all" ? mean(rootRoles(run), (role) => shareOf(run, role)) : shareOf(run, scope);
  if (run.history.endedAt === 0) into.absent(name, "the run took no virtual time");
  else if (share === undefined) into.absent(name, "no task was submitted");
  else into.put(name, share);
}

function meanOwnShare(run: FinishedRun, scope: Scope): number {
  return run.history.usage.ownShareOverTime(scope) / run.history.endedAt;
}

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
