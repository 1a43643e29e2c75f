import type { PythonHost } from "./pyodide-machine.js";
import { PythonArray } from "./python-array.js";

/**
 * The numbers of an answer, read from an array in Python's own memory that is kept from call to call: to make, look into
 * and let go of a new one took twenty times as long as an empty call.
 */
export class PyodideOutbox {
  #size = 0;
  #doubles: PythonArray<Float64Array> | null = null;

  /**
   * @param length as `decide` has told it
   * @returns a copy
   */
  take(length: number, host: PythonHost): Float64Array {
    if (length === 0) return new Float64Array(0);
    if (length > this.#size) this.#open(host);
    return (this.#doubles as PythonArray<Float64Array>).view.slice(0, length);
  }

  /** Python has put a longer one in its place. */
  #open(host: PythonHost): void {
    this.#doubles?.release();
    this.#doubles = new PythonArray(host.outbox(), "f64");
    this.#size = this.#doubles.view.length;
  }
}
