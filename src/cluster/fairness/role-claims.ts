import type { Directory } from "../directory.js";
import type { FrameworkId, ResourceKeyId, RoleId } from "../ids.js";
import type { ClusterPlan } from "../plan.js";
import type { ResourceEntry } from "../resource-text.js";
import type { Resources } from "../resources.js";
import { ancestorsOf, DEFAULT_ROLE } from "../role-name.js";
import type { Placement, Task } from "../task.js";
import { type Claim, ProgressiveFilling } from "./progressive-filling.js";

/** What the cluster has now: thousandths by plain resource key, reserved and revocable amounts included. */
export interface CapacityNow {
  total(key: ResourceKeyId): number;
}

/** One resource name, and what each top-level role has of it; all in thousandths, by the role's place. */
interface Pool {
  readonly key: ResourceKeyId;
  /** Whether it counts for dominant shares. */
  readonly counts: boolean;
  /** Used by tasks. */
  readonly held: Float64Array;
  /** What waiting tasks ask for. */
  readonly waiting: Float64Array;
  /** -1: the role has none. */
  readonly guarantee: Float64Array;
  readonly limit: Float64Array;
}

/**
 * What each top-level role, with all roles below it, holds and waits for, and what share of the cluster would be fair: that
 * of progressive filling over what it holds and waits for, at most its quota limit; its guarantee is a floor. Waiting tasks
 * count for the first role of their framework, where its demand is reported. Reservations are not looked at.
 */
export class RoleClaims {
  /** The top-level roles; their places here are what the other members ask for. */
  readonly roles: readonly RoleId[];
  readonly #directory: Directory;
  readonly #plan: ClusterPlan;
  readonly #capacity: CapacityNow;
  readonly #places: Int32Array;
  readonly #homes: Int32Array;
  readonly #pools: Pool[] = [];
  readonly #poolOf: (Pool | undefined)[] = [];
  readonly #waitingTasks: Int32Array;
  readonly #claims: readonly Claim[];
  readonly #filling: ProgressiveFilling;
  #isStale = true;

  constructor(directory: Directory, plan: ClusterPlan, capacity: CapacityNow) {
    const { roles, frameworks } = directory;
    this.#directory = directory;
    this.#plan = plan;
    this.#capacity = capacity;
    const tops = roles.names.map((name) => roles.id(ancestorsOf(name)[0] ?? name));
    this.roles = [...new Set(tops)].sort((a, b) => a - b);
    const placeOf = new Map(this.roles.map((role, place) => [role, place]));
    this.#places = Int32Array.from(tops, (role) => placeOf.get(role) as number);
    const firstRoles = new Map(plan.frameworks.map(({ name, roles }) => [name, roles[0]]));
    this.#homes = Int32Array.from(frameworks.names, (name) =>
      this.placeOf(roles.id(firstRoles.get(name) ?? DEFAULT_ROLE)),
    );
    this.#waitingTasks = new Int32Array(this.roles.length);
    const weights = new Map(plan.roles.map(({ name, weight }) => [name, weight]));
    this.#claims = this.roles.map((role) => ({
      weight: weights.get(roles.name(role)) ?? 1,
      floor: 0,
      ceiling: 0,
      needs: new Float64Array(0),
    }));
    this.#filling = new ProgressiveFilling(this.#claims);
  }

  /** The place of the top-level role above (or of) a role. */
  placeOf(role: RoleId): number {
    return this.#places[role] as number;
  }

  /** Where a framework's waiting tasks count. */
  homeOf(framework: FrameworkId): number {
    return this.#homes[framework] as number;
  }

  weightOf(place: number): number {
    return (this.#claims[place] as Claim).weight;
  }

  capacityChanged(): void {
    this.#isStale = true;
  }

  taskSubmitted(task: Task): void {
    this.#waits(task, 1);
  }

  taskStarted(task: Task): void {
    this.#waits(task, -1);
    this.#holds(task, 1);
  }

  taskFinished(task: Task): void {
    this.#holds(task, -1);
  }

  /** It waits to be started again. */
  taskKilled(task: Task): void {
    this.#holds(task, -1);
    this.#waits(task, 1);
  }

  waitingTasks(place: number): number {
    return this.#waitingTasks[place] as number;
  }

  /** 0..1 */
  fairShare(place: number): number {
    if (this.#isStale) this.#fill();
    return this.#filling.shares[place] as number;
  }

  /** The dominant share of what its tasks use, 0..1. */
  dominantShare(place: number): number {
    let share = 0;
    for (const { key, counts, held } of this.#pools) {
      const total = this.#capacity.total(key);
      if (counts && total > 0) share = Math.max(share, (held[place] as number) / total);
    }
    return share;
  }

  /** Thousandths that its tasks use. */
  held(place: number, key: ResourceKeyId): number {
    return (this.#poolOf[key]?.held[place] as number | undefined) ?? 0;
  }

  #holds(task: Task, sign: 1 | -1): void {
    const place = this.placeOf((task.placement as Placement).role);
    this.#isStale = true;
    const { keys, amounts } = task.demand;
    for (let i = 0; i < keys.length; i++) {
      this.#pool(keys[i] as ResourceKeyId).held[place]! += sign * (amounts[i] as number);
    }
  }

  #waits(task: Task, sign: 1 | -1): void {
    const place = this.homeOf(task.framework);
    this.#isStale = true;
    this.#waitingTasks[place]! += sign;
    const { keys, amounts }: Resources = task.requested;
    for (let i = 0; i < keys.length; i++) {
      this.#pool(keys[i] as ResourceKeyId).waiting[place]! += sign * (amounts[i] as number);
    }
  }

  #fill(): void {
    for (let place = 0; place < this.#claims.length; place++) this.#state(place);
    this.#filling.fill(this.#pools.length);
    this.#isStale = false;
  }

  /** Brings a role's claim up to date. */
  #state(place: number): void {
    const claim = this.#claims[place] as Claim;
    let demand = 0;
    for (let k = 0; k < this.#pools.length; k++) {
      const { key, counts, held, waiting } = this.#pools[k] as Pool;
      const total = this.#capacity.total(key);
      const part = total > 0 ? ((held[place] as number) + (waiting[place] as number)) / total : 0;
      claim.needs[k] = part;
      if (counts && part > demand) demand = part;
    }
    claim.ceiling = demand;
    claim.floor = 0;
    if (demand === 0) {
      claim.needs.fill(0);
      return;
    }
    for (let k = 0; k < this.#pools.length; k++) claim.needs[k]! /= demand;
    if (this.#plan.roles.length > 0) this.#applyQuota(place, claim);
  }

  #applyQuota(place: number, claim: Claim): void {
    let floor = Number.POSITIVE_INFINITY;
    for (let k = 0; k < this.#pools.length; k++) {
      const { key, guarantee, limit } = this.#pools[k] as Pool;
      const perShare = (claim.needs[k] as number) * this.#capacity.total(key);
      if (perShare === 0) continue;
      if ((limit[place] as number) >= 0) claim.ceiling = Math.min(claim.ceiling, (limit[place] as number) / perShare);
      if ((guarantee[place] as number) >= 0) floor = Math.min(floor, (guarantee[place] as number) / perShare);
    }
    if (floor !== Number.POSITIVE_INFINITY) claim.floor = Math.min(claim.ceiling, floor);
  }

  #pool(key: ResourceKeyId): Pool {
    return this.#poolOf[key] ?? this.#newPool(key);
  }

  #newPool(key: ResourceKeyId): Pool {
    const { name } = this.#directory.resourceKeys.get(key);
    const column = () => new Float64Array(this.roles.length);
    const pool: Pool = {
      key,
      counts: !this.#plan.options.fairnessExclude.includes(name),
      held: column(),
      waiting: column(),
      guarantee: column().fill(-1),
      limit: column().fill(-1),
    };
    for (const { name: role, quota } of this.#plan.roles) {
      const place = this.#places[this.#directory.roles.id(role)] as number;
      if (quota === null || this.roles[place] !== this.#directory.roles.id(role)) continue;
      pool.guarantee[place] = amountIn(quota.guarantees, name);
      pool.limit[place] = amountIn(quota.limits, name);
    }
    this.#pools.push(pool);
    this.#poolOf[key] = pool;
    for (const claim of this.#claims) claim.needs = new Float64Array(this.#pools.length);
    return pool;
  }
}

function amountIn(entries: readonly ResourceEntry[], name: string): number {
  return entries.find((entry) => entry.name === name)?.milli ?? -1;
}
