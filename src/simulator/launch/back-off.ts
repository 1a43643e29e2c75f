import { MICROS_PER_SECOND, type Micros } from "../../base/time.js";

const LONGEST = 60 * MICROS_PER_SECOND;

/**
 * How long a framework waits before it starts again what failed: 1 s after the first failure, twice as long after each
 * one more, at most a minute. (Marathon's `backoff` does alike.) Without it, what fails at once would be started for ever
 * at one and the same instant.
 */
export function backOff(failures: number): Micros {
  return failures === 0 ? 0 : Math.min(MICROS_PER_SECOND * 2 ** Math.min(failures - 1, 6), LONGEST);
}
