import type { ContainerLimitation } from "./container-limitation.js";

/** Why a container is destroyed, in the words of the status update that its tasks get. */
export interface TerminationInfo {
  /** `TASK_FAILED`; null: nothing is known of it. */
  readonly state: string | null;
  /** Without Mesos' `REASON_`: `CONTAINER_LAUNCH_FAILED` */
  readonly reason: string | null;
  readonly message: string | null;
  /** The resources that were used up, as text. */
  readonly limitedResources: string | null;
}

/** How a container ended. */
export interface ContainerTermination extends TerminationInfo {
  /** What its process exited with; null when it was killed or never ran. */
  readonly exitStatus: number | null;
}

export const NO_TERMINATION_INFO: TerminationInfo = {
  state: null,
  reason: null,
  message: null,
  limitedResources: null,
};

export function launchFailure(why: string): TerminationInfo {
  return {
    ...NO_TERMINATION_INFO,
    state: "TASK_FAILED",
    reason: "CONTAINER_LAUNCH_FAILED",
    message: `the container could not be launched: ${why}`,
  };
}

/** I8 */
export function limitationReached({ resources, message, reason }: ContainerLimitation): TerminationInfo {
  return {
    state: "TASK_FAILED",
    reason: reason ?? null,
    message: message ?? null,
    limitedResources: resources === undefined || resources === "" ? null : resources,
  };
}
