import { deviation } from "d3-array";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Interval, isComparable } from "../../../src/compare/comparison.js";
import { bcaInterval } from "../../../src/compare/statistics/bca-interval.js";
import { RESAMPLES, Resamples, resamplesOf } from "../../../src/compare/statistics/resamples.js";

/** Hours between failures of air conditioning (Proschan 1963; Davison and Hinkley 1997, example 1.1). */
const AIR_CONDITIONING = [3, 5, 7, 18, 43, 85, 91, 98, 100, 130, 230, 487];
/** Survival times of treated mice (Efron and Tibshirani 1993, table 2.1). */
const MICE = [94, 197, 16, 38, 99, 141, 23];

function intervalOf(values: readonly number[], resamples?: Resamples): Interval {
  const interval = bcaInterval(values, resamples);
  if (!isComparable(interval)) throw new Error(interval.notComparable);
  return interval;
}

describe("the BCa interval of a mean", () => {
  it("is what scipy.stats.bootstrap (1.17.1, 400,000 resamples) gives for known samples", () => {
    const many = 100_000;
    const air = intervalOf(AIR_CONDITIONING, new Resamples(AIR_CONDITIONING.length, many));
    expect(Math.abs(air.low - 57.0)).toBeLessThan(0.5);
    expect(Math.abs(air.high - 226.0)).toBeLessThan(2);
    const mice = intervalOf(MICE, new Resamples(MICE.length, many));
    expect(Math.abs(mice.low - 46.29)).toBeLessThan(0.5);
    expect(Math.abs(mice.high - 138.29)).toBeLessThan(0.7);
  });

  it("is near that with as many resamples as reports take", () => {
    const air = intervalOf(AIR_CONDITIONING);
    expect(air.low).toBeGreaterThan(54);
    expect(air.low).toBeLessThan(60);
    expect(air.high).toBeGreaterThan(215);
    expect(air.high).toBeLessThan(237);
  });

  it("reaches further to the side of the outlier", () => {
    const centre = 108.083;
    const { low, high } = intervalOf(AIR_CONDITIONING);
    expect(high - centre).toBeGreaterThan(1.5 * (centre - low));
  });

  it("is a point where all values are the same", () => {
    expect(bcaInterval([0.1, 0.1, 0.1])).toEqual({ low: 0.1, high: 0.1 });
  });

  it("needs two values", () => {
    expect(bcaInterval([4])).toEqual({ notComparable: "one value has no spread: take more seeds" });
  });

  it("lies within the sample, in order, and is the same each time", () => {
    const sample = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(sample, (values) => {
        const { low, high } = intervalOf(values);
        const slack = 1e-9 * Math.max(...values.map(Math.abs));
        expect(low).toBeLessThanOrEqual(high);
        expect(low).toBeGreaterThanOrEqual(Math.min(...values) - slack);
        expect(high).toBeLessThanOrEqual(Math.max(...values) + slack);
        expect(bcaInterval(values)).toEqual({ low, high });
      }),
      { numRuns: 50 },
    );
  });

  it("moves and stretches with the sample", () => {
    const { low, high } = intervalOf(MICE);
    const moved = intervalOf(MICE.map((value) => 10 * value + 7));
    expect(moved.low).toBeCloseTo(10 * low + 7, 6);
    expect(moved.high).toBeCloseTo(10 * high + 7, 6);
  });
});

describe("resamples", () => {
  it("spread as the bootstrap's theory has it: 23.36 for the mice (Efron and Tibshirani 1993, table 2.2)", () => {
    const spread = deviation(new Resamples(MICE.length, 100_000).means(MICE)) as number;
    expect(Math.abs(spread - 23.36)).toBeLessThan(0.2);
  });

  it("of three values take each of the 27 draws equally often", () => {
    const means = new Resamples(3, 27_000).means([1, 10, 100]);
    const counts = new Map<number, number>();
    for (const value of means) counts.set(Math.round(value * 3), (counts.get(Math.round(value * 3)) ?? 0) + 1);
    // Three alike: one draw; two alike: three; all different: six.
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([3, 12, 21, 30, 102, 111, 120, 201, 210, 300]);
    for (const [sum, count] of counts) {
      const draws = sum === 111 ? 6 : [3, 30, 300].includes(sum) ? 1 : 3;
      expect(Math.abs(count - 1000 * draws)).toBeLessThan(5 * Math.sqrt(1000 * draws));
    }
  });

  it("are made once for each size", () => {
    expect(resamplesOf(5)).toBe(resamplesOf(5));
    expect(resamplesOf(5).count).toBe(RESAMPLES);
  });
});
