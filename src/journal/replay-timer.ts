import { quantileSorted } from "d3-array";
import type { OperationName } from "../allocator/operations.js";

/** Wall-clock milliseconds that an allocator needed: its own calls only, not reading, booking and comparing. */
export interface ReplayTiming {
  readonly totalMs: number;
  /** Over the batch cycles; null where there was none. */
  readonly allocateMs: {
    readonly count: number;
    readonly p50: number | null;
    readonly p95: number | null;
    readonly max: number | null;
  };
}

export class ReplayTimer {
  #totalMs = 0;
  readonly #allocateMs: number[] = [];

  add(op: OperationName, milliseconds: number): void {
    this.#totalMs += milliseconds;
    if (op === "allocate") this.#allocateMs.push(milliseconds);
  }

  timing(): ReplayTiming {
    const ascending = this.#allocateMs.toSorted((a, b) => a - b);
    return {
      totalMs: this.#totalMs,
      allocateMs: {
        count: ascending.length,
        p50: quantileSorted(ascending, 0.5) ?? null,
        p95: quantileSorted(ascending, 0.95) ?? null,
        max: ascending.at(-1) ?? null,
      },
    };
  }
}
