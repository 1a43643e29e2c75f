import { MICROS_PER_SECOND, type Micros } from "../../../src/base/time.js";
import type { Timer } from "../../../src/kinds/timer.js";

interface Due {
  readonly at: Micros;
  readonly action: () => void;
}

/** Virtual time by hand: what is due at one moment happens in the order in which it was asked for. */
export class VirtualTimer implements Timer {
  now: Micros = 0;
  #due: Due[] = [];

  after(delay: Micros, action: () => void): () => void {
    const due = { at: this.now + delay, action };
    const later = this.#due.findIndex((other) => other.at > due.at);
    this.#due.splice(later < 0 ? this.#due.length : later, 0, due);
    return () => {
      this.#due = this.#due.filter((other) => other !== due);
    };
  }

  get pending(): number {
    return this.#due.length;
  }

  /** All that is due up to and including then. A moment that never ends is an error, not a hanging test. */
  runUntil(seconds: number): void {
    const end = seconds * MICROS_PER_SECOND;
    for (let steps = 0; this.#due[0] !== undefined && this.#due[0].at <= end; steps++) {
      if (steps > 100_000) throw new Error(`time stands still at ${this.now}`);
      const { at, action } = this.#due.shift() as Due;
      this.now = at;
      action();
    }
    this.now = end;
  }

  /** All that is due now. */
  settle(): void {
    this.runUntil(this.now / MICROS_PER_SECOND);
  }
}
