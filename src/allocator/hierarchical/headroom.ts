import type { ResourceKeyId, RoleId } from "../../cluster/ids.js";
import type { Resources } from "../../cluster/resources.js";
import type { ClusterSums } from "./cluster-sums.js";
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
   * What the second stage may offer of `whole`: unreserved non-revocable amounts are cut to what the role's limits
   * leave, and to the surplus over all guarantees (C9). The same object comes back when nothing is cut.
   */
  cutRemainder(whole: Resources, use: QuotaUse | undefined): Resources {
    if (!this.isRequired && (use === undefined || !use.quota.hasLimits)) return whole;
    return this.#cut(whole, (column, amount) => {
      const limited = use === undefined ? amount : Math.min(amount, limitLeft(use, column));
      return this.isRequired ? Math.min(limited, this.#surplus(column)) : limited;
    });
  }

  /**
   * What the first stage may offer: of each unreserved non-revocable amount the part that is guaranteed, and of the
   * rest what limits and surplus leave (C4, C5).
   *
   * @returns undefined when nothing of it is guaranteed and outstanding
   */
  cutGuaranteed(whole: Resources, use: QuotaUse): Resources | undefined {
    let hasGuaranteed = false;
    const offer = this.#cut(whole, (column, amount) => {
      const guaranteed = Math.min(amount, guaranteeLeft(use, column));
      if (guaranteed > 0) hasGuaranteed = true;
      const extra = Math.min(amount - guaranteed, Math.max(0, limitLeft(use, column) - guaranteed));
      return guaranteed + (this.isRequired ? Math.min(extra, this.#surplus(column)) : extra);
    });
    return hasGuaranteed ? offer : undefined;
  }

  /** Books an offer of the first stage (C7). */
  giveGuaranteed(offer: Resources, use: QuotaUse): void {
    this.#forPlain(offer, (column, amount) => {
      const guaranteed = Math.min(amount, guaranteeLeft(use, column));
      this.#addRequired(column, -guaranteed);
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

  #cut(whole: Resources, allowed: (column: number, amount: number) => number): Resources {
    const { columnOf, kindOf } = this.#names;
    const keys: ResourceKeyId[] = [];
    const amounts: number[] = [];
    let isCut = false;
    for (let i = 0; i < whole.keys.length; i++) {
      const key = whole.keys[i] as ResourceKeyId;
      const amount = whole.amounts[i] as number;
      const left = kindOf[key] === PLAIN ? allowed(columnOf[key] as number, amount) : amount;
      if (left < amount) isCut = true;
      if (left <= 0) continue;
      keys.push(key);
      amounts.push(left);
    }
    return isCut ? { keys, amounts } : whole;
  }

  #forPlain(offer: Resources, book: (column: number, amount: number) => void): void {
    const { columnOf, kindOf } = this.#names;
    for (let i = 0; i < offer.keys.length; i++) {
      const key = offer.keys[i] as ResourceKeyId;
      if (kindOf[key] === PLAIN) book(columnOf[key] as number, offer.amounts[i] as number);
    }
  }

  #surplus(column: number): number {
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
