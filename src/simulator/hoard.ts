import type { Micros } from "../base/time.js";
import type { HoardingPlan } from "../cluster/plan.js";
import type { ResourceKeys } from "../cluster/resource-keys.js";
import { isEmpty, type Resources } from "../cluster/resources.js";
import { amountUnderName } from "./amount-under-name.js";
import type { OpenOffer } from "./offer-bins.js";

/** The offers that a hoarding framework keeps though it has no use for them yet, in the order in which it put them there. */
export class Hoard {
  offers: readonly OpenOffer[] = [];
  readonly #plan: HoardingPlan;
  readonly #keys: ResourceKeys;

  constructor(plan: HoardingPlan, keys: ResourceKeys) {
    this.#plan = plan;
    this.#keys = keys;
  }

  /** When it is to give back the next of its offers; infinity: it is not. */
  get endsAt(): Micros {
    const { duration } = this.#plan;
    if (duration === null) return Number.POSITIVE_INFINITY;
    return this.offers.reduce((min, open) => Math.min(min, open.receivedAt + duration), Number.POSITIVE_INFINITY);
  }

  /** @returns whether it keeps what is left of the offer */
  keep(open: OpenOffer, now: Micros): boolean {
    const isOver = this.#plan.duration !== null && open.receivedAt + this.#plan.duration <= now;
    if (isOver || isEmpty(open.rest) || !this.#isWanted(open.rest)) return false;
    this.offers = [...this.offers, open];
    return true;
  }

  takeAll(): readonly OpenOffer[] {
    const { offers } = this;
    this.offers = [];
    return offers;
  }

  /** Takes out those that have been kept for as long as it keeps any. */
  takeOver(now: Micros): readonly OpenOffer[] {
    const duration = this.#plan.duration ?? Number.POSITIVE_INFINITY;
    return this.remove((open) => open.receivedAt + duration <= now);
  }

  /** Takes out the offers that meet a condition, because someone else ends them. */
  remove(condition: (open: OpenOffer) => boolean): readonly OpenOffer[] {
    const removed = this.offers.filter(condition);
    if (removed.length > 0) this.offers = this.offers.filter((open) => !removed.includes(open));
    return removed;
  }

  /** Whether it has not enough yet of something that is in there. */
  #isWanted(rest: Resources): boolean {
    const { upTo } = this.#plan;
    if (upTo === null) return true;
    return upTo.some(({ name, milli }) => {
      if (amountUnderName(rest, name, this.#keys) === 0) return false;
      return this.offers.reduce((sum, open) => sum + amountUnderName(open.rest, name, this.#keys), 0) < milli;
    });
  }
}
