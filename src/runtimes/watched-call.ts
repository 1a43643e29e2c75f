import type { FailureKind } from "../allocator/failure.js";
import { Deadline } from "./deadline.js";
import type { GuestOutput } from "./guest-output.js";
import type { Script } from "./script.js";
import { StepCount } from "./step-count.js";

/** A limit that a script ran into. */
export interface ExceededLimit {
  readonly kind: FailureKind;
  readonly text: string;
}

/** What a call of a script is held to in any virtual machine that can be asked while it runs: time, steps and output. */
export class WatchedCall {
  readonly #deadline: Deadline;
  readonly #steps: StepCount;
  readonly #output: GuestOutput;
  #exceeded: ExceededLimit | null = null;

  constructor({ limits, output }: Script) {
    this.#deadline = new Deadline(limits.callMs);
    this.#steps = new StepCount(limits.steps);
    this.#output = output;
  }

  /** Which limit the script ran into first, whatever it made of being stopped. Its state is of no use afterwards. */
  get exceeded(): ExceededLimit | null {
    return this.#exceeded;
  }

  startCall(): void {
    this.#deadline.start();
    this.#steps.startCall();
  }

  /** One long operation of the virtual machine may end a call too late without a single look. */
  endCall(): void {
    this.look();
    this.#deadline.stop();
  }

  /** @param steps that were taken since the last time */
  addSteps(steps: number): void {
    this.#steps.add(steps);
  }

  /** A limit that only the virtual machine knows of. */
  exceed(limit: ExceededLimit): void {
    this.#exceeded ??= limit;
  }

  /** Steps before time: they are the same on every machine. @returns whether the script is to be stopped, now or before */
  look(): boolean {
    if (this.#steps.isOver) this.exceed({ kind: "timedOut", text: this.#steps.text });
    if (this.#deadline.isOver()) this.exceed({ kind: "timedOut", text: this.#deadline.text });
    if (this.#output.isOver) this.exceed({ kind: "outOfMemory", text: this.#output.text });
    return this.#exceeded !== null;
  }
}
