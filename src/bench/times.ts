import { quantileSorted } from "d3-array";

/** Milliseconds of several runs of the same thing. */
export interface Times {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** Null where nothing was timed. */
export function timesOf(milliseconds: readonly number[]): Times | null {
  if (milliseconds.length === 0) return null;
  const ascending = milliseconds.toSorted((a, b) => a - b);
  return {
    count: ascending.length,
    p50: quantileSorted(ascending, 0.5) as number,
    p95: quantileSorted(ascending, 0.95) as number,
    max: ascending.at(-1) as number,
  };
}
