import { AllocatorFailure } from "../../allocator/failure.js";
import type { GuestOutput } from "../guest-output.js";
import type { LuaMachine } from "./lua-machine.js";
import type { LuaReference } from "./lua-stack.js";

/** How the records of a call go over, in a table that is used again for each, and how the list of its answer comes back. */
export class LuaInbox {
  readonly #machine: LuaMachine;
  readonly #output: GuestOutput;
  readonly #input: LuaReference;

  constructor(machine: LuaMachine, output: GuestOutput) {
    this.#machine = machine;
    this.#output = output;
    machine.stack.pushTable(1024, 0);
    this.#input = machine.stack.keep();
  }

  /**
   * @param decide takes the table and how much is in it, and gives the same of the answer
   * @returns the answer, which is the caller's own
   */
  decide(decide: LuaReference, input: Float64Array): Float64Array {
    const { stack } = this.#machine;
    stack.pushKept(decide);
    stack.pushKept(this.#input);
    stack.setNumbers(-1, input);
    stack.pushNumber(input.length);
    this.#machine.call(2, 2);
    const length = stack.numberAt(-1);
    const bytes = length * Float64Array.BYTES_PER_ELEMENT;
    // Too much is refused before it is copied.
    if (bytes > this.#output.bytesLeft) {
      this.#output.add(bytes);
      throw new AllocatorFailure("outOfMemory", this.#output.text);
    }
    const output = stack.numbersAt(-2, length);
    this.#machine.clear();
    return output;
  }
}
