import { median } from "d3-array";
import { wallMs } from "../base/stopwatch.js";

const STEPS = 5_000_000;
const ROUNDS = 9;

/**
 * Milliseconds of one and the same loop of integer and floating point work, the median of several: timed beside every
 * benchmark, so that figures from two machines, or from a busy and a quiet one, can be related.
 */
export function referenceMs(): number {
  const times: number[] = [];
  let state = 1;
  for (let round = 0; round < ROUNDS; round++) {
    const startedAt = wallMs();
    state = mixed(state);
    times.push(wallMs() - startedAt);
  }
  // The state is used, so that no compiler may leave the loop out.
  return state === 0 ? 0 : (median(times) as number);
}

function mixed(seed: number): number {
  let bits = seed;
  let sum = 1;
  for (let step = 0; step < STEPS; step++) {
    bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d) + step;
    sum = sum * 0.999 + (bits & 0xffff) / 65536;
  }
  return (bits ^ Math.round(sum)) | 1;
}
