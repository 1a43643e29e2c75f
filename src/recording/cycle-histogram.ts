import type { Histogram } from "./run-charts.js";

/** How many bins there are for each factor of ten. */
const BINS_PER_DECADE = 5;
/** What is quicker is counted as this: a microsecond. */
const LEAST_MS = 1e-3;

/** @returns no bin when there is no value */
export function cycleHistogram(milliseconds: Float64Array): Histogram {
  if (milliseconds.length === 0) return { edges: [], counts: [] };
  const first = Math.floor(placeOf(milliseconds.reduce((least, ms) => Math.min(least, ms), Number.POSITIVE_INFINITY)));
  const last = Math.floor(placeOf(milliseconds.reduce((most, ms) => Math.max(most, ms), 0)));
  const counts = new Array<number>(last - first + 1).fill(0);
  for (const ms of milliseconds) counts[Math.floor(placeOf(ms)) - first]!++;
  const edges = Array.from({ length: counts.length + 1 }, (_, i) => edgeAt(first + i));
  return { edges, counts };
}

function placeOf(ms: number): number {
  return Math.log10(Math.max(LEAST_MS, ms)) * BINS_PER_DECADE;
}

function edgeAt(place: number): number {
  return Number((10 ** (place / BINS_PER_DECADE)).toPrecision(4));
}
