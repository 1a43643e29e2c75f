import { noPreemptions, type PreemptionCounters } from "./preemption-counters.js";

/** What estimators and controllers of a run did, by the names of Mesos' metrics (S7, M4). */
export interface OversubscriptionCounters extends PreemptionCounters {
  /** UpdateSlave messages, ignored ones among them. */
  "master/messages_update_slave": number;
}

export function noOversubscription(): OversubscriptionCounters {
  return { ...noPreemptions(), "master/messages_update_slave": 0 };
}
