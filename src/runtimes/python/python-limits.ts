import type { FailureKind } from "../../allocator/failure.js";
import { wallMs } from "../../base/stopwatch.js";
import { Deadline } from "../deadline.js";
import type { GuestOutput } from "../guest-output.js";
import type { Script } from "../script.js";
import { StepCount } from "../step-count.js";

const SIGINT = 2;

/** Python looks for a signal once in so many turns of loops and calls of functions. */
const STEPS_PER_LOOK = 51;

/** Between two signals: time enough for the guest to unwind without being hit again on the way. */
const SIGNAL_EVERY_MS = 100;

/**
 * Stops a script that takes too long or says too much. Pyodide looks into its "interrupt buffer" for a signal from another
 * thread; here it finds these limits instead. After the first signal the script gets them again and again.
 */
export class PythonLimits {
  readonly #deadline: Deadline;
  readonly #steps: StepCount;
  readonly #output: GuestOutput;
  #exceeded: { readonly kind: FailureKind; readonly text: string } | null = null;
  #nextSignal = 0;

  constructor({ limits, output }: Script) {
    this.#deadline = new Deadline(limits.callMs);
    this.#steps = new StepCount(limits.steps);
    this.#output = output;
  }

  /** Which limit the script ran into, whatever it made of being stopped. Its state is of no use afterwards. */
  get exceeded(): { readonly kind: FailureKind; readonly text: string } | null {
    return this.#exceeded;
  }

  startCall(): void {
    this.#deadline.start();
    this.#steps.startCall();
  }

  /** One long operation of the interpreter may end a call too late without a single look. */
  endCall(): void {
    this.#look();
    this.#deadline.stop();
  }

  asInterruptBuffer(): Uint8Array {
    return new Proxy(new Uint8Array(1), { get: () => this.#signal(), set: () => true });
  }

  #signal(): number {
    this.#steps.add(STEPS_PER_LOOK);
    this.#look();
    if (this.#exceeded === null || wallMs() < this.#nextSignal) return 0;
    this.#nextSignal = wallMs() + SIGNAL_EVERY_MS;
    return SIGINT;
  }

  #look(): void {
    if (this.#steps.isOver) this.#exceeded ??= { kind: "timedOut", text: this.#steps.text };
    if (this.#deadline.isOver()) this.#exceeded ??= { kind: "timedOut", text: this.#deadline.text };
    if (this.#output.isOver) this.#exceeded ??= { kind: "outOfMemory", text: this.#output.text };
  }
}
