import { quantile } from "d3-array";
import fc from "fast-check";
import { expect, it } from "vitest";
import { quantileOf } from "../../../src/compare/statistics/quantile-of.js";

it("the quantile of unsorted values is the one of d3", () => {
  const values = fc.array(fc.oneof(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.integer({ min: 0, max: 3 })), {
    minLength: 1,
    maxLength: 50,
  });
  fc.assert(
    fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (list, part) => {
      const expected = quantile(list, part) as number;
      expect(Math.abs(quantileOf(Float64Array.from(list), part) - expected)).toBeLessThanOrEqual(1e-12 * 2e9);
    }),
  );
});
