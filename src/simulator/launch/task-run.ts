import type { ExecutorInfo, FrameworkInfo, TaskInfo } from "../../kinds/launch-info.js";
import type { SimulatedTask } from "../simulated-task.js";

/** One run of a task, as master and agent tell modules of it: its own executor, in a container of its own. */
export class TaskRun {
  readonly simulated: SimulatedTask;
  /** Of no other run, ever. */
  readonly container: string;
  readonly framework: FrameworkInfo;
  readonly executor: ExecutorInfo;
  readonly directory: string;
  /** With the labels as they are by now. */
  task: TaskInfo;
  /** Docker's containers have no isolators. */
  readonly isDocker: boolean;
  /** How far it has come: the agent has not heard of it, asks hooks about it, has a container for it, and runs it. */
  stage: "sent" | "decorating" | "launching" | "running" | "stopping" = "sent";

  constructor(parts: {
    readonly simulated: SimulatedTask;
    readonly container: string;
    readonly framework: FrameworkInfo;
    readonly executor: ExecutorInfo;
    readonly directory: string;
    readonly task: TaskInfo;
    readonly isDocker: boolean;
  }) {
    this.simulated = parts.simulated;
    this.container = parts.container;
    this.framework = parts.framework;
    this.executor = parts.executor;
    this.directory = parts.directory;
    this.task = parts.task;
    this.isDocker = parts.isDocker;
  }
}
