import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bcaInterval } from "../../../src/compare/statistics/bca-interval.js";
import { pairedDifferences } from "../../../src/compare/statistics/difference.js";
import { isNegligible } from "../../../src/compare/statistics/negligible.js";

const BEHIND = [100, 102, 98, 101, 99, 100];

function aheadBy(...differences: readonly number[]): number[] {
  return BEHIND.map((value, i) => value - (differences[i % differences.length] as number));
}

describe("a lead is negligible", () => {
  it("where its whole interval lies within the smallest lead of interest, whichever side is the better one", () => {
    expect(isNegligible(aheadBy(0.2, 0.5, 0.8), BEHIND, 0.01)).toBe(true);
    expect(isNegligible(aheadBy(-0.2, -0.5, -0.8), BEHIND, 0.01)).toBe(true);
  });

  it("not where its mean does, but not its whole interval", () => {
    expect(isNegligible(aheadBy(0.2, 0.5, 1.6), BEHIND, 0.01)).toBe(false);
  });

  it("up to the smallest lead itself, and no further", () => {
    expect(isNegligible(aheadBy(1), BEHIND, 0.01)).toBe(true);
    expect(isNegligible(aheadBy(1.001), BEHIND, 0.01)).toBe(false);
  });

  it("never where every lead matters", () => {
    expect(isNegligible(aheadBy(1e-6), BEHIND, 0.01)).toBe(true);
    expect(isNegligible(aheadBy(1e-6), BEHIND, 0)).toBe(false);
  });

  it("never over a mean of 0: no part of it is small", () => {
    expect(isNegligible([-1e-9, -1e-9], [0, 0], 1)).toBe(false);
  });

  it("by the mean without its sign", () => {
    expect(isNegligible([-100.5, -100.5], [-100, -100], 0.01)).toBe(true);
  });

  it("never with one seed: there is no interval", () => {
    expect(isNegligible([100], [100.1], 0.01)).toBe(false);
  });

  it("never beyond the interval of the paired differences, for any samples", () => {
    const value = fc.double({ min: 90, max: 110, noNaN: true });
    const samples = fc.array(fc.tuple(value, value), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(samples, fc.double({ min: 0, max: 0.2, noNaN: true }), (pairs, part) => {
        const [own, others] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        if (!isNegligible(own, others, part)) return;
        const interval = bcaInterval(pairedDifferences(own, others)) as { low: number; high: number };
        const least = (part * others.reduce((sum, b) => sum + b, 0)) / others.length;
        expect(Math.max(-interval.low, interval.high)).toBeLessThanOrEqual(least * (1 + 1e-12));
      }),
      { numRuns: 50 },
    );
  });
});
