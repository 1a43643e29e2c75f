import fc from "fast-check";
import { PASSED, type Verdict } from "../verdict.js";
import type { AllocatorPlace } from "./allocator-place.js";
import { type Finding, playHistory } from "./play-history.js";
import type { Turnover } from "./random-history.js";

/**
 * Whether every decision over random histories is legal. One that is not is shown by the shortest history that was found.
 * @throws AllocatorFailure when the allocator's virtual machine has ended it
 */
export async function judgeLegality(place: AllocatorPlace, turnover: Turnover): Promise<Verdict> {
  const { histories, steps } = place.effort;
  const search = new Search(place, turnover);
  const number = fc.noShrink(fc.nat(2 ** 32 - 1));
  const numbers = fc.noBias(fc.array(number, { minLength: 1, maxLength: steps, size: "max" }));
  const property = fc.asyncProperty(numbers, (list) => search.isGood(list));
  await fc.check(property, { seed: place.seed, numRuns: histories });
  return search.verdict();
}

/** What fast-check asks, and what was found last: that is the shortest. */
class Search {
  readonly #place: AllocatorPlace;
  readonly #turnover: Turnover;
  #finding: Finding | null = null;
  #broken: { readonly error: unknown } | null = null;
  #shrinkings = 0;

  constructor(place: AllocatorPlace, turnover: Turnover) {
    this.#place = place;
    this.#turnover = turnover;
  }

  /** When enough was tried, or nothing more can be, every history is good: then fast-check comes to an end. */
  async isGood(numbers: readonly number[]): Promise<boolean> {
    if (this.#broken !== null) return true;
    if (this.#finding !== null && ++this.#shrinkings > this.#place.effort.shrinkings) return true;
    try {
      const { seed } = this.#place;
      const finding = await this.#place.withSession((session) => playHistory(session, numbers, this.#turnover, seed));
      if (finding === null) return true;
      this.#finding = finding;
      return false;
    } catch (error) {
      this.#broken = { error };
      return true;
    }
  }

  verdict(): Verdict {
    if (this.#finding !== null) {
      const { message, operations, journal } = this.#finding;
      const reason = `${message} (after ${operations} operations, seed ${this.#place.seed})`;
      return { kind: "failed", reason, journal };
    }
    if (this.#broken !== null) throw this.#broken.error;
    return PASSED;
  }
}
