import type { Micros } from "../../base/time.js";
import type { CheckpointPlan } from "../../cluster/plan.js";
import type { SimulatedTask } from "../simulated-task.js";
import { Pace } from "./pace.js";

/** Who else hears when processes of tasks come and go. */
export interface ProcessListener {
  began(task: SimulatedTask): void;
  ended(task: SimulatedTask): void;
}

/** Gives those tasks a pace that have one; all others run by the clock alone. */
export class Pacing {
  /** By framework. */
  readonly #checkpoints: readonly (CheckpointPlan | undefined)[];
  /** Null: nobody slows tasks. */
  readonly #listener: ProcessListener | null;

  constructor(checkpoints: readonly (CheckpointPlan | undefined)[], listener: ProcessListener | null) {
    this.#checkpoints = checkpoints;
    this.#listener = listener;
  }

  /** A run of a task has started; its process may come later. */
  start(task: SimulatedTask, now: Micros): void {
    const checkpoint = this.#checkpoints[task.framework];
    if (checkpoint === undefined) {
      task.pace = null;
      return;
    }
    task.pace ??= new Pace(task.duration, checkpoint);
    task.pace.start(now);
  }

  /** The run's process is there. */
  begin(task: SimulatedTask, now: Micros): void {
    task.pace?.begin(now);
    this.#listener?.began(task);
  }

  /** No process of it is left. To be called once for each `begin`. */
  end(task: SimulatedTask, now: Micros): void {
    task.pace?.end(now);
    this.#listener?.ended(task);
  }
}
