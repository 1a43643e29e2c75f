import type { SimulatedTask } from "./simulated-task.js";
import type { QueueClass } from "./task-queue.js";

/** Tasks that start together and are killed together: a gang, or one task on its own. */
export class LaunchUnit {
  readonly queueClass: QueueClass;
  /** Which of its framework's jobs it belongs to, from 1. */
  readonly job: number;
  readonly tasks: SimulatedTask[] = [];
  /** Its place in the queue: the lower starts first. */
  order = 0;
  /** How often it was started and failed, rather than being killed. */
  failures = 0;
  /** Whether it is put back because it failed. */
  hasFailed = false;

  constructor(queueClass: QueueClass, job: number) {
    this.queueClass = queueClass;
    this.job = job;
  }

  /** Its last start came to nothing by its own fault. */
  fail(): void {
    this.failures++;
    this.hasFailed = true;
  }

  get isGang(): boolean {
    return this.queueClass.size > 1;
  }
}
