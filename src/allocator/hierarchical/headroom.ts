import type { ResourceKeyId, RoleId } from "../../cluster/ids.js";
import type { Resources } from "../../cluster/resources.js";
import type { ClusterSums } from "./cluster-sums.js";
import { keepParts, partsWithin } from "./quota-cut.js";
import type { Quota, Quotas } from "./quotas.js";
import { PLAIN, type ResourceNames } from "./resource-names.js";

/** A quota and how much of it is used, as this cycle counts. */
export interface QuotaUse {
  readonly quota: Quota;
  readonly consumed: Float64Array;
}

/**
 * Quota as one cycle sees it: what each role has consumed, what is still to be kept for guarantees, and what there
 * is. Taken from the cluster when the cycle begins; then only the cycle's own offers count, by the rules of their
 * stage (C7, C10).
 */
export class Headroom {
  /** Whether some guarantee is not satisfied yet: then other roles only get the surplus. */
  isRequired = false;
  readonly #names: ResourceNames;
  readonly #quotas: Quotas;
  readonly #sums: ClusterSums;
  readonly #uses = new Map<RoleId, QuotaUse>();
  #required = new Float64Array(0);
  #available = new Float64Array(0);
  #sumsByColumn = new Float64Array(0);

  constructor(names: ResourceNames, quotas: Quotas, sums: ClusterSums) {
    this.#names = names;
    this.#quotas = quotas;
    this.#sums = sums;
  }

  open(): void {
    this.isRequired = false;
    this.#uses.clear();
    if (this.#quotas.isEmpty) return;
    const columns = this.#names.count;
    this.#required = new Float64Array(columns);
    this.#sumsByColumn = new Float64Array(columns);
    for (const quota of this.#quotas.all()) {
      const consumed = Float64Array.from({ length: columns }, (_, column) => this.#sums.consumed(quota.role, column));
      this.#uses.set(quota.role, { quota, consumed });
      for (const [column, guarantee] of quota.guarantees.entries()) {
        this.#addRequired(column, Math.max(0, guarantee - (consumed[column] as number)));
      }
    }
    this.isRequired = this.#required.some((quantity) => quantity > 0);
    if (!this.isRequired) return;
    this.#available = Float64Array.from({ length: columns }, (_, column) => this.#sums.availableHeadroom(column));
  }

  /** The quota of exactly this role, if it has one. */
  of(role: RoleId): QuotaUse | undefined {
    return this.#uses.get(role);
  }

  /**
   * What the second stage may offer of `whole`: unreserved non-revocable scalars are cut to what the role's limits
   * leave, and to the surplus over all guarantees (C9). The same object comes back when nothing is cut.
   */
  cutRemainder(whole: Resources, use: QuotaUse | undefined): Resources {
    if (!this.isRequired && (use === undefined || !use.quota.hasLimits)) return whole;
    return keepParts(whole, this.#remainderParts(whole, use), this.#names);
  }

  /**
   * What the first stage may offer: of unreserved non-revocable scalars the part that is guaranteed, and of the rest
   * what limits and surplus leave (C4, C5).
   *
   * @returns undefined when nothing of it is guaranteed and outstanding
   */
  cutGuaranteed(whole: Resources, use: QuotaUse): Resources | undefined {
    const guaranteed = this.#guaranteedOf(whole, use);
    if (guaranteed.every((part) => part === 0)) return undefined;
    const given = this.#byColumn(whole, guaranteed);
    const rest = whole.amounts.map((amount, i) => amount - (guaranteed[i] as number));
    const extra = partsWithin(whole, rest, this.#names, (column) => {
      const limited = Math.max(0, limitLeft(use, column) - (given[column] as number));
      return Math.min(limited, this.#surplus(column));
    });
    const parts = guaranteed.map((part, i) => part + (extra[i] as number));
    return keepParts(whole, parts, this.#names);
  }

  /** Books an offer of the first stage (C7): what is required falls by the guaranteed part only. */
  giveGuaranteed(offer: Resources, use: QuotaUse): void {
    const guaranteed = this.#byColumn(offer, this.#guaranteedOf(offer, use));
    for (let column = 0; column < guaranteed.length; column++) {
      this.#addRequired(column, -(guaranteed[column] as number));
    }
    this.#forPlain(offer, (column, amount) => {
      this.#addConsumed(use, column, amount);
      this.#takeAvailable(column, amount);
    });
    this.isRequired = this.#required.some((quantity) => quantity > 0);
  }

  /** Books an offer of the second stage; only a quota of the very role is charged at once (C10). */
  giveRemainder(offer: Resources, use: QuotaUse | undefined): void {
    if (use === undefined && !this.isRequired) return;
    this.#forPlain(offer, (column, amount) => {
      if (use !== undefined) this.#addConsumed(use, column, amount);
      if (this.isRequired) this.#takeAvailable(column, amount);
    });
  }

  /** By place in `whole`. */
  #remainderParts(whole: Resources, use: QuotaUse | undefined): number[] {
    return partsWithin(whole, whole.amounts, this.#names, (column) => {
      const limited = use === undefined ? Number.POSITIVE_INFINITY : limitLeft(use, column);
      return Math.min(limited, this.#surplus(column));
    });
  }

  /** By place in `whole`: the part that is guaranteed and outstanding. */
  #guaranteedOf(whole: Resources, use: QuotaUse): number[] {
    return partsWithin(whole, whole.amounts, this.#names, (column) => guaranteeLeft(use, column));
  }

  /** Valid until the next call. */
  #byColumn({ keys }: Resources, parts: readonly number[]): Float64Array {
    const sums = this.#sumsByColumn;
    sums.fill(0);
    for (let i = 0; i < keys.length; i++) {
      const column = this.#names.columnOf[keys[i] as ResourceKeyId] as number;
      sums[column] = (sums[column] as number) + (parts[i] as number);
    }
    return sums;
  }

  #forPlain(offer: Resources, book: (column: number, amount: number) => void): void {
    const { columnOf, kindOf } = this.#names;
    for (let i = 0; i < offer.keys.length; i++) {
      const key = offer.keys[i] as ResourceKeyId;
      if (kindOf[key] === PLAIN) book(columnOf[key] as number, offer.amounts[i] as number);
    }
  }

  /** What others may have while guarantees are outstanding; infinite when none are. */
  #surplus(column: number): number {
    if (!this.isRequired) return Number.POSITIVE_INFINITY;
    return Math.max(0, (this.#available[column] as number) - (this.#required[column] as number));
  }

  #addRequired(column: number, quantity: number): void {
    this.#required[column] = (this.#required[column] as number) + quantity;
  }

  #addConsumed(use: QuotaUse, column: number, quantity: number): void {
    use.consumed[column] = (use.consumed[column] as number) + quantity;
  }

  #takeAvailable(column: number, quantity: number): void {
    this.#available[column] = Math.max(0, (this.#available[column] as number) - quantity);
  }
}

/** Whether the role has outstanding guarantees. */
export function isUnsatisfied({ quota, consumed }: QuotaUse): boolean {
  return quota.guarantees.some((guarantee, column) => guarantee > (consumed[column] as number));
}

function guaranteeLeft({ quota, consumed }: QuotaUse, column: number): number {
  return Math.max(0, (quota.guarantees[column] ?? 0) - (consumed[column] as number));
}

/** Infinite without a limit. */
function limitLeft({ quota, consumed }: QuotaUse, column: number): number {
  const limit = quota.limits[column] ?? Number.POSITIVE_INFINITY;
  return Math.max(0, limit - (consumed[column] as number));
}
