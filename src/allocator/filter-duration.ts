import type { Micros } from "../base/time.js";

const DEFAULT_REFUSE: Micros = 5_000_000;
const LONGEST_REFUSE: Micros = 365 * 86_400_000_000;

/**
 * How long a filter lasts (F2): a negative time means the default of 5 s; never more than a year, never less than one
 * allocation interval.
 *
 * @param refuse microseconds as the framework gave them
 * @returns undefined when no filter is to be installed
 */
export function filterDuration(refuse: Micros | null, allocationInterval: Micros): Micros | undefined {
  if (refuse === null || refuse === 0) return undefined;
  const wanted = refuse < 0 ? DEFAULT_REFUSE : Math.min(refuse, LONGEST_REFUSE);
  return Math.max(wanted, allocationInterval);
}
