import type { RandomSource } from "../../../base/random.js";
import type { Micros } from "../../../base/time.js";
import type { UsagePoint } from "../../../cluster/usage-profile.js";

export interface Noise {
  /** The greatest deviation in either direction, as a part of what was given. */
  readonly amount: number;
  /** From one drawn value to the next. */
  readonly every: Micros;
}

/** Deviations at every multiple of `every` up to a time, each as likely as any other; straight lines between them. */
export function drawNoise({ amount, every }: Noise, until: Micros, random: RandomSource): UsagePoint[] {
  const count = Math.ceil(until / every) + 1;
  return Array.from({ length: count }, (_, k) => ({ after: k * every, share: amount * (2 * random() - 1) }));
}

/**
 * The sum of two lines of points up to a time: a point wherever one of them has one.
 *
 * @param base with jumps, perhaps: two points of one time
 * @param noise without jumps, from 0 on, at least as long
 */
export function addNoise(base: readonly UsagePoint[], noise: readonly UsagePoint[], until: Micros): UsagePoint[] {
  const sum: UsagePoint[] = [];
  let b = 0;
  let n = 0;
  while (true) {
    const after = Math.min(base[b]?.after ?? Number.POSITIVE_INFINITY, noise[n]?.after ?? Number.POSITIVE_INFINITY);
    if (after > until) return sum;
    const isOfBase = base[b]?.after === after;
    sum.push({ after, share: valueAt(base, b, after) + valueAt(noise, n, after) });
    if (isOfBase) b++;
    // Both sides of a jump have the noise of its moment.
    if (noise[n]?.after === after && base[b]?.after !== after) n++;
  }
}

/** The value at a time that is not before point `next - 1` and not after point `next`. */
function valueAt(points: readonly UsagePoint[], next: number, at: Micros): number {
  const [before, then] = [points[next - 1], points[next]];
  if (then === undefined) return (before as UsagePoint).share;
  if (before === undefined || then.after === at) return then.share;
  return before.share + (then.share - before.share) * ((at - before.after) / (then.after - before.after));
}
