import type { RandomSource } from "../../base/random.js";
import type { Micros } from "../../base/time.js";
import type { AuthenticationLimits } from "./authentication-limits.js";

/**
 * How long a client waits for each of its attempts: a random time between the minimum and a maximum that begins two
 * backoff factors above it, and whose distance from it doubles with each failure: 7 s, 9, 13, 21, ... 60 (U9).
 */
export class AttemptTimeouts {
  readonly #limits: AuthenticationLimits;
  readonly #random: RandomSource;
  #range: Micros = 0;

  constructor(limits: AuthenticationLimits, random: RandomSource) {
    this.#limits = limits;
    this.#random = random;
    this.reset();
  }

  /** The longest that the next attempt may take. */
  get max(): Micros {
    return this.#limits.timeoutMin + this.#range;
  }

  reset(): void {
    this.#range = this.#capped(2 * this.#limits.backoffFactor);
  }

  afterFailure(): void {
    this.#range = this.#capped(2 * this.#range);
  }

  /** Whole microseconds, both ends included. */
  draw(): Micros {
    return this.#limits.timeoutMin + Math.floor(this.#random() * (this.#range + 1));
  }

  #capped(range: Micros): Micros {
    return Math.min(range, Math.max(0, this.#limits.timeoutMax - this.#limits.timeoutMin));
  }
}
