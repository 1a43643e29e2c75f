import type { Micros } from "../base/time.js";
import type { TaskId } from "./ids.js";

/** So long after its clock's beginning a task uses such a part of what it was given: 0.5 is half, 1.2 is more than it may. */
export interface UsagePoint {
  readonly after: Micros;
  readonly share: number;
}

/**
 * What a task uses of one resource over time: straight lines between the points, the first value before the first and the
 * last after the last point. Two points of one time are a jump, to the later one's value. In columns, ascending in time, at
 * least one point; a series drawn for a long run has thousands.
 */
export interface UsageProfile {
  /** Whether time counts from the start of the task's process, or from that of the run. */
  readonly clock: "task" | "run";
  readonly after: Float64Array;
  readonly share: Float64Array;
  /** The share times microseconds from 0 to each point. */
  readonly area: Float64Array;
  /** All of it repeats after so long, no point being later; null: it does not. */
  readonly period: Micros | null;
}

/** @param points ascending in time; none: all that was given */
export function usageProfile(
  points: readonly UsagePoint[],
  clock: UsageProfile["clock"] = "task",
  period: Micros | null = null,
): UsageProfile {
  const given = points.length === 0 ? [{ after: 0, share: 1 }] : points;
  const area = new Float64Array(given.length);
  let before = { after: 0, share: given[0]?.share as number };
  for (const [i, point] of given.entries()) {
    const sum = i === 0 ? 0 : (area[i - 1] as number);
    area[i] = sum + (point.after - before.after) * ((before.share + point.share) / 2);
    before = point;
  }
  const after = Float64Array.from(given, (point) => point.after);
  return { clock, after, share: Float64Array.from(given, (point) => point.share), area, period };
}

/** What a task uses of which the plan tells nothing: all that it was given. */
export const FULL_USE: UsageProfile = usageProfile([]);

/** Which of several profiles a task has: they are taken in turn, in the order of submission. */
export function profileOf(
  usage: ReadonlyMap<string, readonly UsageProfile[]> | undefined,
  name: string,
  task: TaskId,
): UsageProfile {
  const profiles = usage?.get(name);
  return profiles === undefined ? FULL_USE : (profiles[task % profiles.length] as UsageProfile);
}

/** The time on the profile's clock. @param started when the task's process did */
export function clockTime({ clock }: UsageProfile, started: Micros, now: Micros): Micros {
  return clock === "run" ? now : now - started;
}

/**
 * The amount in use, in whole thousandths.
 *
 * @param allocated thousandths
 * @param at on the profile's clock, as all times that follow
 */
export function amountAt(profile: UsageProfile, allocated: number, at: Micros): number {
  return Math.round(allocated * shareAt(profile, at));
}

/**
 * The first time, not before `from`, at which the amount is above the bound; null: never. Exact to the microsecond:
 * whatever `amountAt` says is above the bound then, and is not a microsecond earlier.
 *
 * @param bound thousandths
 */
export function nextCrossing(profile: UsageProfile, allocated: number, bound: number, from: Micros): Micros | null {
  const isAbove = (at: Micros) => amountAt(profile, allocated, at) > bound;
  if (isAbove(from)) return from;
  const last = profile.period === null ? Number.POSITIVE_INFINITY : from + profile.period;
  for (let low = from; low <= last; ) {
    const until = lineAt(profile, low).until;
    if (until === Number.POSITIVE_INFINITY) return null;
    // Before a jump the line rises towards the value that the jump leaves.
    if (isAbove(until - 1)) return firstAbove(isAbove, low, until - 1);
    if (isAbove(until)) return until;
    low = until;
  }
  return null;
}

/** The share times microseconds between two times. */
export function usedBetween(profile: UsageProfile, from: Micros, to: Micros): number {
  return areaUntil(profile, to) - areaUntil(profile, from);
}

/** The straight line on which the profile goes on. */
export interface UsageLine {
  /** Where it ends; infinity: never. */
  readonly until: Micros;
  /** The share that it leads to; behind a jump the next line begins with another. */
  readonly endShare: number;
}

/** The line from a time on. */
export function lineAt(profile: UsageProfile, at: Micros): UsageLine {
  const { after, share, period } = profile;
  const base = beginOf(profile, at);
  const next = 1 + lastPoint(after, at - base);
  const nextAfter = after[next];
  if (nextAfter !== undefined) return { until: base + nextAfter, endShare: share[next] as number };
  const until = period === null ? Number.POSITIVE_INFINITY : base + period;
  return { until, endShare: share[next - 1] as number };
}

/** The part of what was given that is in use. */
export function shareAt(profile: UsageProfile, at: Micros): number {
  const { after, share } = profile;
  const local = at - beginOf(profile, at);
  const i = lastPoint(after, local);
  if (i < 0) return share[0] as number;
  const from = share[i] as number;
  const [begin, end] = [after[i] as number, after[i + 1]];
  if (end === undefined) return from;
  return from + ((share[i + 1] as number) - from) * ((local - begin) / (end - begin));
}

/** When the period began that a time is in. */
function beginOf({ period }: UsageProfile, at: Micros): Micros {
  return period === null ? 0 : Math.floor(at / period) * period;
}

function areaUntil(profile: UsageProfile, at: Micros): number {
  const base = beginOf(profile, at);
  if (base === 0) return areaWithin(profile, at);
  return (
    (base / (profile.period as Micros)) * areaWithin(profile, profile.period as Micros) + areaWithin(profile, at - base)
  );
}

/** From 0 to a time of the first period. */
function areaWithin({ after, share, area }: UsageProfile, local: Micros): number {
  const i = lastPoint(after, local);
  if (i < 0) return local * (share[0] as number);
  const [begin, end] = [after[i] as number, after[i + 1]];
  const from = share[i] as number;
  const to = end === undefined ? from : from + ((share[i + 1] as number) - from) * ((local - begin) / (end - begin));
  return (area[i] as number) + (local - begin) * ((from + to) / 2);
}

/** The last point that is not after a time; -1: none. */
function lastPoint(after: Float64Array, local: Micros): number {
  let low = -1;
  let high = after.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((after[middle] as number) <= local) low = middle;
    else high = middle;
  }
  return low;
}

/** Between a time that is not above and a later one that is, where the line rises. */
function firstAbove(isAbove: (at: Micros) => boolean, below: Micros, above: Micros): Micros {
  let low = below;
  let high = above;
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (isAbove(middle)) high = middle;
    else low = middle;
  }
  return high;
}
