import type { Cluster } from "../cluster.js";
import type { Role, Vector } from "../model.js";
import { isAtOrBelow } from "./role-path.js";

/** How much of a role's quota is used, as this cycle counts. */
export interface QuotaUse {
  readonly role: Role;
  /** By plain key, as all vectors here. */
  readonly consumed: Vector;
}

/**
 * Quota as one cycle sees it: what each role has consumed, what is still to be kept for guarantees, and what there is.
 * Taken from the cluster when the cycle begins; then only the cycle's own offers count, by the rules of their stage (C7, C10).
 */
export class Headroom {
  /** Whether some guarantee is not satisfied yet: then other roles only get the surplus. */
  isRequired = false;
  readonly #plainKeys: readonly number[];
  readonly #uses = new Map<Role, QuotaUse>();
  readonly #required: Vector;
  readonly #available: Vector;

  constructor(cluster: Cluster) {
    this.#plainKeys = cluster.plainKeys;
    this.#required = cluster.zeros();
    const limited = cluster.roles.filter((role) => role.guarantee !== null || role.limit !== null);
    const reserved = limited.length > 0 ? reservedTotals(cluster) : [];
    for (const role of limited) {
      const use = { role, consumed: consumedBy(cluster, role, reserved) };
      this.#uses.set(role, use);
      for (const key of this.#plainKeys) this.#required[key] = this.#required[key]! + guaranteeLeft(use, key);
    }
    this.#noteRequired();
    this.#available = this.isRequired ? availableIn(cluster, reserved) : [];
  }

  /** The quota of exactly this role, if it has one. */
  useOf(role: Role): QuotaUse | undefined {
    return this.#uses.get(role);
  }

  /** Whether something of these resources is guaranteed to the role and outstanding. */
  isOwed(resources: Readonly<Vector>, use: QuotaUse): boolean {
    return this.#plainKeys.some((key) => resources[key]! > 0 && guaranteeLeft(use, key) > 0);
  }

  /** Whether the second stage cuts anything for a role of this quota. */
  cuts(use: QuotaUse | undefined): boolean {
    return this.isRequired || (use !== undefined && use.role.limit !== null);
  }

  /**
   * What the second stage may offer: unreserved non-revocable resources are cut to what the role's limits leave, and to the
   * surplus over all guarantees (C9). Changes what it is given.
   */
  cutRemainder(resources: Vector, use: QuotaUse | undefined): Vector {
    for (const key of this.#plainKeys) {
      resources[key] = Math.min(resources[key]!, limitLeft(use, key), this.#surplus(key));
    }
    return resources;
  }

  /**
   * What the first stage may offer: of unreserved non-revocable resources the part that is guaranteed, and of the rest what
   * limits and surplus leave (C4, C5). Changes what it is given.
   */
  cutGuaranteed(resources: Vector, use: QuotaUse): Vector {
    for (const key of this.#plainKeys) {
      const guaranteed = Math.min(resources[key]!, guaranteeLeft(use, key));
      const limited = Math.max(0, limitLeft(use, key) - guaranteed);
      resources[key] = guaranteed + Math.min(resources[key]! - guaranteed, limited, this.#surplus(key));
    }
    return resources;
  }

  /** Books an offer of the first stage (C7): what is required falls by the guaranteed part only. */
  giveGuaranteed(offer: Vector, use: QuotaUse): void {
    for (const key of this.#plainKeys) {
      this.#required[key] = this.#required[key]! - Math.min(offer[key]!, guaranteeLeft(use, key));
      use.consumed[key] = use.consumed[key]! + offer[key]!;
      this.#takeAvailable(key, offer[key]!);
    }
    this.#noteRequired();
  }

  /** Books an offer of the second stage; only a quota of the very role is charged at once (C10). */
  giveRemainder(offer: Vector, use: QuotaUse | undefined): void {
    if (use === undefined && !this.isRequired) return;
    for (const key of this.#plainKeys) {
      if (use !== undefined) use.consumed[key] = use.consumed[key]! + offer[key]!;
      if (this.isRequired) this.#takeAvailable(key, offer[key]!);
    }
  }

  #noteRequired(): void {
    this.isRequired = this.#required.some((amount) => amount > 0);
  }

  /** What others may have while guarantees are outstanding; all when none are. */
  #surplus(key: number): number {
    if (!this.isRequired) return Number.POSITIVE_INFINITY;
    return Math.max(0, this.#available[key]! - this.#required[key]!);
  }

  #takeAvailable(key: number, amount: number): void {
    this.#available[key] = Math.max(0, this.#available[key]! - amount);
  }
}

/** What of the guarantee is outstanding. */
function guaranteeLeft({ role, consumed }: QuotaUse, key: number): number {
  return role.guarantee === null ? 0 : Math.max(0, role.guarantee[key]! - consumed[key]!);
}

function limitLeft(use: QuotaUse | undefined, key: number): number {
  const limit = use?.role.limit?.[key] ?? -1;
  return use === undefined || limit < 0 ? Number.POSITIVE_INFINITY : Math.max(0, limit - use.consumed[key]!);
}

/** By key: what is reserved, over all agents. */
function reservedTotals(cluster: Cluster): Vector {
  const totals = cluster.zeros();
  for (const { id, reservation } of cluster.keys) {
    if (reservation === null) continue;
    for (const agent of cluster.agents) totals[id] = totals[id]! + agent.total[id]!;
  }
  return totals;
}

/** Reservations of the role and those below it, used or not, and what else is offered or used there (Q3). */
function consumedBy(cluster: Cluster, top: Role, reserved: Readonly<Vector>): Vector {
  const consumed = cluster.zeros();
  for (const { id, plain, reservation } of cluster.keys) {
    if (reservation !== null && isAtOrBelow(reservation, top)) consumed[plain] = consumed[plain]! + reserved[id]!;
  }
  for (const role of cluster.roles) {
    if (!isAtOrBelow(role, top)) continue;
    for (const key of cluster.plainKeys) consumed[key] = consumed[key]! + role.used[key]!;
  }
  return consumed;
}

/** What could still be given to somebody without being reserved or revocable; no step goes below zero (section 4). */
function availableIn(cluster: Cluster, reserved: Readonly<Vector>): Vector {
  const [idleReserved, idleRevocable, held] = [cluster.zeros(), cluster.zeros(), cluster.zeros()];
  for (const { id, plain, reservation, revocable } of cluster.keys) {
    idleReserved[plain] = idleReserved[plain]! + reserved[id]!;
    for (const agent of reservation !== null || revocable ? cluster.agents : []) {
      if (revocable) idleRevocable[plain] = idleRevocable[plain]! + agent.free[id]!;
      else for (const holding of agent.holdings) idleReserved[plain] = idleReserved[plain]! - holding.held[id]!;
    }
  }
  for (const role of cluster.roles) for (const key of cluster.plainKeys) held[key] = held[key]! + role.held[key]!;
  const available = cluster.zeros();
  for (const key of cluster.plainKeys) {
    const unallocated = Math.max(0, cluster.total[key]! - held[key]!);
    const unreserved = Math.max(0, unallocated - Math.max(0, idleReserved[key]!));
    available[key] = Math.max(0, unreserved - idleRevocable[key]!);
  }
  return available;
}
