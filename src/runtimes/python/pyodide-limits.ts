import type { PyodideAPI } from "pyodide";
import { wallMs } from "../../base/stopwatch.js";
import { Deadline } from "../deadline.js";
import type { GuestLimits } from "../guest.js";
import { PAGE_BYTES, WasmMemory } from "../wasm-memory.js";
import { SharedChange } from "./shared-change.js";

const SIGINT = 2;

/** Between two signals: time enough for the guest to unwind without being hit again on the way. */
const SIGNAL_EVERY_MS = 100;

/**
 * The time limit. Pyodide looks into its "interrupt buffer" every few dozen instructions for a signal from another
 * thread; here it finds this clock instead.
 */
export class InterruptClock {
  readonly deadline: Deadline;
  #nextSignal = 0;
  #isOver = false;

  constructor(limits: GuestLimits) {
    this.deadline = new Deadline(limits.callMs);
  }

  /** Whether the time limit was ever passed. The guest is of no use afterwards. */
  get isOver(): boolean {
    return this.#isOver;
  }

  asBuffer(): Uint8Array {
    return new Proxy(new Uint8Array(1), { get: () => this.#signal(), set: () => true });
  }

  #signal(): number {
    if (!this.deadline.isOver() || wallMs() < this.#nextSignal) return 0;
    this.#isOver = true;
    this.#nextSignal = wallMs() + SIGNAL_EVERY_MS;
    return SIGINT;
  }
}

/** Pyodide's own view of its memory: no part of its public interface, but always of the buffer that is the memory now. */
interface WithHeap {
  readonly _module: { readonly HEAPU8: Uint8Array };
}

/** What a Python may still get of its limit. */
interface Allowance {
  readonly python: WithHeap["_module"];
  bytesLeft: number;
}

const ALLOWANCES = new Set<Allowance>();

const LIMITED_GROWTH = new SharedChange(() => {
  const { prototype } = WasmMemory;
  const { grow } = prototype;
  prototype.grow = function limited(this: WasmMemory, pages: number): number {
    const allowance = [...ALLOWANCES].find(({ python }) => python.HEAPU8.buffer === this.buffer);
    const bytes = pages * PAGE_BYTES;
    if (allowance !== undefined && bytes > allowance.bytesLeft) throw new RangeError("memory limit");
    const before = grow.call(this, pages);
    if (allowance !== undefined) allowance.bytesLeft -= bytes;
    return before;
  };
  return () => {
    prototype.grow = grow;
  };
});

/**
 * Lets the memory of one Python grow by so much from now on: then it gets a MemoryError.
 * @returns lifts the limit
 */
export function limitMemoryGrowth(pyodide: PyodideAPI, memoryBytes: number | null): () => void {
  if (memoryBytes === null) return () => {};
  const allowance = { python: (pyodide as unknown as WithHeap)._module, bytesLeft: memoryBytes };
  ALLOWANCES.add(allowance);
  const release = LIMITED_GROWTH.use();
  return () => {
    ALLOWANCES.delete(allowance);
    release();
  };
}
