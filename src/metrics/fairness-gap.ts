import { MICROS_PER_SECOND } from "../base/time.js";
import type { RoleId } from "../cluster/ids.js";
import type { MetricDefinition } from "./metric.js";
import type { FinishedRun, MetricFamily } from "./metric-family.js";
import type { Scope } from "./scope.js";

const SHARED: Pick<MetricDefinition, "source" | "scopes" | "wallClock" | "direction"> = {
  source:
    "own definition over the fair shares of progressive filling (Ghodsi et al.: Dominant Resource Fairness, NSDI 2011, section 4)",
  scopes: ["all", "role"],
  wallClock: false,
  direction: "lower",
};

/** How much less than their fair share top-level roles held while tasks of theirs waited. */
export const fairnessGap: MetricFamily = {
  definitions: [
    {
      name: "fairnessGap.mean",
      unit: "share",
      definition:
        "the fair dominant share less the dominant share of what tasks have in use, not below 0, averaged over the time in which tasks of the top-level role wait; without a scope: over that time of all top-level roles together",
      ...SHARED,
    },
    {
      name: "fairnessGap.shareSeconds",
      unit: "share s",
      definition: "the same difference integrated over that time; without a scope: added up over the top-level roles",
      ...SHARED,
    },
  ],
  compute(run, scope, into) {
    if (scope.kind === "framework") return;
    const places = placesOf(run, scope);
    const { fairness } = run.history;
    if (places === undefined) {
      for (const name of ["fairnessGap.mean", "fairnessGap.shareSeconds"]) into.absent(name, NOT_TOP_LEVEL);
      return;
    }
    const lacked = places.reduce((sum, place) => sum + fairness.lacked(place), 0);
    const backlogged = places.reduce((sum, place) => sum + fairness.backlogged(place), 0);
    into.put("fairnessGap.shareSeconds", lacked / MICROS_PER_SECOND);
    if (backlogged === 0) into.absent("fairnessGap.mean", NO_BACKLOG);
    else into.put("fairnessGap.mean", lacked / backlogged);
  },
};

export const NOT_TOP_LEVEL = "only top-level roles have a fair share of the cluster";
export const NO_BACKLOG = "no task waited";

/** Where `RoleClaims` keeps the top-level roles of a scope; undefined for a role below another. */
export function placesOf({ history }: FinishedRun, scope: Scope): readonly number[] | undefined {
  const { claims } = history.fairness;
  if (scope.kind === "all") return claims.roles.map((_, place) => place);
  const role = scope.id as RoleId;
  return history.lineage.isTopLevel(role) ? [claims.placeOf(role)] : undefined;
}
