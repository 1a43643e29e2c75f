import { describe, expect, it } from "vitest";
import { differenceOf } from "../../../src/compare/statistics/difference.js";
import { summaryOf } from "../../../src/compare/statistics/summary.js";

/** Ten people rate two films (Lakens 2013, table 1 and its text). */
const FILM_1 = [9, 7, 8, 9, 8, 9, 9, 10, 9, 9];
const FILM_2 = [9, 6, 7, 8, 7, 9, 8, 8, 8, 7];

describe("a paired difference", () => {
  it("has the effect size of the published example: d_z = 1.50", () => {
    const { n, mean, effectSize, relative } = differenceOf(FILM_1, FILM_2, "higher");
    expect({ n, mean }).toEqual({ n: 10, mean: 1 });
    expect(effectSize).toBeCloseTo(1.5, 10);
    expect(relative).toBeCloseTo(1 / 7.7, 10);
  });

  it("has the interval of scipy.stats.bootstrap (1.17.1) for the published example: 0.6 to 1.4", () => {
    const { interval } = differenceOf(FILM_1, FILM_2, "higher");
    expect(interval).toEqual({ low: 0.6, high: 1.4 });
  });

  it("counts the seeds that agree with the mean", () => {
    expect(differenceOf(FILM_1, FILM_2, "higher").agree).toBe(8);
    expect(differenceOf([1, 1, 5], [2, 2, 1], "lower").agree).toBe(1);
    expect(differenceOf([1, 2], [1, 2], "lower").agree).toBe(2);
  });

  it.each([
    ["higher", "better"],
    ["lower", "worse"],
    ["neutral", "higher"],
  ] as const)("that is above 0 throughout is, where %s is better: %s", (direction, verdict) => {
    expect(differenceOf(FILM_1, FILM_2, direction).verdict).toBe(verdict);
  });

  it("that is below 0 throughout is the other side", () => {
    expect(differenceOf(FILM_2, FILM_1, "lower").verdict).toBe("better");
    expect(differenceOf(FILM_2, FILM_1, "neutral").verdict).toBe("lower");
  });

  it("is unclear where its interval holds 0, and equal where nothing differs", () => {
    expect(differenceOf([1, 2, 3, 9], [2, 1, 4, 8], "lower").verdict).toBe("unclear");
    expect(differenceOf([1, 2], [1, 2], "lower")).toMatchObject({ verdict: "equal", interval: { low: 0, high: 0 } });
  });

  it("that is rounding is none", () => {
    const sum = 0.1 + 0.2;
    expect(differenceOf([sum, 1], [0.3, 1], "lower")).toMatchObject({ mean: 0, verdict: "equal" });
    expect(differenceOf([1 + 1e-9, 1 + 1e-9], [1, 1], "lower").verdict).toBe("worse");
  });

  it("that is always the same has no effect size, but a verdict", () => {
    expect(differenceOf([2, 3], [1, 2], "lower")).toMatchObject({
      effectSize: { notComparable: "every seed differs by the same" },
      verdict: "worse",
    });
    expect(differenceOf([0.1 + 0.2, 1.3], [0.2, 1.2], "lower").effectSize).toEqual({
      notComparable: "every seed differs by the same",
    });
    expect(differenceOf([2, 3], [2, 3], "lower").effectSize).toEqual({ notComparable: "no seed differs" });
  });

  it("of one seed is unclear, and says why", () => {
    expect(differenceOf([2], [1], "lower")).toMatchObject({
      interval: { notComparable: "one value has no spread: take more seeds" },
      effectSize: { notComparable: "one pair has no spread: take more seeds" },
      verdict: "unclear",
    });
  });

  it("is relative to nothing where the other mean is 0", () => {
    expect(differenceOf([1, 2], [0, 0], "lower").relative).toEqual({
      notComparable: "the mean that it is compared with is 0",
    });
    expect(differenceOf([-1, -1], [-2, -2], "lower").relative).toBe(0.5);
  });
});

describe("the summary of a sample", () => {
  it("is its mean, median and 95th percentile between ranks", () => {
    expect(summaryOf([4, 1, 3, 2], "")).toMatchObject({ n: 4, mean: 2.5, median: 2.5, p95: 3.8499999999999996 });
  });

  it("is a reason where there are no values", () => {
    expect(summaryOf([], "no task started")).toEqual({ notComparable: "no task started" });
  });
});
