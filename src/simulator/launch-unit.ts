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

  constructor(queueClass: QueueClass, job: number) {
    this.queueClass = queueClass;
    this.job = job;
  }

  get isGang(): boolean {
    return this.queueClass.size > 1;
  }
}
