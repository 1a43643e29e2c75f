import type { Micros } from "../base/time.js";
import type { FrameworkPlan } from "../cluster/plan.js";
import type { Task } from "../cluster/task.js";
import { amountAt, clockTime, profileOf } from "../cluster/usage-profile.js";
import type { RunHistory } from "../metrics/run-history.js";
import { MEASURED_RESOURCES } from "../metrics/unused-over-time.js";
import { RECORDED_RESOURCES, type RecordedAmounts } from "./amounts.js";
import { MOST_POINTS } from "./recorded-series.js";
import { ResourceSeries } from "./resource-series.js";

/** Where nothing else happens for a while, at so many moments of it, evenly. */
const LOOKS_BETWEEN = 16;

/**
 * What tasks really use, by what the plan tells of their usage; those of which it tells nothing use all that they hold. It
 * changes all the time, so it is looked at now and then: the more seldom, the longer the run has been going on.
 */
export class UsedSeries {
  readonly #amounts: RecordedAmounts;
  /** By framework. */
  readonly #usages: FrameworkPlan["usage"][] = [];
  /** Of whose usage the plan tells. */
  readonly #running = new Set<Task>();
  readonly #series = new ResourceSeries("utilisationUsed");
  readonly #held = new Float64Array(RECORDED_RESOURCES.length);
  #looks = 0;
  #interval: Micros = 0;
  #nextLook: Micros = 0;

  constructor(history: RunHistory, amounts: RecordedAmounts) {
    this.#amounts = amounts;
    for (const { name, usage } of history.plan.frameworks) this.#usages[history.directory.frameworks.id(name)] = usage;
  }

  taskStarted(task: Task): void {
    if (this.#usages[task.framework] !== undefined) this.#running.add(task);
  }

  taskEnded(task: Task): void {
    this.#running.delete(task);
  }

  /**
   * From `t` to `until` nothing else changes.
   * @param held by all tasks, in thousandths
   */
  settle(t: Micros, until: Micros, held: Float64Array, capacityOf: (place: number) => number): void {
    this.#look(t, held, capacityOf);
    if (this.#running.size === 0) return;
    for (let i = 1; i < LOOKS_BETWEEN; i++) {
      const at = Math.round(t + ((until - t) * i) / LOOKS_BETWEEN);
      if (at > t && at < until) this.#look(at, held, capacityOf);
    }
  }

  #look(t: Micros, held: Float64Array, capacityOf: (place: number) => number): void {
    if (t < this.#nextLook) return;
    const used = this.#series.amounts;
    used.set(held);
    for (const task of this.#running) this.#takeUnused(t, task, used);
    for (const name of MEASURED_RESOURCES) {
      const place = RECORDED_RESOURCES.indexOf(name);
      const capacity = capacityOf(place);
      if (capacity > 0) this.#series.settle(t, place, capacity);
    }
    this.#looks++;
    if (this.#looks === 2 * MOST_POINTS) {
      this.#looks = MOST_POINTS;
      this.#interval = t / MOST_POINTS;
    }
    this.#nextLook = t + this.#interval;
  }

  /** None where the plan tells of nobody's usage: it would be what is held. */
  all(): ReturnType<ResourceSeries["all"]> {
    return this.#usages.every((usage) => usage === undefined) ? [] : this.#series.all();
  }

  /** Before its process runs a task uses nothing. */
  #takeUnused(t: Micros, task: Task, used: Float64Array): void {
    const usage = this.#usages[task.framework];
    const since = task.runningSince;
    this.#held.fill(0);
    this.#amounts.add(task.demand, 1, this.#held);
    for (const name of MEASURED_RESOURCES) {
      const place = RECORDED_RESOURCES.indexOf(name);
      const held = this.#held[place] as number;
      const profile = profileOf(usage, name, task.id);
      const isRunning = since >= 0 && since <= t;
      used[place]! += (isRunning ? amountAt(profile, held, clockTime(profile, since, t)) : 0) - held;
    }
  }
}
