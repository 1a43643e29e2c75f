import fc from "fast-check";
import { expect, test } from "vitest";
import { cycleHistogram } from "../../src/recording/cycle-histogram.js";

test("a histogram of nothing has no bins", () => {
  expect(cycleHistogram(new Float64Array())).toEqual({ edges: [], counts: [] });
});

test("bins are a fifth of a decade, from the quickest cycle to the slowest", () => {
  const { edges, counts } = cycleHistogram(Float64Array.of(1.2, 1.5, 12, 0));
  expect([edges[0], edges.at(-1)]).toEqual([0.001, 15.85]);
  expect(counts.map((count, i) => [edges[i], count]).filter(([, count]) => count !== 0)).toEqual([
    [0.001, 1],
    [1, 2],
    [10, 1],
  ]);
});

test("every cycle lies in one bin", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0.002, max: 1e5, noNaN: true }), { minLength: 1 }), (ms) => {
      const { edges, counts } = cycleHistogram(Float64Array.from(ms));
      expect(edges).toHaveLength(counts.length + 1);
      expect(counts.reduce((sum, count) => sum + count)).toBe(ms.length);
      expect(Math.min(...ms)).toBeGreaterThanOrEqual((edges[0] as number) * 0.999);
      expect(Math.max(...ms)).toBeLessThanOrEqual((edges.at(-1) as number) * 1.001);
    }),
  );
});
