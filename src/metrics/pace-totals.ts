import type { Micros } from "../base/time.js";
import type { Directory } from "../cluster/directory.js";
import type { FrameworkId } from "../cluster/ids.js";
import type { CheckpointPlan, ClusterPlan } from "../cluster/plan.js";
import { amountOf } from "../cluster/resources.js";
import type { Placement, Task } from "../cluster/task.js";
import { floatColumn } from "./column.js";
import type { ScopedTally } from "./scoped-tally.js";

/** How runs of tasks got on that save their work or may be slowed, those that still run at the end included. */
export class PaceTotals {
  readonly checkpoints: ScopedTally;
  /** Thousandths of a cpu times microseconds, as the two that follow: what checkpoints took. */
  readonly checkpointCpu: ScopedTally;
  /** What killed runs had done and did not lose. */
  readonly savedCpu: ScopedTally;
  /** What tasks would have used and did not get. */
  readonly withheldCpu: ScopedTally;
  /** Microseconds. */
  readonly slowedFor: ScopedTally;
  /** By finished task: how many times as long its last run took as it would have undisturbed. */
  readonly stretch = floatColumn(1);
  readonly #directory: Directory;
  readonly #checkpointsOf: (CheckpointPlan | undefined)[] = [];
  readonly #interferes: boolean;
  readonly #running = new Set<Task>();

  constructor(directory: Directory, plan: ClusterPlan, tally: () => ScopedTally) {
    this.#directory = directory;
    this.#interferes = plan.interference !== undefined;
    for (const { name, checkpoint } of plan.frameworks) {
      this.#checkpointsOf[directory.frameworks.id(name)] = checkpoint;
    }
    this.checkpoints = tally();
    this.checkpointCpu = tally();
    this.savedCpu = tally();
    this.withheldCpu = tally();
    this.slowedFor = tally();
  }

  started(task: Task): void {
    if (this.#interferes || this.#checkpointsOf[task.framework] !== undefined) this.#running.add(task);
  }

  /** To be called while the task still has its place, as the others that follow. */
  finished(t: Micros, task: Task): void {
    if (task.pace !== null) {
      const { effort, ran } = task.pace.figuresAt(t);
      if (effort > 0) this.stretch.set(task.id, ran / effort);
    }
    this.#ended(t, task);
  }

  killed(t: Micros, task: Task): void {
    if (task.pace !== null) {
      this.savedCpu.add(task.framework, roleOf(task), this.#cpusOf(task) * (unsavedSince(t, task) - task.startedAt));
    }
    this.#ended(t, task);
  }

  /** What still runs has run until now. */
  finish(t: Micros): void {
    for (const task of [...this.#running]) this.#ended(t, task);
  }

  #ended(t: Micros, task: Task): void {
    this.#running.delete(task);
    if (task.pace === null) return;
    const { framework } = task;
    const role = roleOf(task);
    const { checkpoints, slowedFor, withheld } = task.pace.figuresAt(t);
    const cost = this.#checkpointsOf[framework as FrameworkId]?.cost ?? 0;
    this.checkpoints.add(framework, role, checkpoints);
    this.checkpointCpu.add(framework, role, checkpoints * cost * this.#cpusOf(task));
    this.slowedFor.add(framework, role, slowedFor);
    this.withheldCpu.add(framework, role, withheld);
  }

  #cpusOf(task: Task): number {
    const cpus = this.#directory.resourceKeys.find("cpus");
    return cpus === undefined ? 0 : amountOf(task.demand, cpus);
  }
}

/** Since when the work of a run is lost when it is killed. */
export function unsavedSince(t: Micros, task: Task): Micros {
  return task.pace === null ? task.startedAt : task.pace.figuresAt(t).unsavedSince;
}

/** Whether a run that is killed now leaves something from which the task goes on. */
export function keptWork(t: Micros, task: Task): boolean {
  return task.pace !== null && task.pace.figuresAt(t).checkpoints > 0;
}

function roleOf(task: Task): Placement["role"] {
  return (task.placement as Placement).role;
}
