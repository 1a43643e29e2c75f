import type { ExecutorInfo, TaskInfo } from "../launch-info.js";

/** Upper bounds by resource name, in the resource's own unit (cores, MiB); where there is none, the request is the bound. */
export type ResourceLimits = Readonly<Record<string, number | "infinity">>;

/** What a container is launched with: all that an isolator learns in `prepare`. */
export interface ContainerConfig {
  /** The container it is nested in; null: a top-level container. */
  readonly parent: string | null;
  readonly task: TaskInfo | null;
  readonly executor: ExecutorInfo | null;
  readonly command: string | null;
  /** The sum of what task and executor have: `cpus:1;mem:512` */
  readonly resources: string;
  readonly limits: ResourceLimits;
  /** The sandbox. */
  readonly directory: string;
  readonly user: string | null;
}

/** A container that was running when the agent process ended, as the agent process after it finds it (I2). */
export interface ContainerState {
  readonly container: string;
  readonly pid: number;
  /** Resources and limits are those of the last update. */
  readonly config: ContainerConfig;
}

/** A container that is there and belongs to nobody: it is destroyed after recovery (I2). */
export interface OrphanContainer {
  readonly container: string;
  readonly parent: string | null;
  /** Whether its top-level container stands alone. */
  readonly standalone: boolean;
}

/** All that an agent process leaves behind when it ends: what the next one recovers. JSON data. */
export interface ContainersLeft {
  readonly states: readonly ContainerState[];
  readonly orphans: readonly OrphanContainer[];
}

/** A top-level container launched for neither a task nor an executor. */
export function isStandalone(config: ContainerConfig): boolean {
  return config.parent === null && config.task === null && config.executor === null;
}
