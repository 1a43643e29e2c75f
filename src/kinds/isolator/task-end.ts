import { LIMITATION_REASONS } from "./container-limitation.js";
import type { ContainerTermination } from "./container-termination.js";

/** The end of a task as its framework hears of it. */
export interface TaskEnd {
  readonly state: string;
  readonly reason: string | null;
  readonly message: string | null;
  /** The resources of the status update's `limitation`; null: the update has none (I9). */
  readonly limitedResources: string | null;
}

/**
 * What an agent makes of the end of a task's container: what the containerizer said of it, else the exit status (I12).
 * A container that was destroyed without a word takes its task with it as TASK_FAILED, EXECUTOR_TERMINATED, as in Mesos.
 */
export function taskEndOf(termination: ContainerTermination): TaskEnd {
  const { state, reason, message, exitStatus } = termination;
  if (state !== null) return { state, reason, message, limitedResources: limitedResourcesOf(termination) };
  const end = { reason: null, message: null, limitedResources: null };
  if (exitStatus === 0) return { ...end, state: "TASK_FINISHED" };
  if (exitStatus !== null) return { ...end, state: "TASK_FAILED", message: `exited with status ${exitStatus}` };
  return { ...end, state: "TASK_FAILED", reason: "EXECUTOR_TERMINATED", message: "the container was destroyed" };
}

/** The end of a task whose container could not be destroyed properly (I10, I11): the agent counts it as gone all the same. */
export function abnormalTaskEnd(why: string): TaskEnd {
  return { state: "TASK_FAILED", reason: "EXECUTOR_TERMINATED", message: why, limitedResources: null };
}

function limitedResourcesOf({ reason, limitedResources }: ContainerTermination): string | null {
  return LIMITATION_REASONS.some((known) => known === reason) ? limitedResources : null;
}
