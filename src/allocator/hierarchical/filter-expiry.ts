import type { Micros } from "../../base/time.js";

/**
 * When a filter ends, as a number that `expiryDeadline` is compared with: half a microsecond late for a filter of one
 * interval. The tick's timer is older than such a filter, so a tick at the very end finds it still there (F3,
 * MESOS-4302); for longer filters it is the other way round.
 */
export function expiryKey(installedAt: Micros, duration: Micros, allocationInterval: Micros): number {
  return installedAt + duration + (duration === allocationInterval ? 0.5 : 0);
}

/**
 * The greatest key that is expired for a cycle at t, which is the interval's tick or was caused by something after
 * it.
 */
export function expiryDeadline(t: Micros, isTick: boolean): number {
  return isTick ? t : t + 0.5;
}
