import type { Micros } from "../base/time.js";
import type { Directory } from "../cluster/directory.js";
import type { ClusterPlan, FrameworkPlan } from "../cluster/plan.js";
import { amountOf } from "../cluster/resources.js";
import type { Placement, Task } from "../cluster/task.js";
import { clockTime, profileOf, usedBetween } from "../cluster/usage-profile.js";
import type { Scope } from "./scope.js";
import type { ScopedTally } from "./scoped-tally.js";

export const MEASURED_RESOURCES = ["cpus", "mem"] as const;
export type MeasuredResource = (typeof MEASURED_RESOURCES)[number];

/**
 * What tasks held and did not use, of those whose usage the plan tells: before their processes ran, and then what their
 * profiles leave. Tasks of which it tells nothing use all that they hold.
 */
export class UnusedOverTime {
  readonly #directory: Directory;
  readonly #usages: FrameworkPlan["usage"][] = [];
  readonly #unused: Readonly<Record<MeasuredResource, ScopedTally>>;
  /** The same without what was used beyond what was held. */
  readonly #idle: Readonly<Record<MeasuredResource, ScopedTally>>;
  readonly #running = new Set<Task>();

  constructor(directory: Directory, plan: ClusterPlan, tally: () => ScopedTally) {
    this.#directory = directory;
    for (const { name, usage } of plan.frameworks) this.#usages[directory.frameworks.id(name)] = usage;
    this.#unused = { cpus: tally(), mem: tally() };
    this.#idle = { cpus: tally(), mem: tally() };
  }

  started(task: Task): void {
    if (this.#usages[task.framework] !== undefined) this.#running.add(task);
  }

  /** To be called while the task still has its place. */
  ended(t: Micros, task: Task): void {
    if (!this.#running.delete(task)) return;
    const usage = this.#usages[task.framework];
    const { role } = task.placement as Placement;
    const since = task.runningSince < 0 ? t : task.runningSince;
    for (const name of MEASURED_RESOURCES) {
      const key = this.#directory.resourceKeys.find(name);
      const held = key === undefined ? 0 : amountOf(task.demand, key);
      const profile = profileOf(usage, name, task.id);
      const used = usedBetween(profile, clockTime(profile, since, since), clockTime(profile, since, t));
      const unused = t - task.startedAt - used;
      this.#unused[name].add(task.framework, role, held * unused);
      this.#idle[name].add(task.framework, role, Math.max(0, held * unused));
    }
  }

  /** What still runs has run until now. */
  finish(t: Micros): void {
    for (const task of [...this.#running]) this.ended(t, task);
  }

  /** Thousandths times microseconds; below zero where more was used than held. */
  of(resource: MeasuredResource, scope: Scope): number {
    return this.#unused[resource].of(scope);
  }

  /** Thousandths times microseconds, a run of a task that used more than it held counting as 0. */
  idleOf(resource: MeasuredResource, scope: Scope): number {
    return this.#idle[resource].of(scope);
  }
}
