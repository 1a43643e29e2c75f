import type { Label } from "../launch-info.js";

export interface NetworkInfo {
  readonly ipAddresses: readonly string[];
  readonly groups: readonly string[];
  readonly labels: readonly Label[];
}

export interface ContainerStatus {
  readonly networkInfos: readonly NetworkInfo[];
}

/** One status update, as it passes the agent. */
export interface TaskStatus {
  readonly task: string;
  /** `TASK_RUNNING` */
  readonly state: string;
  /** `CONTAINER_LAUNCH_FAILED`; null when there is none. */
  readonly reason: string | null;
  readonly message: string | null;
  readonly labels: readonly Label[];
  readonly containerStatus: ContainerStatus | null;
}

/** What a hook may change in a status update; null or absent: not set. Whatever else it answers with is not looked at. */
export interface TaskStatusChange {
  readonly labels?: readonly Label[] | null;
  readonly containerStatus?: ContainerStatus | null;
}

/** Each member that is set replaces the status' own, whole; an empty list of labels is set. */
export function changeStatus(status: TaskStatus, change: TaskStatusChange): TaskStatus {
  return {
    ...status,
    labels: change.labels ?? status.labels,
    containerStatus: change.containerStatus ?? status.containerStatus,
  };
}
