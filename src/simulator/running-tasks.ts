import { compareBytes } from "../base/byte-order.js";
import type { ClusterObserver } from "../cluster/cluster-observer.js";
import type { AgentId, TaskId } from "../cluster/ids.js";
import type { GrowingNameTable } from "../cluster/name-table.js";
import type { KillReason, Placement } from "../cluster/task.js";
import type { TaskEnd } from "../kinds/isolator/task-end.js";
import { EVENT, type EventQueue } from "./event-queue.js";
import type { ContainerListener } from "./launch/agent-containers.js";
import { ContainedRun } from "./launch/contained-run.js";
import type { LaunchUnit } from "./launch-unit.js";
import type { Master } from "./master.js";
import type { Pace } from "./pace/pace.js";
import type { Pacing } from "./pace/pacing.js";
import type { Progress } from "./progress.js";
import type { SimulatedTask } from "./simulated-task.js";

/** What the framework of a task is told that the machine has killed for memory. */
export const OUT_OF_MEMORY = {
  state: "TASK_FAILED",
  reason: "CONTAINER_LIMITATION_MEMORY",
  message: "the tasks of the agent used more memory than it has",
};

/** Who needs to know that tasks no longer run. */
export interface RunningTasksListener {
  /** What the task held is free again; its placement is still set. */
  released(task: SimulatedTask): void;
  /** No task of the unit runs any more; all that have not finished are to start again. */
  unitKilled(unit: LaunchUnit): void;
}

/** Where tasks are run, when there is more to it than the time that they take. */
export interface Containers {
  launch(task: SimulatedTask): void;
  /** The task has done its work. */
  exited(task: SimulatedTask): void;
  kill(task: SimulatedTask, reason: KillReason): void;
  /** This run of the task is over. */
  forget(task: SimulatedTask): void;
}

/** What runs on which agent, from its start to the time that what it holds is free again. */
export class RunningTasks implements ContainerListener {
  readonly #events: EventQueue;
  readonly #master: Master;
  readonly #observer: ClusterObserver;
  readonly #progress: Progress;
  readonly #names: GrowingNameTable<TaskId>;
  readonly #listener: RunningTasksListener;
  readonly #byAgent: SimulatedTask[][] = [];
  /** Only what runs: a finished task is forgotten. */
  readonly #byId: (SimulatedTask | undefined)[] = [];
  #containers: Containers | null = null;
  #pacing: Pacing | null = null;

  constructor(
    events: EventQueue,
    master: Master,
    observer: ClusterObserver,
    progress: Progress,
    names: GrowingNameTable<TaskId>,
    listener: RunningTasksListener,
  ) {
    this.#events = events;
    this.#master = master;
    this.#observer = observer;
    this.#progress = progress;
    this.#names = names;
    this.#listener = listener;
  }

  /** Has all tasks run in containers; without them, they start and end by the clock alone. */
  useContainers(containers: Containers): void {
    this.#containers = containers;
  }

  /** Has tasks save their work, or be slowed; without it, a run takes the time that it takes. */
  usePacing(pacing: Pacing): void {
    this.#pacing = pacing;
  }

  find(task: TaskId): SimulatedTask | undefined {
    return this.#byId[task];
  }

  /** All that runs on an agent, in no order that means anything. */
  on(agent: AgentId): SimulatedTask[] {
    return [...this.#on(agent)];
  }

  /** Those on an agent whose processes run and are to run on, in no order that means anything. */
  active(agent: AgentId): SimulatedTask[] {
    return this.#on(agent).filter((task) => task.state === "running" && phaseOf(task) === "running");
  }

  /** What runs on an agent and meets a condition, the latest start first; of equal ones by name, in byte order. */
  youngestFirst(agent: AgentId, condition: (task: SimulatedTask) => boolean): SimulatedTask[] {
    return this.#on(agent)
      .filter(condition)
      .sort((a, b) => this.compareYoungestFirst(a, b));
  }

  compareYoungestFirst(a: SimulatedTask, b: SimulatedTask): number {
    return b.startedAt - a.startedAt || compareBytes(this.#names.name(a.id), this.#names.name(b.id));
  }

  start(task: SimulatedTask, placement: Placement): void {
    const { now } = this.#events;
    task.state = "running";
    task.startedAt = now;
    if (task.firstStartedAt < 0) task.firstStartedAt = now;
    task.placement = placement;
    task.run++;
    this.#pacing?.start(task, now);
    const neighbours = this.#on(placement.agent);
    task.slot = neighbours.push(task) - 1;
    this.#byId[task.id] = task;
    this.#observer.taskStarted(now, task);
    if (this.#containers === null) {
      this.#foreseeEnd(task);
      return;
    }
    task.contained = new ContainedRun();
    this.#progress.inTransit++;
    this.#containers.launch(task);
  }

  /** A task's time is up, unless that run of it was killed. */
  end(id: TaskId, run: number): void {
    const task = this.#byId[id];
    if (task === undefined || task.run !== run || task.state !== "running") return;
    if (task.pace !== null && task.pace.endsAt > this.#events.now) {
      this.#foreseeLater(task, task.pace);
      return;
    }
    if (this.#containers === null) this.#finish(task);
    else if (phaseOf(task) === "running") this.#containers.exited(task);
  }

  /** A task's pace has changed. One that ends later than was foreseen is looked at again when that time comes. */
  paceChanged(task: SimulatedTask): void {
    const { pace } = task;
    if (pace !== null && pace.endsAt < pace.foreseenAt) this.#foresee(task, pace);
  }

  /** Kills a task, and the rest of its gang with it. Tasks that run no more are left alone. */
  kill(task: SimulatedTask, reason: KillReason): void {
    if (task.state !== "running") return;
    this.#killOne(task, reason);
    this.#killGang(task.unit, reason);
  }

  /** The machine has killed a task for memory. That is a failure of its own: it waits before it starts again. */
  ranOutOfMemory(task: SimulatedTask): void {
    if (task.state !== "running") return;
    task.unit.fail();
    if (this.#containers === null)
      this.#observer.statusUpdate(this.#events.now, task, { ...OUT_OF_MEMORY, labels: [] });
    this.#killOne(task, "outOfMemory");
    this.#killGang(task.unit, "failed");
  }

  /**
   * The agent is gone and has been removed: what ran there is killed, and needs no giving back.
   * @param victims from `youngestFirst`
   */
  loseAll(victims: readonly SimulatedTask[]): void {
    for (const task of victims) {
      this.#remove(task);
      this.#markKilled(task, task.contained?.killReason ?? "agentLost");
      this.#endRun(task);
    }
    // The last to be put back stands first in its queue again.
    const units = [...new Set(victims.map((task) => task.unit))].sort((a, b) => b.order - a.order);
    for (const unit of units) this.#killGang(unit, "agentLost");
  }

  launched(task: SimulatedTask): void {
    (task.contained as ContainedRun).runningSince = this.#events.now;
    (task.contained as ContainedRun).phase = "running";
    this.#progress.inTransit--;
    this.#foreseeEnd(task);
  }

  stopped(task: SimulatedTask): void {
    this.#pacing?.end(task, this.#events.now);
    (task.contained as ContainedRun).phase = "stopping";
    this.#progress.inTransit++;
    if (task.duration !== null) this.#progress.ending--;
  }

  /** Also a task that was to be killed may have done its work before. */
  gone(task: SimulatedTask, end: TaskEnd): void {
    if (end.state === "TASK_FINISHED") {
      this.#finish(task);
      this.#settle(task.unit);
      return;
    }
    const reason = (task.contained as ContainedRun).killReason;
    if (reason === null) task.unit.fail();
    this.#remove(task);
    this.#markKilled(task, reason ?? "failed");
    this.#giveBack(task);
    this.#killGang(task.unit, reason ?? "failed");
  }

  /** Tasks that were to start together cannot be launched. */
  refused(unit: LaunchUnit): void {
    unit.fail();
    for (const task of unit.tasks) {
      task.state = "killed";
      this.#progress.taskKilled();
    }
    this.#settle(unit);
  }

  #foreseeEnd(task: SimulatedTask): void {
    const { now } = this.#events;
    this.#pacing?.begin(task, now);
    if (task.duration === null) return;
    this.#progress.ending++;
    if (task.pace === null) this.#events.push(now + task.duration, EVENT.taskEnd, task.id, task.run);
    else this.#foresee(task, task.pace);
  }

  #foresee(task: SimulatedTask, pace: Pace): void {
    pace.foreseenAt = pace.endsAt;
    this.#events.push(pace.endsAt, EVENT.taskEnd, task.id, task.run);
  }

  /** Several ends of a run may have been foreseen: only the earliest that is left leads to the next. */
  #foreseeLater(task: SimulatedTask, pace: Pace): void {
    if (pace.foreseenAt === this.#events.now) this.#foresee(task, pace);
  }

  #finish(task: SimulatedTask): void {
    this.#remove(task);
    task.state = "finished";
    this.#progress.unfinished--;
    this.#progress.made();
    this.#observer.taskFinished(this.#events.now, task);
    this.#giveBack(task);
  }

  #killGang(unit: LaunchUnit, reason: KillReason): void {
    for (const mate of unit.tasks) if (mate.state === "running") this.#killOne(mate, reason);
    this.#settle(unit);
  }

  /** What is in a container lets go of its resources when that is gone. */
  #killOne(task: SimulatedTask, reason: KillReason): void {
    const { contained } = task;
    if (contained === null || this.#containers === null) {
      this.#remove(task);
      this.#markKilled(task, reason);
      this.#giveBack(task);
      return;
    }
    this.#release(task);
    // Its own end is under way.
    if (contained.phase === "stopping") return;
    task.state = "killed";
    contained.killReason = reason;
    this.#containers.kill(task, reason);
  }

  /** Hands the unit back when nothing of it is left on any agent, and there is something to start again. */
  #settle(unit: LaunchUnit): void {
    if (unit.tasks.some((task) => task.placement !== null)) return;
    if (unit.tasks.some((task) => task.state === "killed")) this.#listener.unitKilled(unit);
  }

  #markKilled(task: SimulatedTask, reason: KillReason): void {
    task.state = "killed";
    this.#progress.taskKilled();
    this.#observer.taskKilled(this.#events.now, task, reason);
  }

  #giveBack(task: SimulatedTask): void {
    this.#release(task);
    this.#master.recoverUsed(task.framework, task.placement as Placement, task.id);
    this.#endRun(task);
  }

  #release(task: SimulatedTask): void {
    const { contained } = task;
    if (contained?.isReleased === true) return;
    if (contained !== null) contained.isReleased = true;
    this.#listener.released(task);
  }

  #endRun(task: SimulatedTask): void {
    task.placement = null;
    task.contained = null;
    this.#containers?.forget(task);
  }

  #remove(task: SimulatedTask): void {
    const neighbours = this.#on((task.placement as Placement).agent);
    const last = neighbours.pop() as SimulatedTask;
    if (last !== task) {
      neighbours[task.slot] = last;
      last.slot = task.slot;
    }
    this.#byId[task.id] = undefined;
    if (phaseOf(task) !== "running") {
      this.#progress.inTransit--;
      return;
    }
    this.#pacing?.end(task, this.#events.now);
    if (task.duration !== null) this.#progress.ending--;
  }

  #on(agent: AgentId): SimulatedTask[] {
    let tasks = this.#byAgent[agent];
    if (tasks === undefined) {
      tasks = [];
      this.#byAgent[agent] = tasks;
    }
    return tasks;
  }
}

function phaseOf({ contained }: SimulatedTask): ContainedRun["phase"] {
  return contained === null ? "running" : contained.phase;
}
