import { PAGE_BYTES, WasmMemory } from "../wasm-memory.js";

/** What the QuickJS module is compiled for. */
const INITIAL_PAGES = 256;
const MOST_PAGES = 32_768;

/**
 * The memory of one QuickJS module, which ends where the guest's limit does. QuickJS' own limit is not enough: this build
 * cannot tell the size of what it has allocated, so that many small values never add up to it.
 */
export class QuickJsMemory {
  readonly memory: WasmMemory;
  #isExhausted = false;

  constructor(limitBytes: number | null) {
    const pages = limitBytes === null ? MOST_PAGES : INITIAL_PAGES + Math.ceil(limitBytes / PAGE_BYTES);
    this.memory = new WasmMemory({ initial: INITIAL_PAGES, maximum: Math.min(pages, MOST_PAGES) });
    const grow = this.memory.grow.bind(this.memory);
    this.memory.grow = (pages) => {
      try {
        return grow(pages);
      } catch (error) {
        this.#isExhausted = true;
        throw error;
      }
    };
  }

  /** Whether more was asked for than there is. */
  get isExhausted(): boolean {
    return this.#isExhausted;
  }
}
