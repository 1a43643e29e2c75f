import { MICROS_PER_SECOND, type Micros } from "../../base/time.js";
import type { Complete, Outcome } from "../outcome.js";
import type { Timer } from "../timer.js";

/**
 * How long to wait when the interval is zero and the answer took no time. On a real machine the answer itself takes some;
 * in virtual time the same question would be asked for ever within one instant.
 */
export const INSTANT_ANSWER_WAIT: Micros = MICROS_PER_SECOND;

/**
 * Asks one question again and again, the next one an interval after the answer: at most one is open at a time (S2, S5).
 * One that is never answered is the last.
 */
export class QuestionLoop<T> {
  readonly #timer: Timer;
  readonly #interval: Micros;
  readonly #ask: (complete: Complete<T>) => void;
  readonly #answered: (outcome: Outcome<T>) => void;
  /** Counts questions and their ends, so that what ends late or twice is known as such. */
  #round = 0;
  #callOff: (() => void) | undefined;

  constructor(
    timer: Timer,
    interval: Micros,
    ask: (complete: Complete<T>) => void,
    answered: (outcome: Outcome<T>) => void,
  ) {
    this.#timer = timer;
    this.#interval = interval;
    this.#ask = ask;
    this.#answered = answered;
  }

  /** Asks for the first time; a loop that runs already begins anew. */
  start(): void {
    this.stop();
    this.#put();
  }

  /** No further question; the answer to the open one is ignored. */
  stop(): void {
    this.#round++;
    this.#callOff?.();
    this.#callOff = undefined;
  }

  #put(): void {
    const round = ++this.#round;
    const askedAt = this.#timer.now;
    this.#ask((outcome) => {
      if (round !== this.#round) return;
      this.#round++;
      const isInstant = this.#interval === 0 && this.#timer.now === askedAt;
      this.#callOff = this.#timer.after(isInstant ? INSTANT_ANSWER_WAIT : this.#interval, () => this.#put());
      this.#answered(outcome);
    });
  }
}
