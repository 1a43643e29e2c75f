import type { PythonHost } from "./pyodide-machine.js";
import { PythonArray } from "./python-array.js";

const WORD = 2 ** 32;

/**
 * The numbers of an answer, read from an array in Python's own memory that is kept from call to call: to make, look into
 * and let go of a new one took twenty times as long as an empty call. They are 64-bit integers there where all of them are
 * whole, and doubles otherwise.
 */
export class PyodideOutbox {
  #size = 0;
  #words: PythonArray<Int32Array> | null = null;

  /**
   * @param length as `decide` has told it
   * @returns a copy
   */
  take(length: number, host: PythonHost): Float64Array {
    if (length === 0) return new Float64Array(0);
    if (length >= this.#size) this.#open(host);
    const words = (this.#words as PythonArray<Int32Array>).view;
    return words[0] === 0 ? wholes(words, length) : doubles(words, length);
  }

  /** Python has put a longer one in its place. */
  #open(host: PythonHost): void {
    this.#words?.release();
    this.#words = new PythonArray(host.outbox(), "i32");
    this.#size = this.#words.view.length / 2;
  }
}

/** Of each number first the lower half, behind the word that says what they are. */
function wholes(words: Int32Array, length: number): Float64Array {
  const numbers = new Float64Array(length);
  for (let i = 0, at = 2; i < length; i++, at += 2) {
    numbers[i] = (words[at + 1] as number) * WORD + ((words[at] as number) >>> 0);
  }
  return numbers;
}

function doubles({ buffer, byteOffset }: Int32Array, length: number): Float64Array {
  const { BYTES_PER_ELEMENT } = Float64Array;
  return new Float64Array(buffer, byteOffset + BYTES_PER_ELEMENT, length).slice();
}
