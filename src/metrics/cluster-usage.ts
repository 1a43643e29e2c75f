import type { Micros } from "../base/time.js";
import type { AgentId, FrameworkId, RoleId } from "../cluster/ids.js";
import type { ResourceKeys } from "../cluster/resource-keys.js";
import type { Resources } from "../cluster/resources.js";
import { Capacity } from "./capacity.js";
import type { RoleLineage } from "./role-lineage.js";
import type { Scope } from "./scope.js";
import { type ShareFilter, UsageMeter } from "./usage-meter.js";

/** Who has what in use: the cluster, each framework, each role with those below it, each framework within one role. */
export class ClusterUsage {
  readonly capacity: Capacity;
  readonly #lineage: RoleLineage;
  readonly #all: UsageMeter;
  readonly #frameworks: UsageMeter;
  readonly #roles: UsageMeter;
  readonly #members: UsageMeter;
  readonly #memberIds = new Map<number, number>();

  constructor(keys: ResourceKeys, lineage: RoleLineage, counts: ShareFilter) {
    this.capacity = new Capacity(keys);
    this.#lineage = lineage;
    this.#all = new UsageMeter(this.capacity, counts);
    this.#frameworks = new UsageMeter(this.capacity, counts);
    this.#roles = new UsageMeter(this.capacity, counts);
    this.#members = new UsageMeter(this.capacity, counts);
  }

  agentTotal(t: Micros, agent: AgentId, total: Resources | null): void {
    this.#settleHolders(t);
    this.capacity.change(t, agent, total);
  }

  taskUses(t: Micros, framework: FrameworkId, role: RoleId, resources: Resources, sign: 1 | -1): void {
    this.#all.add(t, 0, resources, sign);
    this.#frameworks.add(t, framework, resources, sign);
    for (const above of this.#lineage.of(role)) this.#roles.add(t, above, resources, sign);
    this.#members.add(t, this.#member(framework, role), resources, sign);
  }

  /** So much more (or, below 0, less) of what a framework's tasks use is lent by others. @param key a plain one */
  tasksBorrow(t: Micros, framework: FrameworkId, role: RoleId, key: number, amount: number): void {
    this.#all.borrow(t, 0, key, amount);
    this.#frameworks.borrow(t, framework, key, amount);
    for (const above of this.#lineage.of(role)) this.#roles.borrow(t, above, key, amount);
  }

  finish(t: Micros): void {
    this.#settleHolders(t);
    this.capacity.settle(t);
  }

  /** Thousandths times microseconds in use. */
  overTime(scope: Scope, key: number): number {
    return this.#meter(scope).overTime(scope.id, key);
  }

  /** The largest part of the capacity that was in use at one moment, 0..1. */
  peak(scope: Scope, key: number): number {
    return this.#meter(scope).peak(scope.id, key);
  }

  /** The dominant share times microseconds. */
  shareOverTime(scope: Scope): number {
    return this.#meter(scope).shareOverTime(scope.id);
  }

  /** The dominant share of what is not lent, times microseconds. */
  ownShareOverTime(scope: Scope): number {
    return this.#meter(scope).ownShareOverTime(scope.id);
  }

  /** The dominant share of what a framework holds in exactly this role, times microseconds. */
  memberShareOverTime(framework: FrameworkId, role: RoleId): number {
    return this.#members.shareOverTime(this.#member(framework, role));
  }

  #meter(scope: Scope): UsageMeter {
    if (scope.kind === "all") return this.#all;
    return scope.kind === "role" ? this.#roles : this.#frameworks;
  }

  #member(framework: FrameworkId, role: RoleId): number {
    const key = framework * this.#lineage.size + role;
    const known = this.#memberIds.get(key);
    if (known !== undefined) return known;
    this.#memberIds.set(key, this.#memberIds.size);
    return this.#memberIds.size - 1;
  }

  #settleHolders(t: Micros): void {
    for (const meter of [this.#all, this.#frameworks, this.#roles, this.#members]) meter.settleAll(t);
  }
}
