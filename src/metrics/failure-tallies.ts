import type { FrameworkId, RoleId } from "../cluster/ids.js";
import type { StatusUpdate } from "../cluster/status-update.js";
import type { ScopedTally } from "./scoped-tally.js";

/** Runs of tasks that failed, by what their frameworks were told of them. */
export class FailureTallies {
  readonly failed: ScopedTally;
  /** Those that never ran. */
  readonly launches: ScopedTally;
  readonly memory: ScopedTally;
  readonly disk: ScopedTally;
  /** Of other resources, or of none in particular. */
  readonly otherLimitations: ScopedTally;

  constructor(tally: () => ScopedTally) {
    this.failed = tally();
    this.launches = tally();
    this.memory = tally();
    this.disk = tally();
    this.otherLimitations = tally();
  }

  count(framework: FrameworkId, role: RoleId, { state, reason }: StatusUpdate): void {
    if (state !== "TASK_FAILED" && state !== "TASK_ERROR") return;
    this.failed.add(framework, role, 1);
    if (state === "TASK_ERROR" || LAUNCHES.has(reason)) this.launches.add(framework, role, 1);
    else if (reason === "CONTAINER_LIMITATION_MEMORY") this.memory.add(framework, role, 1);
    else if (reason === "CONTAINER_LIMITATION_DISK") this.disk.add(framework, role, 1);
    else if (reason?.startsWith("CONTAINER_LIMITATION") === true) this.otherLimitations.add(framework, role, 1);
  }
}

const LAUNCHES: ReadonlySet<string | null> = new Set(["CONTAINER_LAUNCH_FAILED", "CONTAINER_UPDATE_FAILED"]);
