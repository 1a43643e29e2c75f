import type { Micros } from "../../base/time.js";
import type { KillReason } from "../../cluster/task.js";

/** How far a run of a task in a container has come; the books' side of it. */
export class ContainedRun {
  /** `starting` until the task runs, `stopping` from when no process of it is left until its container is gone. */
  phase: "starting" | "running" | "stopping" = "starting";
  /** -1 before. */
  runningSince: Micros = -1;
  /** Why it is to end before its work is done. */
  killReason: KillReason | null = null;
  /** Whether it is known to those who wait for resources that what it holds comes back. */
  isReleased = false;
}
