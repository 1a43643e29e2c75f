import type { PyBuffer } from "pyodide/ffi";
import type { PythonHost } from "./pyodide-machine.js";
import { PythonArray } from "./python-array.js";

const WORD = 2 ** 32;

/**
 * The numbers of a call, written into two arrays in Python's own memory: as 64-bit integers, since ids, amounts and times
 * are ints there, and to make them of floats took five times as long as all the rest of the reading; and as doubles, for
 * the few that need not be whole.
 */
export class PyodideInbox {
  #size = 0;
  #wholes: PythonArray<Int32Array> | null = null;
  #doubles: PythonArray<Float64Array> | null = null;

  /** Afterwards Python has them, until the next call. */
  fill(input: Float64Array, host: PythonHost): void {
    if (input.length > this.#size) this.#open(Math.max(1024, 2 * input.length), host);
    this.#doubles?.view.set(input);
    const words = (this.#wholes as PythonArray<Int32Array>).view;
    for (let i = 0; i < input.length; i++) {
      const value = input[i] as number;
      words[2 * i] = value;
      words[2 * i + 1] = Math.floor(value / WORD);
    }
  }

  #open(size: number, host: PythonHost): void {
    this.#wholes?.release();
    this.#doubles?.release();
    const inbox = host.open_inbox(size);
    // What an attribute gives is destroyed with its object; a copy is not.
    this.#wholes = new PythonArray(inbox.wholes.copy() as PyBuffer, "i32");
    this.#doubles = new PythonArray(inbox.doubles.copy() as PyBuffer, "f64");
    inbox.destroy();
    this.#size = size;
  }
}
