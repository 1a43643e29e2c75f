import type { ResourceStatistics } from "../isolator/resource-statistics.js";
import type { ExecutorInfo, TaskInfo } from "../launch-info.js";
import type { Complete } from "../outcome.js";

/** One executor that is not terminated yet, with what it holds and uses (U1). */
export interface ExecutorUsage {
  readonly executor: ExecutorInfo;
  /** The executor's own resources and those of its tasks that have not ended: `cpus{REV}:2;mem:64`. */
  readonly allocated: string;
  readonly container: string;
  /** Those that have not ended. */
  readonly tasks: readonly TaskInfo[];
  /** Null when the containerizer did not say. */
  readonly statistics: ResourceStatistics | null;
}

/** What an agent tells its estimator and its controller, as plain data (U1). */
export interface ResourceUsage {
  readonly executors: readonly ExecutorUsage[];
  /** The agent's total. */
  readonly total: string;
}

/** The usage callback: each call asks anew. */
export type UsageSource = (complete: Complete<ResourceUsage>) => void;
