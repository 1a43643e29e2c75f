import type { Micros } from "../base/time.js";
import type { Directory } from "../cluster/directory.js";
import { type CapacityNow, RoleClaims } from "../cluster/fairness/role-claims.js";
import type { ClusterPlan } from "../cluster/plan.js";
import type { Resources } from "../cluster/resources.js";
import type { Placement, Task } from "../cluster/task.js";
import { OwnParts } from "./own-parts.js";
import { WaitingShapes } from "./waiting-shapes.js";

/** Thousandths that may lack to a part of the cluster, which is a fraction. */
const ROUNDING = 1e-6;

/** While tasks of a top-level role wait: how much less than its fair share it holds, and whether alone it would have more. */
export class FairnessOverTime {
  readonly claims: RoleClaims;
  readonly parts: OwnParts;
  readonly #capacity: CapacityNow;
  readonly #waiting: readonly WaitingShapes[];
  readonly #fits: readonly ((shape: Resources) => boolean)[];
  /** By the role's place: microseconds, and the share that lacked times microseconds. */
  readonly #backlogged: Float64Array;
  readonly #lacked: Float64Array;
  readonly #violated: Float64Array;
  readonly #isViolated: Uint8Array;
  #backloggedRoles = 0;
  #settledAt: Micros = 0;

  /** @param capacity as it is now: to be settled here, too, before it changes */
  constructor(directory: Directory, plan: ClusterPlan, capacity: CapacityNow) {
    this.claims = new RoleClaims(directory, plan, capacity);
    this.parts = new OwnParts(directory, plan, this.claims);
    this.#capacity = capacity;
    const places = this.claims.roles.map((_, place) => place);
    this.#waiting = places.map(() => new WaitingShapes());
    this.#fits = places.map((place) => (shape) => this.#fitsIntoPart(place, shape));
    this.#backlogged = new Float64Array(places.length);
    this.#lacked = new Float64Array(places.length);
    this.#violated = new Float64Array(places.length);
    this.#isViolated = new Uint8Array(places.length).fill(UNKNOWN);
  }

  taskSubmitted(t: Micros, task: Task): void {
    this.settle(t);
    this.#waits(task);
    this.claims.taskSubmitted(task);
  }

  taskStarted(t: Micros, task: Task): void {
    this.settle(t);
    const home = this.claims.homeOf(task.framework);
    this.#waiting[home]?.remove(task.requested);
    this.claims.taskStarted(task);
    if (this.claims.waitingTasks(home) === 0) this.#backloggedRoles--;
    this.#isViolated[home] = UNKNOWN;
    this.#isViolated[this.claims.placeOf((task.placement as Placement).role)] = UNKNOWN;
  }

  taskFinished(t: Micros, task: Task): void {
    this.settle(t);
    this.#isViolated[this.claims.placeOf((task.placement as Placement).role)] = UNKNOWN;
    this.claims.taskFinished(task);
  }

  /** It waits again. */
  taskKilled(t: Micros, task: Task): void {
    this.settle(t);
    this.#isViolated[this.claims.placeOf((task.placement as Placement).role)] = UNKNOWN;
    this.#waits(task);
    this.claims.taskKilled(task);
  }

  capacityChanged(): void {
    this.claims.capacityChanged();
    this.#isViolated.fill(UNKNOWN);
  }

  /** Counts in how things have stood since the last change. */
  settle(t: Micros): void {
    const elapsed = t - this.#settledAt;
    if (elapsed <= 0) return;
    this.#settledAt = t;
    if (this.#backloggedRoles === 0) return;
    for (let place = 0; place < this.#backlogged.length; place++) {
      if (this.claims.waitingTasks(place) === 0) continue;
      const lacking = this.claims.fairShare(place) - this.claims.dominantShare(place);
      this.#backlogged[place]! += elapsed;
      if (lacking > 0) this.#lacked[place]! += lacking * elapsed;
      if (this.#wouldHaveMoreAlone(place)) this.#violated[place]! += elapsed;
    }
  }

  /** For how long tasks of the role waited. */
  backlogged(place: number): Micros {
    return this.#backlogged[place] as number;
  }

  /** The fair share less the share held, where it was more, times microseconds, while tasks waited. */
  lacked(place: number): number {
    return this.#lacked[place] as number;
  }

  /** For how long a task waited that would have fitted into the role's own part of the cluster. */
  violated(place: number): Micros {
    return this.#violated[place] as number;
  }

  #waits(task: Task): void {
    const home = this.claims.homeOf(task.framework);
    if (this.claims.waitingTasks(home) === 0) this.#backloggedRoles++;
    this.#waiting[home]?.add(task.requested);
    this.#isViolated[home] = UNKNOWN;
  }

  #wouldHaveMoreAlone(place: number): boolean {
    if (this.#isViolated[place] === UNKNOWN) {
      const isViolated = (this.#waiting[place] as WaitingShapes).anyFits(
        this.#fits[place] as (s: Resources) => boolean,
      );
      this.#isViolated[place] = isViolated ? VIOLATED : KEPT;
    }
    return this.#isViolated[place] === VIOLATED;
  }

  #fitsIntoPart(place: number, { keys, amounts }: Resources): boolean {
    const part = this.parts.roles[place] as number;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as (typeof keys)[number];
      const wanted = this.claims.held(place, key) + (amounts[i] as number);
      if (wanted > part * this.#capacity.total(key) + ROUNDING) return false;
    }
    return true;
  }
}

const UNKNOWN = 0;
const KEPT = 1;
const VIOLATED = 2;
