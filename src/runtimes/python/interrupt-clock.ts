import { wallMs } from "../../base/stopwatch.js";
import { Deadline } from "../deadline.js";
import type { GuestLimits } from "../guest.js";

const SIGINT = 2;

/** Between two signals: time enough for the guest to unwind without being hit again on the way. */
const SIGNAL_EVERY_MS = 100;

/**
 * The time limit. Pyodide looks into its "interrupt buffer" every few dozen instructions for a signal from another
 * thread; here it finds this clock instead.
 */
export class InterruptClock {
  readonly deadline: Deadline;
  #nextSignal = 0;
  #isOver = false;

  constructor(limits: GuestLimits) {
    this.deadline = new Deadline(limits.callMs);
  }

  /** Whether the time limit was ever passed. The guest is of no use afterwards. */
  get isOver(): boolean {
    return this.#isOver;
  }

  asBuffer(): Uint8Array {
    return new Proxy(new Uint8Array(1), { get: () => this.#signal(), set: () => true });
  }

  #signal(): number {
    if (!this.deadline.isOver() || wallMs() < this.#nextSignal) return 0;
    this.#isOver = true;
    this.#nextSignal = wallMs() + SIGNAL_EVERY_MS;
    return SIGINT;
  }
}
