import type { PyBuffer, PyBufferView } from "pyodide/ffi";

/** An array of Python as JavaScript sees it. */
export class PythonArray<View extends Int32Array | Float64Array> {
  readonly #array: PyBuffer;
  readonly #type: string;
  #buffer: PyBufferView;

  /** @param type how Pyodide calls the elements of the view */
  constructor(array: PyBuffer, type: string) {
    this.#array = array;
    this.#type = type;
    this.#buffer = array.getBuffer(type);
  }

  get view(): View {
    // When Python's memory has grown, what showed it before shows nothing any more.
    if (this.#buffer.data.byteLength === 0) {
      this.#buffer.release();
      this.#buffer = this.#array.getBuffer(this.#type);
    }
    return this.#buffer.data as View;
  }

  release(): void {
    this.#buffer.release();
    this.#array.destroy();
  }
}
