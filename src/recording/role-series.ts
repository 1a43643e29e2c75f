import type { Micros } from "../base/time.js";
import type { RoleClaims } from "../cluster/fairness/role-claims.js";
import type { RoleId } from "../cluster/ids.js";
import type { RunHistory } from "../metrics/run-history.js";
import { DownSampledSeries } from "./down-sampled-series.js";
import { MOST_POINTS, type RecordedSeries } from "./recorded-series.js";

/** Of no more top-level roles is a series kept. */
const MOST_ROLES = 64;

/** Of each top-level role, with all below it: its dominant share beside the share that would be fair, and its waiting tasks. */
export class RoleSeries {
  readonly #history: RunHistory;
  readonly #claims: RoleClaims;
  readonly #dominantShares: DownSampledSeries[];
  readonly #fairShares: DownSampledSeries[];
  readonly #pending: DownSampledSeries[];

  constructor(history: RunHistory) {
    this.#history = history;
    const { claims } = history.fairness;
    this.#claims = claims;
    const some = () => claims.roles.slice(0, MOST_ROLES).map(() => new DownSampledSeries(MOST_POINTS));
    [this.#dominantShares, this.#fairShares, this.#pending] = [some(), some(), some()];
  }

  /** The instant is over: how things stand now. */
  settle(t: Micros): void {
    for (let place = 0; place < this.#pending.length; place++) {
      this.#dominantShares[place]?.push(t, this.#claims.dominantShare(place));
      this.#fairShares[place]?.push(t, this.#claims.fairShare(place));
      this.#pending[place]?.push(t, this.#claims.waitingTasks(place));
    }
  }

  /** Of the roles that ever had a task. */
  all(): RecordedSeries[] {
    return this.#claims.roles.slice(0, MOST_ROLES).flatMap((role, place) => this.#of(role, place));
  }

  #of(role: RoleId, place: number): RecordedSeries[] {
    const of = this.#history.directory.roles.name(role);
    const [dominantShare, fairShare, pending] = [this.#dominantShares, this.#fairShares, this.#pending].map(
      (series) => series[place] as DownSampledSeries,
    ) as [DownSampledSeries, DownSampledSeries, DownSampledSeries];
    if (dominantShare.isZero && pending.isZero) return [];
    return [
      { name: "dominantShare", of, unit: "share", series: dominantShare },
      { name: "fairShare", of, unit: "share", series: fairShare },
      { name: "tasks.pending", of, unit: "tasks", series: pending },
    ];
  }
}
