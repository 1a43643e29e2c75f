import type { FailureKind } from "../../allocator/failure.js";
import { Deadline } from "../deadline.js";
import type { GuestOutput } from "../guest-output.js";
import type { Script } from "../script.js";
import { StepCount } from "../step-count.js";

/** QuickJS asks once in so many steps whether it shall go on; a step is a turn of a loop, a call, or a step back of a regular expression. */
const STEPS_PER_CHECK = 10_000;

/** Stops a script that takes too long or says too much. Once it has, it stops whatever follows, too: nothing can swallow that. */
export class QuickJsLimits {
  readonly #deadline: Deadline;
  readonly #steps: StepCount;
  readonly #output: GuestOutput;
  #exceeded: { readonly kind: FailureKind; readonly text: string } | null = null;

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

  /** One long operation of the virtual machine may end a call too late without a single check. */
  endCall(): void {
    this.#look();
    this.#deadline.stop();
  }

  /** For the virtual machine's checks. @returns whether the script is to be stopped */
  check(): boolean {
    this.#steps.add(STEPS_PER_CHECK);
    this.#look();
    return this.#exceeded !== null;
  }

  #look(): void {
    if (this.#deadline.isOver()) this.#exceeded ??= { kind: "timedOut", text: this.#deadline.text };
    if (this.#steps.isOver) this.#exceeded ??= { kind: "timedOut", text: this.#steps.text };
    if (this.#output.isOver) this.#exceeded ??= { kind: "outOfMemory", text: this.#output.text };
  }
}
