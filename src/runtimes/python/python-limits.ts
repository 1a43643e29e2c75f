import { processorMs } from "../../base/stopwatch.js";
import { WatchedCall } from "../watched-call.js";

const SIGINT = 2;

/** Python looks for a signal once in so many turns of loops and calls of functions. */
const STEPS_PER_LOOK = 51;

/**
 * Between two signals: time enough for the guest to unwind, and to tell where it was, without being hit again on the way. Of
 * the processor, since on a busy machine the clock goes on while the guest does not.
 */
const SIGNAL_EVERY_PROCESSOR_MS = 100;

/**
 * Stops a script that takes too long or says too much. Pyodide looks into its "interrupt buffer" for a signal from another
 * thread; here it finds these limits instead. After the first signal the script gets them again and again.
 */
export class PythonLimits extends WatchedCall {
  #nextSignal = 0;

  asInterruptBuffer(): Uint8Array {
    return new Proxy(new Uint8Array(1), { get: () => this.#signal(), set: () => true });
  }

  #signal(): number {
    this.addSteps(STEPS_PER_LOOK);
    if (!this.look() || processorMs() < this.#nextSignal) return 0;
    this.#nextSignal = processorMs() + SIGNAL_EVERY_PROCESSOR_MS;
    return SIGINT;
  }
}
