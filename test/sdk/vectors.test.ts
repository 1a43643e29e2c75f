import { describe, expect, it } from "vitest";
import { fits, isZero, least, minus, plus } from "../../src/sdk/vectors.js";

describe("vectors", () => {
  it("are compared and combined amount by amount, and are not changed by that", () => {
    const [a, b] = [Object.freeze([1, 5, 0]), Object.freeze([2, 3, 0])];
    expect(plus(a, b)).toEqual([3, 8, 0]);
    expect(minus(a, b)).toEqual([0, 2, 0]);
    expect(least(a, b)).toEqual([1, 3, 0]);
    expect([fits(a, b), fits([2, 3, 0], b), fits([0, 0, 0], b)]).toEqual([false, true, true]);
    expect([isZero([0, 0]), isZero([0, 1]), isZero([])]).toEqual([true, false, true]);
  });
});
