import type { Micros } from "../../../base/time.js";
import type { UsagePoint } from "../../../cluster/usage-profile.js";

/** The sine at every 15 degrees of a quarter: a table, since machines differ in the last digit of Math.sin. */
const QUARTER = [0, 0.25881904510252074, 0.5, Math.SQRT1_2, 0.8660254037844386, 0.9659258262890683, 1] as const;
const POINTS = 24;

export interface Wave {
  readonly mean: number;
  readonly amplitude: number;
  readonly period: Micros;
  /** When it is at its mean and rises. */
  readonly phase: Micros;
}

/** One period of a sine wave from time 0 on, as straight lines between 24 points of it. */
export function wavePoints({ mean, amplitude, period, phase }: Wave): UsagePoint[] {
  const points = Array.from({ length: POINTS }, (_, k) => ({
    after: (phase + Math.round((k * period) / POINTS)) % period,
    share: mean + amplitude * sine(k),
  })).sort((a, b) => a.after - b.after);
  const [first, last] = [points[0], points.at(-1)] as [UsagePoint, UsagePoint];
  const gap = first.after + period - last.after;
  const atZero = last.share + (first.share - last.share) * ((period - last.after) / gap);
  return [...(first.after === 0 ? [] : [{ after: 0, share: atZero }]), ...points, { after: period, share: atZero }];
}

/** @param k in 24ths of a turn */
function sine(k: number): number {
  const inHalf = k % 12;
  const value = QUARTER[inHalf <= 6 ? inHalf : 12 - inHalf] as number;
  return k < 12 ? value : -value;
}
