import type { AuthenticationCounters } from "./authentication/authentication-counters.js";
import type { OversubscriptionCounters } from "./oversubscription/oversubscription-counters.js";

/** What the modules' parts of a run counted, for its metrics. */
export interface RunTallies {
  /** Null: the master asked nobody who it is. */
  readonly authentication: AuthenticationCounters | null;
  /** Null: agents had neither a resource estimator nor a QoS controller. */
  readonly oversubscription: OversubscriptionCounters | null;
}
