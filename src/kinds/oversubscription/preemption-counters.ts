/** What QoS corrections did, by the names of Mesos' metrics (S7). */
export interface PreemptionCounters {
  "slave/executors_preempted": number;
  "slave/tasks_gone": number;
  "slave/tasks_lost": number;
}

export function noPreemptions(): PreemptionCounters {
  return { "slave/executors_preempted": 0, "slave/tasks_gone": 0, "slave/tasks_lost": 0 };
}
