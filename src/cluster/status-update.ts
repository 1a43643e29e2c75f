/** What a framework is told of one of its tasks. */
export interface StatusUpdate {
  /** `TASK_RUNNING`, `TASK_FINISHED`, `TASK_FAILED`, `TASK_KILLED`, `TASK_ERROR` */
  readonly state: string;
  /** Without Mesos' `REASON_`: `CONTAINER_LIMITATION_MEMORY`; null: none. */
  readonly reason: string | null;
  readonly message: string | null;
  readonly labels: readonly { readonly key: string; readonly value: string | null }[];
}
