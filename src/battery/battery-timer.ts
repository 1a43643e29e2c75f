import { AllocatorFailure } from "../allocator/failure.js";
import type { Micros } from "../base/time.js";
import type { Timer } from "../kinds/timer.js";

interface Waiting {
  readonly at: Micros;
  readonly action: () => void;
}

/** A module that sets one timer after the other at the same moment never lets time go on. */
const MOST_ACTIONS = 100_000;

/** The virtual time of a battery. Actions of one moment run in the order in which they were asked for. */
export class BatteryTimer implements Timer {
  now: Micros = 0;
  #waiting: Waiting[] = [];

  after(delay: Micros, action: () => void): () => void {
    const entry = { at: this.now + delay, action };
    // Behind all of the same moment: what is asked for later runs later.
    const behind = this.#waiting.findIndex(({ at }) => at > entry.at);
    this.#waiting.splice(behind < 0 ? this.#waiting.length : behind, 0, entry);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== entry);
    };
  }

  /** @throws AllocatorFailure when time does not go on */
  pass(duration: Micros): void {
    const until = this.now + duration;
    for (let actions = 0; ; actions++) {
      const next = this.#waiting[0];
      if (next === undefined || next.at > until) break;
      if (actions > MOST_ACTIONS)
        throw new AllocatorFailure("timedOut", `more than ${MOST_ACTIONS} timers end at once`);
      this.#waiting.shift();
      this.now = next.at;
      next.action();
    }
    this.now = until;
  }

  /** Everything begins anew, and what waited is forgotten. */
  restart(): void {
    this.now = 0;
    this.#waiting = [];
  }
}
