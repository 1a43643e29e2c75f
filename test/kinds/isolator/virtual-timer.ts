import type { Micros } from "../../../src/base/time.js";
import type { Timer } from "../../../src/kinds/timer.js";

/** Virtual time that goes on when the test says so; actions of one moment run in the order in which they were asked for. */
export class VirtualTimer implements Timer {
  now: Micros = 0;
  #waiting: { readonly at: Micros; readonly action: () => void }[] = [];

  after(delay: Micros, action: () => void): () => void {
    const entry = { at: this.now + delay, action };
    this.#waiting.push(entry);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== entry);
    };
  }

  get size(): number {
    return this.#waiting.length;
  }

  runUntil(time: Micros): void {
    for (;;) {
      const next = this.#waiting.toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > time) break;
      this.#waiting = this.#waiting.filter((other) => other !== next);
      this.now = next.at;
      next.action();
    }
    this.now = time;
  }
}
