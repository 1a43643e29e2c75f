import { type RandomSource, randomStream } from "../base/random.js";
import type { Micros } from "../base/time.js";
import type { OpenOffer } from "./offer-bins.js";

const MOST_DOUBLINGS = 3;

/**
 * The offers that a framework keeps for a gang that is not complete. It gives them up after the gang time-out, so that
 * two frameworks that hold what the other needs do not wait for ever. Nor may they do the same again in step for ever:
 * after its second failure in a row a framework holds nothing for a random while (as stations on one wire do after a
 * collision), twice as long each time; a gang that fits at once starts even then.
 */
export class GangHold {
  offers: readonly OpenOffer[] = [];
  /** Number of the hold: a time-out that was foreseen for an earlier one is void. */
  number = 0;
  readonly #seed: number;
  readonly #framework: string;
  readonly #pause: Micros;
  #random: RandomSource | null = null;
  #failures = 0;
  #pausedUntil: Micros = 0;

  /** @param pause the time that one round of holding and being refused takes */
  constructor(seed: number, framework: string, pause: Micros) {
    this.#seed = seed;
    this.#framework = framework;
    this.#pause = pause;
  }

  get isEmpty(): boolean {
    return this.offers.length === 0;
  }

  mayHold(now: Micros): boolean {
    return now >= this.#pausedUntil;
  }

  /** @returns whether a new hold begins, with a time-out of its own */
  keep(offers: readonly OpenOffer[], gangStarted: boolean): boolean {
    const wasEmpty = this.isEmpty;
    this.offers = offers;
    if (gangStarted) this.#failures = 0;
    if (offers.length === 0 || !(wasEmpty || gangStarted)) return false;
    this.number++;
    return true;
  }

  /** The gang was not complete in time. @returns what is to be declined */
  giveUp(now: Micros): readonly OpenOffer[] {
    const { offers } = this;
    this.offers = [];
    if (offers.length > 0) this.#fail(now);
    return offers;
  }

  /** Takes out the offers that have been held since a time or longer; the master takes them back. */
  expire(receivedUntil: Micros, now: Micros): readonly OpenOffer[] {
    const expired = this.remove((open) => open.receivedAt <= receivedUntil);
    if (expired.length > 0 && this.isEmpty) this.#fail(now);
    return expired;
  }

  /** Takes out the offers that meet a condition, because someone else ends them. */
  remove(condition: (open: OpenOffer) => boolean): readonly OpenOffer[] {
    const removed = this.offers.filter(condition);
    if (removed.length > 0) this.offers = this.offers.filter((open) => !removed.includes(open));
    return removed;
  }

  #fail(now: Micros): void {
    if (++this.#failures < 2) return;
    this.#random ??= randomStream(this.#seed, `framework ${this.#framework}: gang pauses`);
    const doublings = Math.min(this.#failures - 2, MOST_DOUBLINGS);
    this.#pausedUntil = now + Math.floor(this.#random() * this.#pause * 2 ** doublings);
  }
}
