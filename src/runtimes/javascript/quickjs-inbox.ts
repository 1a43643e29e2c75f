import type { QuickJSHandle } from "quickjs-emscripten-core";
import { AllocatorFailure } from "../../allocator/failure.js";
import type { GuestOutput } from "../guest-output.js";
import type { QuickJsMachine } from "./quickjs-machine.js";
import type { SharedDoubles } from "./shared-doubles.js";

/** Enough for all but the first call of a large cluster. */
const FIRST_LENGTH = 8192;

const INPUT_LENGTH = 0;
const ANSWER_LENGTH = 1;

/** The guest's functions for it, as `guest/entry.ts` has them. */
export interface InboxFunctions {
  readonly openInbox: QuickJSHandle;
  readonly decide: QuickJSHandle;
  readonly takeAnswer: QuickJSHandle;
}

/**
 * How the records of a call go over and its answer comes back: the host writes into memory that the guest has at hand, and
 * reads from it. A call hands over nothing; how much there is stands in two doubles of their own.
 */
export class QuickJsInbox {
  readonly #machine: QuickJsMachine;
  readonly #functions: InboxFunctions;
  readonly #output: GuestOutput;
  readonly #lengths: SharedDoubles;
  #input: SharedDoubles;
  #answer: SharedDoubles;

  constructor(machine: QuickJsMachine, functions: InboxFunctions, output: GuestOutput) {
    this.#machine = machine;
    this.#functions = functions;
    this.#output = output;
    this.#lengths = machine.share(2);
    this.#input = machine.share(FIRST_LENGTH);
    this.#answer = machine.share(FIRST_LENGTH);
    this.#open();
  }

  /** @returns the answer, which is the caller's own */
  decide(input: Float64Array): Float64Array {
    if (input.length > this.#input.length) {
      this.#input = this.#machine.share(2 * input.length);
      this.#open();
    }
    this.#input.view.set(input);
    this.#lengths.view[INPUT_LENGTH] = input.length;
    this.#machine.call(this.#functions.decide, []).dispose();
    const length = this.#answerLength();
    if (length > this.#answer.length) {
      this.#answer = this.#machine.share(2 * length);
      this.#open();
      this.#machine.call(this.#functions.takeAnswer, []).dispose();
    }
    return this.#answer.view.slice(0, length);
  }

  #answerLength(): number {
    const length = this.#lengths.view[ANSWER_LENGTH] as number;
    if (!(Number.isInteger(length) && length >= 0)) {
      throw new AllocatorFailure("threw", "the script has changed what the SDK works with: its answer has no length");
    }
    if (length * Float64Array.BYTES_PER_ELEMENT > this.#output.bytesLeft) {
      throw new AllocatorFailure("outOfMemory", this.#output.text);
    }
    return length;
  }

  #open(): void {
    const buffers = [this.#lengths, this.#input, this.#answer].map(({ handle }) => handle);
    this.#machine.call(this.#functions.openInbox, buffers).dispose();
  }
}
