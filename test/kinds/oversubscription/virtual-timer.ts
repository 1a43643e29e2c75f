import type { Micros } from "../../../src/base/time.js";
import type { Timer } from "../../../src/kinds/timer.js";

interface Alarm {
  readonly at: Micros;
  readonly action: () => void;
}

/** Virtual time that moves only when it is told to. At equal times the alarm that was set first goes off first. */
export class VirtualTimer implements Timer {
  now: Micros = 0;
  #alarms: Alarm[] = [];

  get pending(): number {
    return this.#alarms.length;
  }

  after(delay: Micros, action: () => void): () => void {
    const alarm = { at: this.now + delay, action };
    this.#alarms.push(alarm);
    return () => {
      this.#alarms = this.#alarms.filter((other) => other !== alarm);
    };
  }

  /** Everything up to then and at that moment happens. */
  advance(duration: Micros): void {
    const end = this.now + duration;
    for (;;) {
      const next = this.#alarms.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#alarms = this.#alarms.filter((other) => other !== next);
      this.now = next.at;
      next.action();
    }
    this.now = end;
  }
}
