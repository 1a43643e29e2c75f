import type { Micros } from "../base/time.js";
import type { FrameworkId, RoleId, TaskId } from "../cluster/ids.js";
import type { LoopRules } from "../cluster/preemption-plan.js";
import type { Placement, Task } from "../cluster/task.js";
import type { RoleLineage } from "./role-lineage.js";
import type { Scope } from "./scope.js";

/** What became of one task that was preempted. */
interface PreemptedTask {
  readonly id: TaskId;
  readonly framework: FrameworkId;
  /** In which it ran last. */
  role: RoleId;
  preemptions: number;
  /** Preemptions in a row of which it kept no work. */
  inARow: number;
  rowSince: Micros;
  /** The longest such row. */
  longest: Stretch & { times: number };
  /** Number of the stretch that `inStretch` counts in. */
  stretch: number;
  inStretch: number;
}

/** From one moment to a later one. */
export interface Stretch {
  from: Micros;
  to: Micros;
}

/** A task that is preempted over and over and gets nowhere. */
export interface PreemptionLoop extends Stretch {
  readonly task: TaskId;
  readonly framework: FrameworkId;
  /** How often in a row, from the first to the last. */
  readonly times: number;
}

/**
 * Preemptions that lead nowhere. A task is in a loop once it was preempted `loopAfter` times in a row without keeping any
 * of its work. A livelock is a stretch from the first to the last preemption between two ends of tasks, of `livelockAfter` or
 * longer, in which some task was preempted `loopAfter` times: all goes round, and nothing gets done. Costs nothing for tasks
 * that are not preempted.
 */
export class PreemptionLoops {
  readonly rules: LoopRules;
  readonly livelocks: Stretch[] = [];
  readonly #lineage: RoleLineage;
  readonly #tasks = new Map<TaskId, PreemptedTask>();
  /** The stretch without progress that goes on; null: nobody has been preempted in it yet. */
  #stretch: (Stretch & { mostOfOneTask: number }) | null = null;
  #stretches = 0;

  constructor(rules: LoopRules, lineage: RoleLineage) {
    this.rules = rules;
    this.#lineage = lineage;
  }

  /** @param keptWork whether the task will go on from where it was some time after this start */
  preempted(t: Micros, { id, framework, placement }: Task, keptWork: boolean): void {
    const { role } = placement as Placement;
    const task = this.#tasks.get(id) ?? this.#meet(id, framework, role);
    task.role = role;
    task.preemptions++;
    if (keptWork) {
      task.inARow = 0;
      this.progressed();
      return;
    }
    if (task.inARow++ === 0) task.rowSince = t;
    if (task.inARow > task.longest.times) task.longest = { times: task.inARow, from: task.rowSince, to: t };
    this.#stretch ??= { from: t, to: t, mostOfOneTask: 0 };
    if (task.stretch !== this.#stretches) task.inStretch = 0;
    task.stretch = this.#stretches;
    task.inStretch++;
    this.#stretch.to = t;
    this.#stretch.mostOfOneTask = Math.max(this.#stretch.mostOfOneTask, task.inStretch);
  }

  /** A task has come to its end, or the run has. */
  progressed(): void {
    const stretch = this.#stretch;
    if (stretch === null) return;
    this.#stretch = null;
    this.#stretches++;
    const { from, to, mostOfOneTask } = stretch;
    const isLivelock = mostOfOneTask >= this.rules.loopAfter && to - from >= this.rules.livelockAfter;
    if (isLivelock) this.livelocks.push({ from, to });
  }

  /** The task that was preempted most often of a scope; 0: none was. */
  mostOfOneTask(scope: Scope): number {
    let most = 0;
    for (const task of this.#tasks.values()) {
      if (task.preemptions > most && this.#isIn(task, scope)) most = task.preemptions;
    }
    return most;
  }

  /** The loops of a scope, most often preempted first, ties by task. */
  loopsOf(scope: Scope): PreemptionLoop[] {
    return [...this.#tasks.values()]
      .filter((task) => task.longest.times >= this.rules.loopAfter && this.#isIn(task, scope))
      .map(({ id, framework, longest }) => ({ task: id, framework, ...longest }))
      .sort((a, b) => b.times - a.times || a.task - b.task);
  }

  #meet(id: TaskId, framework: FrameworkId, role: RoleId): PreemptedTask {
    const longest = { times: 0, from: 0, to: 0 };
    const task = { id, framework, role, preemptions: 0, inARow: 0, rowSince: 0, longest, stretch: -1, inStretch: 0 };
    this.#tasks.set(id, task);
    return task;
  }

  #isIn({ framework, role }: PreemptedTask, { kind, id }: Scope): boolean {
    if (kind === "framework") return framework === id;
    return kind === "all" || this.#lineage.of(role).includes(id as RoleId);
  }
}
