import { mean, sum } from "d3-array";
import { errorFunction, probit } from "simple-statistics";
import type { Interval, NotComparable } from "../comparison.js";
import { quantileOf } from "./quantile-of.js";
import { type Resamples, resamplesOf } from "./resamples.js";

/** What part of the intervals holds the true value. */
export const CONFIDENCE = 0.95;
/** The normal distribution's quantile at (1 + CONFIDENCE) / 2. */
const Z = 1.959963984540054;

/**
 * The bias-corrected and accelerated bootstrap interval of a mean (Efron: Better Bootstrap Confidence Intervals, JASA 82,
 * 1987; Efron and Tibshirani: An Introduction to the Bootstrap, 1993, section 14.3). The acceleration is the jackknife's.
 * Deterministic: the draws are seeded.
 *
 * @param resamples of the sample's size
 */
export function bcaInterval(
  values: readonly number[],
  resamples: Resamples = resamplesOf(values.length),
): Interval | NotComparable {
  const [first] = values;
  if (first === undefined || values.length < 2) return { notComparable: "one value has no spread: take more seeds" };
  // Sums of equal values may differ in their last bit: these need none.
  if (values.every((value) => value === first)) return { low: first, high: first };
  const means = resamples.means(values);
  const shift = bias(means, mean(values) as number);
  const acceleration = skewness(values);
  const at = (z: number) => {
    const moved = shift + (shift + z) / (1 - acceleration * (shift + z));
    return quantileOf(means, normalPart(moved));
  };
  return { low: at(-Z), high: at(Z) };
}

/** How far the resamples' median lies from the sample's own mean, in standard deviations; what equals it counts half. */
function bias(means: Float64Array, own: number): number {
  let below = 0;
  for (const value of means) below += value < own ? 1 : value === own ? 0.5 : 0;
  // Where all are on one side, as if the next one were not.
  const part = Math.min(Math.max(below, 0.5), means.length - 0.5) / means.length;
  return probit(part);
}

/** A sixth of the skewness of the jackknife's values: for a mean these are the sample's own, mirrored and shrunk. */
function skewness(values: readonly number[]): number {
  const centre = mean(values) as number;
  const deviations = values.map((value) => value - centre);
  // Scaled, so that no power of them is too small or too large for a double.
  const largest = Math.max(...deviations.map(Math.abs));
  const squares = sum(deviations, (deviation) => (deviation / largest) ** 2);
  const cubes = sum(deviations, (deviation) => (deviation / largest) ** 3);
  return largest === 0 ? 0 : cubes / (6 * squares ** 1.5);
}

/** The part of a normal distribution below z. */
function normalPart(z: number): number {
  return (1 + errorFunction(z / Math.SQRT2)) / 2;
}
