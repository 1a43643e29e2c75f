import type { Micros } from "../base/time.js";

/** So long after its start a task uses such a part of what it was given: 0.5 is half, 1.2 is more than it may. */
export interface UsagePoint {
  readonly after: Micros;
  readonly share: number;
}

/**
 * What a task uses of one resource over time: straight lines between the points, the first value before the first and the
 * last after the last point. Two points of one time are a jump, to the later one's value; no points: all that it was given.
 * Ascending in time.
 */
export type UsageProfile = readonly UsagePoint[];

/**
 * The amount in use, in whole thousandths.
 *
 * @param allocated thousandths
 * @param elapsed since the start
 */
export function amountAt(profile: UsageProfile, allocated: number, elapsed: Micros): number {
  return Math.round(allocated * shareAt(profile, elapsed));
}

/**
 * The first time, not before `from`, at which the amount is above the bound; null: never. Exact to the microsecond:
 * whatever `amountAt` says is above the bound then, and is not a microsecond earlier.
 *
 * @param bound thousandths
 */
export function nextCrossing(profile: UsageProfile, allocated: number, bound: number, from: Micros): Micros | null {
  const isAbove = (elapsed: Micros) => amountAt(profile, allocated, elapsed) > bound;
  if (isAbove(from)) return from;
  let low = from;
  for (const { after } of profile) {
    if (after <= low) continue;
    // Before a jump the line rises towards the value that the jump leaves.
    if (isAbove(after - 1)) return firstAbove(isAbove, low, after - 1);
    if (isAbove(after)) return after;
    low = after;
  }
  return null;
}

/** The share times microseconds from the start on. */
export function usedOver(profile: UsageProfile, elapsed: Micros): number {
  const first = profile[0];
  if (first === undefined) return elapsed;
  let sum = Math.min(first.after, elapsed) * first.share;
  for (const [i, point] of profile.entries()) {
    const from = point.after;
    if (from >= elapsed) break;
    const to = Math.min(profile[i + 1]?.after ?? Number.POSITIVE_INFINITY, elapsed);
    sum += (to - from) * ((point.share + lineAt(profile, i, to)) / 2);
  }
  return sum;
}

function shareAt(profile: UsageProfile, elapsed: Micros): number {
  const first = profile[0];
  if (first === undefined) return 1;
  if (elapsed < first.after) return first.share;
  return lineAt(
    profile,
    profile.findLastIndex(({ after }) => after <= elapsed),
    elapsed,
  );
}

/** The value on the line that begins at a point; level after the last. */
function lineAt(profile: UsageProfile, i: number, elapsed: Micros): number {
  const { after, share } = profile[i] as UsagePoint;
  const next = profile[i + 1];
  if (next === undefined || next.after === after) return share;
  return share + (next.share - share) * ((elapsed - after) / (next.after - after));
}

/** Between a time that is not above and a later one that is, where the line rises. */
function firstAbove(isAbove: (elapsed: Micros) => boolean, below: Micros, above: Micros): Micros {
  let low = below;
  let high = above;
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (isAbove(middle)) high = middle;
    else low = middle;
  }
  return high;
}
