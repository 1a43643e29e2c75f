import type { Series } from "../../../recording/run-charts.js";

/** The value of a step function at a time; null before its first. */
export function valueAt({ times, values }: Series, at: number): number | null {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) <= at) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? null : (values[low - 1] as number);
}

export interface StepSummary {
  /** Weighted with how long each value held. */
  readonly mean: number;
  readonly least: number;
  readonly most: number;
}

/** Up to the run's end; null where the series has no value. */
export function stepSummary({ times, values }: Series, end: number): StepSummary | null {
  const first = times[0];
  if (first === undefined) return null;
  let area = 0;
  for (const [i, value] of values.entries())
    area += value * ((times[i + 1] ?? Math.max(end, times[i] as number)) - (times[i] as number));
  const long = end - first;
  const mean = long > 0 ? area / long : (values.at(-1) as number);
  return { mean, least: Math.min(...values), most: Math.max(...values) };
}

/** The corners of its line, up to the run's end. */
export function stepPoints({ times, values }: Series, end: number): [number, number][] {
  const points = times.map((time, i): [number, number] => [time, values[i] as number]);
  const last = points.at(-1);
  return last === undefined || last[0] >= end ? points : [...points, [end, last[1]]];
}
