import type { Micros } from "../base/time.js";
import type { FrameworkId, TaskId } from "../cluster/ids.js";
import type { Resources } from "../cluster/resources.js";
import type { Placement, Task, TaskState } from "../cluster/task.js";
import type { ContainedRun } from "./launch/contained-run.js";
import type { LaunchUnit } from "./launch-unit.js";
import type { Pace } from "./pace/pace.js";

/** One task of a run, from its submission to its end. */
export class SimulatedTask implements Task {
  readonly id: TaskId;
  readonly framework: FrameworkId;
  readonly submittedAt: Micros;
  readonly duration: Micros | null;
  /** What starts with it. */
  unit: LaunchUnit;
  state: TaskState = "pending";
  firstStartedAt: Micros = -1;
  startedAt: Micros = -1;
  placement: Placement | null = null;
  /** How often it has been started: an end that was foreseen for an earlier run is void. */
  run = 0;
  /** Its place in the list of what runs on its agent. */
  slot = -1;
  /** Null where tasks have no containers. */
  contained: ContainedRun | null = null;
  pace: Pace | null = null;

  constructor(id: TaskId, framework: FrameworkId, submittedAt: Micros, duration: Micros | null, unit: LaunchUnit) {
    this.id = id;
    this.framework = framework;
    this.submittedAt = submittedAt;
    this.duration = duration;
    this.unit = unit;
  }

  get demand(): Resources {
    return this.placement?.granted ?? this.requested;
  }

  get requested(): Resources {
    return this.unit.queueClass.shape.demand;
  }

  get runningSince(): Micros {
    return this.contained === null ? this.startedAt : this.contained.runningSince;
  }
}
