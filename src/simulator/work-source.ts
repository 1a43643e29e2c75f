import type { Micros } from "../base/time.js";
import type { ClusterObserver } from "../cluster/cluster-observer.js";
import type { Directory } from "../cluster/directory.js";
import type { FrameworkId } from "../cluster/ids.js";
import type { FrameworkPlan, JobList } from "../cluster/plan.js";
import { LaunchUnit } from "./launch-unit.js";
import type { Progress } from "./progress.js";
import { SimulatedTask } from "./simulated-task.js";
import type { TaskQueue } from "./task-queue.js";
import type { TaskShape, TaskShapes } from "./task-shape.js";

/** Puts a framework's work into its queue when its time comes, and names the tasks. */
export class WorkSource {
  readonly #framework: FrameworkId;
  readonly #plan: FrameworkPlan;
  readonly #directory: Directory;
  readonly #observer: ClusterObserver;
  readonly #progress: Progress;
  readonly #shapes: readonly TaskShape[];
  /** The first job that has not been submitted; a service is one job, submitted when its framework registers. */
  #next = 0;

  constructor(
    plan: FrameworkPlan,
    directory: Directory,
    shapes: TaskShapes,
    observer: ClusterObserver,
    progress: Progress,
  ) {
    this.#framework = directory.frameworks.id(plan.name);
    this.#plan = plan;
    this.#directory = directory;
    this.#observer = observer;
    this.#progress = progress;
    const { workload } = plan;
    const sizes = workload.kind === "jobs" ? workload.jobs.shapes : [workload.resources];
    this.#shapes = sizes.map((size) => shapes.add(directory.resourceKeys.quantitiesOf(size)));
    if (workload.kind === "jobs") progress.ahead += workload.jobs.submittedAt.length;
  }

  /** When the next job arrives; null: none does. */
  get nextAt(): Micros | null {
    const { workload } = this.#plan;
    return workload.kind === "jobs" ? (workload.jobs.submittedAt[this.#next] ?? null) : null;
  }

  /** Submits the jobs that are due. @returns whether there were any */
  submitDue(now: Micros, queue: TaskQueue): boolean {
    const { workload } = this.#plan;
    if (workload.kind === "service") return false;
    const { jobs } = workload;
    const first = this.#next;
    while (this.#next < jobs.submittedAt.length && (jobs.submittedAt[this.#next] as Micros) <= now) {
      this.#submitJob(jobs, this.#next++, now, queue);
      this.#progress.ahead--;
      this.#progress.made();
    }
    return this.#next > first;
  }

  /** Submits a service's tasks; to be called once. Jobs come by `submitDue`. */
  submitService(now: Micros, queue: TaskQueue): void {
    const { workload } = this.#plan;
    if (workload.kind === "jobs") return;
    const queueClass = queue.classOf(this.#shapes[0] as TaskShape, 1, -1);
    for (let instance = 1; instance <= workload.instances; instance++) {
      const unit = new LaunchUnit(queueClass, 1);
      this.#addTask(unit, `${this.#plan.name}-${instance}`, now, null);
      queue.append(unit);
    }
  }

  #submitJob(jobs: JobList, index: number, now: Micros, queue: TaskQueue): void {
    const tasks = jobs.tasks[index] as number;
    const size = jobs.gang[index] === 1 ? tasks : 1;
    const shape = this.#shapes[jobs.shape[index] as number] as TaskShape;
    const queueClass = queue.classOf(shape, size, jobs.estimate[index] as Micros);
    const duration = jobs.duration[index] as Micros;
    const jobName = `${this.#plan.name}-${index + 1}`;
    for (let first = 0; first < tasks; first += size) {
      const unit = new LaunchUnit(queueClass, index + 1);
      for (let task = first + 1; task <= first + size; task++) {
        this.#addTask(unit, tasks === 1 ? jobName : `${jobName}.${task}`, now, duration);
      }
      queue.append(unit);
    }
  }

  #addTask(unit: LaunchUnit, name: string, now: Micros, duration: Micros | null): void {
    // No two tasks are named alike: what stands before the last `-` is the framework, what follows is its own number.
    const id = this.#directory.tasks.append(name);
    const task = new SimulatedTask(id, this.#framework, now, duration, unit);
    unit.tasks.push(task);
    this.#observer.taskSubmitted(now, task);
  }
}
