import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { type Draw, drawing } from "../../src/scenario/resolve/draw.js";

const MOST = 1_000_000_000;

const value = fc.integer({ min: 1, max: 10_000_000 });
const anyDistribution: fc.Arbitrary<Draw> = fc.oneof(
  fc.tuple(value, value).map(([a, b]): Draw => ({ kind: "uniform", least: Math.min(a, b), greatest: Math.max(a, b) })),
  value.map((mean): Draw => ({ kind: "exponential", mean })),
  fc.record({
    kind: fc.constant("lognormal" as const),
    median: value,
    sigma: fc.double({ min: 0.01, max: 10, noNaN: true }),
  }),
  fc.array(value, { minLength: 1, maxLength: 5 }).map((values): Draw => ({ kind: "listed", values })),
  value.map((constant): Draw => ({ kind: "constant", value: constant })),
);

function draws(draw: Draw, seed: number, count: number): number[] {
  const next = drawing(draw, randomStream(seed, "test"), MOST);
  return Array.from({ length: count }, next);
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

describe("drawing from a distribution", () => {
  it("gives whole numbers of at least 1, never beyond the bound", () => {
    fc.assert(
      fc.property(anyDistribution, fc.nat(), (draw, seed) => {
        for (const drawn of draws(draw, seed, 50)) {
          expect(Number.isInteger(drawn)).toBe(true);
          expect(drawn).toBeGreaterThanOrEqual(1);
          expect(drawn).toBeLessThanOrEqual(MOST);
        }
      }),
    );
  });

  it("is repeated by the same seed and not by another", () => {
    fc.assert(
      fc.property(anyDistribution, fc.nat(), (draw, seed) => {
        expect(draws(draw, seed, 30)).toEqual(draws(draw, seed, 30));
      }),
    );
    const draw: Draw = { kind: "exponential", mean: 1_000_000 };
    expect(draws(draw, 1, 30)).not.toEqual(draws(draw, 2, 30));
  });

  it("stays within a uniform distribution's bounds, and reaches both", () => {
    const drawn = draws({ kind: "uniform", least: 3, greatest: 6 }, 7, 400);
    expect(new Set(drawn)).toEqual(new Set([3, 4, 5, 6]));
  });

  it("has the mean of an exponential distribution", () => {
    expect(mean(draws({ kind: "exponential", mean: 1_000_000 }, 7, 40_000)) / 1_000_000).toBeCloseTo(1, 1);
  });

  it("has the median and the spread of a lognormal distribution", () => {
    const drawn = draws({ kind: "lognormal", median: 10_000, sigma: 1.2 }, 7, 40_000).sort((a, b) => a - b);
    const quantile = (q: number) => Math.log((drawn[Math.floor(q * drawn.length)] as number) / 10_000);
    expect(quantile(0.5)).toBeCloseTo(0, 1);
    // One standard deviation of the logarithm above the median.
    expect(quantile(0.8413)).toBeCloseTo(1.2, 1);
  });

  it("goes through a list in order, over and over", () => {
    expect(draws({ kind: "listed", values: [3, 1, 2] }, 7, 7)).toEqual([3, 1, 2, 3, 1, 2, 3]);
  });
});
