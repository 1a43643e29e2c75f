import { microsToSeconds } from "../base/time.js";
import type { RoleId } from "../cluster/ids.js";
import type { FinishedRun } from "./metric-family.js";
import type { ScopedMetrics } from "./metric-set.js";
import type { Scope } from "./scope.js";

const NOT_TOP_LEVEL = "only top-level roles have a fair share of the cluster";
const NO_BACKLOG = "no task waited";

/** The names of two metrics of one quantity. */
export interface OverBacklog {
  /** The quantity / the time in which tasks of the scope's top-level roles waited. */
  readonly mean: string;
  /** The quantity itself, added up over the roles. */
  readonly total: string;
}

/**
 * Puts what was measured of top-level roles while their tasks waited, as a mean over that time and as a total.
 *
 * @param measured of a place of `RoleClaims`, integrated over microseconds; the total is over seconds
 */
export function putOverBacklog(
  names: OverBacklog,
  [run, scope, into]: readonly [FinishedRun, Scope, ScopedMetrics],
  measured: (place: number) => number,
): void {
  const places = placesOf(run, scope);
  if (places === undefined) {
    for (const name of [names.mean, names.total]) into.absent(name, NOT_TOP_LEVEL);
    return;
  }
  const { fairness } = run.history;
  const total = places.reduce((sum, place) => sum + measured(place), 0);
  const backlogged = places.reduce((sum, place) => sum + fairness.backlogged(place), 0);
  into.put(names.total, microsToSeconds(total));
  if (backlogged === 0) into.absent(names.mean, NO_BACKLOG);
  else into.put(names.mean, total / backlogged);
}

/** Where `RoleClaims` keeps the top-level roles of a scope; undefined for a role below another. */
function placesOf({ history }: FinishedRun, scope: Scope): readonly number[] | undefined {
  const { claims } = history.fairness;
  if (scope.kind === "all") return claims.roles.map((_, place) => place);
  const role = scope.id as RoleId;
  return history.lineage.isTopLevel(role) ? [claims.placeOf(role)] : undefined;
}
