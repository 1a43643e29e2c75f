import type { Micros } from "../../base/time.js";

/** What a container uses, and what it may use; each isolator knows a part (I7). A module may add members of its own. */
export interface ResourceStatistics {
  readonly timestamp?: Micros;
  /** In use now: cores, MiB. */
  readonly cpus?: number;
  readonly memMiB?: number;
  readonly diskMiB?: number;
  /** What it may not exceed. */
  readonly cpusLimit?: number;
  readonly memLimitMiB?: number;
  readonly diskLimitMiB?: number;
  /** What it was promised. */
  readonly cpusSoftLimit?: number;
  readonly memSoftLimitMiB?: number;
}
