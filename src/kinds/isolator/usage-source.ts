import type { Micros } from "../../base/time.js";

/** What a container uses at a moment: cores and MiB, in whole thousandths. */
export interface ContainerUsage {
  readonly cpus: number;
  readonly memMiB: number;
  readonly diskMiB: number;
}

/** What containers really use over virtual time, as the built-in isolators see it; what a kernel would measure. */
export interface UsageSource {
  /** Now; null when no process of the container runs. What is nested in it is counted with it. */
  usage(container: string): ContainerUsage | null;
  /**
   * The first time, not before now, at which the container uses more than `bound` of the resource, as things stand; null
   * when it never does. A container that does so now: now.
   */
  nextCrossing(container: string, resource: keyof ContainerUsage, bound: number): Micros | null;
  /**
   * Runs the action each time that what `nextCrossing` says may have changed: the container begins to run, ends, or will
   * use more or less than before. @returns ends this
   */
  onChange(container: string, action: () => void): () => void;
}
