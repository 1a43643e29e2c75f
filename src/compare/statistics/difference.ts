import { deviation, mean } from "d3-array";
import type { MetricDirection } from "../../metrics/metric.js";
import { type Difference, type Interval, isComparable, type NotComparable, type Verdict } from "../comparison.js";
import { bcaInterval } from "./bca-interval.js";

/** A difference without what changed runs say of it. */
export type PlainDifference = Omit<Difference, "shaken" | "tiesPermuted">;

/**
 * Two samples of the same seeds, pair by pair: the first less the second.
 *
 * @param values one for each pair, as in `others`; at least one
 */
export function differenceOf(
  values: readonly number[],
  others: readonly number[],
  direction: MetricDirection,
): PlainDifference {
  const differences = pairedDifferences(values, others);
  const own = mean(differences) as number;
  const interval = bcaInterval(differences);
  return {
    n: differences.length,
    mean: own,
    interval,
    relative: relativeTo(own, mean(others) as number),
    effectSize: cohensDz(differences, ROUNDING * greatestOf(values, others)),
    agree: differences.filter((difference) => Math.sign(difference) === Math.sign(own)).length,
    verdict: verdictOf(differences, interval, direction),
  };
}

/** What two sums of the same parts may differ by, as a part of them: far more than rounding, far less than a finding. */
const ROUNDING = 1e-12;

/** The first less the second, pair by pair; 0 where they differ by rounding alone. */
export function pairedDifferences(values: readonly number[], others: readonly number[]): number[] {
  return values.map((value, i) => {
    const other = others[i] as number;
    return Math.abs(value - other) <= ROUNDING * Math.max(Math.abs(value), Math.abs(other)) ? 0 : value - other;
  });
}

/** Whether the interval allows to say that the two differ. */
export function isClear({ verdict }: Pick<Difference, "verdict">): boolean {
  return verdict !== "equal" && verdict !== "unclear";
}

/**
 * The mean difference / the standard deviation of the differences: Cohen's d_z (Cohen: Statistical Power Analysis for the
 * Behavioral Sciences, 1988, section 2.3.5; Lakens: Calculating and reporting effect sizes, Frontiers in Psychology 4:863, 2013).
 *
 * @param rounding a spread that is no greater is none
 */
function cohensDz(differences: readonly number[], rounding: number): number | NotComparable {
  const spread = deviation(differences);
  if (spread === undefined) return { notComparable: "one pair has no spread: take more seeds" };
  if (spread > rounding) return (mean(differences) as number) / spread;
  return { notComparable: differences[0] === 0 ? "no seed differs" : "every seed differs by the same" };
}

function greatestOf(values: readonly number[], others: readonly number[]): number {
  return Math.max(...[...values, ...others].map(Math.abs));
}

function relativeTo(difference: number, other: number): number | NotComparable {
  return other === 0 ? { notComparable: "the mean that it is compared with is 0" } : difference / Math.abs(other);
}

function verdictOf(
  differences: readonly number[],
  interval: Interval | NotComparable,
  direction: MetricDirection,
): Verdict {
  if (differences.every((difference) => difference === 0)) return "equal";
  if (!isComparable(interval) || (interval.low <= 0 && interval.high >= 0)) return "unclear";
  const side = interval.low > 0 ? "higher" : "lower";
  if (direction === "neutral") return side;
  return side === direction ? "better" : "worse";
}
