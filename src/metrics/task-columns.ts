import type { Micros } from "../base/time.js";
import type { FrameworkId, RoleId, TaskId } from "../cluster/ids.js";
import { byteColumn, floatColumn, integerColumn } from "./column.js";

const RUNNING = 1;
const FINISHED = 2;

/** What metrics need of each task, by task id. Times are microseconds; -1: it did not happen. */
export class TaskColumns {
  readonly framework = integerColumn(-1);
  /** The role it started in first; until then the first role of its framework, where its demand is reported. */
  readonly role = integerColumn(-1);
  readonly submittedAt = floatColumn(-1);
  readonly firstStartedAt = floatColumn(-1);
  readonly finishedAt = floatColumn(-1);
  /** How long it runs undisturbed; -1 for a service's task, which does not end. */
  readonly duration = floatColumn(-1);
  readonly #state = byteColumn();

  submitted(t: Micros, task: TaskId, framework: FrameworkId, role: RoleId, duration: Micros | null): void {
    this.framework.set(task, framework);
    this.role.set(task, role);
    this.submittedAt.set(task, t);
    this.firstStartedAt.set(task, -1);
    this.finishedAt.set(task, -1);
    this.duration.set(task, duration ?? -1);
  }

  started(t: Micros, task: TaskId, role: RoleId): void {
    this.#state.set(task, RUNNING);
    if (this.firstStartedAt.get(task) >= 0) return;
    this.firstStartedAt.set(task, t);
    this.role.set(task, role);
  }

  finished(t: Micros, task: TaskId): void {
    this.#state.set(task, FINISHED);
    this.finishedAt.set(task, t);
  }

  killed(task: TaskId): void {
    this.#state.set(task, 0);
  }

  isRunning(task: number): boolean {
    return this.#state.get(task) === RUNNING;
  }

  isFinished(task: number): boolean {
    return this.#state.get(task) === FINISHED;
  }

  /** The ids of the tasks that were submitted. */
  submittedTasks(): Int32Array {
    const ids = new Int32Array(this.framework.length);
    let count = 0;
    for (let task = 0; task < ids.length; task++) {
      if (this.framework.get(task) >= 0) ids[count++] = task;
    }
    return ids.subarray(0, count);
  }
}
