import type { CallMonitor } from "../allocator/operation-sink.js";
import type { Micros } from "../base/time.js";
import type { FlightRecorder } from "../run/flight-record.js";

/**
 * Numbers all calls into a module's code, whichever instance they go to, for the parent that watches how long each takes.
 * A call may be made from within another: that one is still open then.
 */
export class CallCount {
  readonly #recorder: FlightRecorder;
  #calls = 0;
  #depth = 0;

  constructor(recorder: FlightRecorder) {
    this.#recorder = recorder;
  }

  /** @param t virtual time */
  during<T>(t: Micros, call: () => T): T {
    this.#enter(t);
    try {
      return call();
    } finally {
      this.#leave();
    }
  }

  monitor(): CallMonitor {
    return { enter: (_, t) => this.#enter(t), leave: () => this.#leave() };
  }

  #enter(t: Micros): void {
    if (this.#depth++ === 0) this.#recorder.enter(++this.#calls, t);
  }

  #leave(): void {
    if (--this.#depth === 0) this.#recorder.leave();
  }
}
