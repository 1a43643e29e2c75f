import { compareBytes } from "../base/byte-order.js";
import type { ClusterObserver } from "../cluster/cluster-observer.js";
import type { AgentId, TaskId } from "../cluster/ids.js";
import type { GrowingNameTable } from "../cluster/name-table.js";
import type { KillReason, Placement } from "../cluster/task.js";
import { EVENT, type EventQueue } from "./event-queue.js";
import type { LaunchUnit } from "./launch-unit.js";
import type { Master } from "./master.js";
import type { Progress } from "./progress.js";
import type { SimulatedTask } from "./simulated-task.js";

/** Who needs to know that tasks no longer run. */
export interface RunningTasksListener {
  /** What the task held is free again; its placement is still set. */
  released(task: SimulatedTask): void;
  /** No task of the unit runs any more; all are to start again. */
  unitKilled(unit: LaunchUnit): void;
}

/** What runs on which agent. */
export class RunningTasks {
  readonly #events: EventQueue;
  readonly #master: Master;
  readonly #observer: ClusterObserver;
  readonly #progress: Progress;
  readonly #names: GrowingNameTable<TaskId>;
  readonly #listener: RunningTasksListener;
  readonly #byAgent: SimulatedTask[][] = [];
  /** Only what runs: a finished task is forgotten. */
  readonly #byId: (SimulatedTask | undefined)[] = [];

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

  find(task: TaskId): SimulatedTask | undefined {
    return this.#byId[task];
  }

  /** What runs on an agent and meets a condition, the latest start first; of equal ones by name, in byte order. */
  youngestFirst(agent: AgentId, condition: (task: SimulatedTask) => boolean): SimulatedTask[] {
    return this.#on(agent)
      .filter(condition)
      .sort((a, b) => b.startedAt - a.startedAt || compareBytes(this.#names.name(a.id), this.#names.name(b.id)));
  }

  start(task: SimulatedTask, placement: Placement): void {
    const { now } = this.#events;
    task.state = "running";
    task.startedAt = now;
    if (task.firstStartedAt < 0) task.firstStartedAt = now;
    task.placement = placement;
    task.run++;
    const neighbours = this.#on(placement.agent);
    task.slot = neighbours.push(task) - 1;
    this.#byId[task.id] = task;
    this.#observer.taskStarted(now, task);
    if (task.duration === null) return;
    this.#progress.ending++;
    this.#events.push(now + task.duration, EVENT.taskEnd, task.id, task.run);
  }

  /** A task's time is up, unless that run of it was killed. */
  end(id: TaskId, run: number): void {
    const task = this.#byId[id];
    if (task === undefined || task.run !== run) return;
    this.#remove(task);
    task.state = "finished";
    this.#progress.unfinished--;
    this.#progress.made();
    this.#observer.taskFinished(this.#events.now, task);
    this.#giveBack(task);
  }

  /** Kills a task, and the rest of its gang with it. Tasks that run no more are left alone. */
  kill(task: SimulatedTask, reason: KillReason): void {
    if (task.state !== "running") return;
    this.#killOne(task, reason);
    for (const mate of task.unit.tasks) if (mate.state === "running") this.#killOne(mate, reason);
    this.#listener.unitKilled(task.unit);
  }

  /**
   * The agent is gone and has been removed: what ran there is killed, and needs no giving back.
   * @param victims from `youngestFirst`
   */
  loseAll(victims: readonly SimulatedTask[]): void {
    for (const task of victims) {
      this.#remove(task);
      this.#markKilled(task, "agentLost");
      task.placement = null;
    }
    // The last to be put back stands first in its queue again.
    const units = [...new Set(victims.map((task) => task.unit))].sort((a, b) => b.order - a.order);
    for (const unit of units) {
      for (const mate of unit.tasks) if (mate.state === "running") this.#killOne(mate, "agentLost");
      this.#listener.unitKilled(unit);
    }
  }

  #killOne(task: SimulatedTask, reason: KillReason): void {
    this.#remove(task);
    this.#markKilled(task, reason);
    this.#giveBack(task);
  }

  #markKilled(task: SimulatedTask, reason: KillReason): void {
    task.state = "killed";
    this.#progress.taskKilled();
    this.#observer.taskKilled(this.#events.now, task, reason);
  }

  #giveBack(task: SimulatedTask): void {
    this.#listener.released(task);
    this.#master.recoverUsed(task.framework, task.placement as Placement, task.id);
    task.placement = null;
  }

  #remove(task: SimulatedTask): void {
    const neighbours = this.#on((task.placement as Placement).agent);
    const last = neighbours.pop() as SimulatedTask;
    if (last !== task) {
      neighbours[task.slot] = last;
      last.slot = task.slot;
    }
    this.#byId[task.id] = undefined;
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
