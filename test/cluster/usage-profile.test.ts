import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { amountAt, nextCrossing, type UsageProfile, usedOver } from "../../src/cluster/usage-profile.js";

const RAMP: UsageProfile = [
  { after: 10, share: 0 },
  { after: 20, share: 1 },
  { after: 20, share: 0.5 },
  { after: 30, share: 0.5 },
];

const profile: fc.Arbitrary<UsageProfile> = fc
  .array(
    fc.record({ after: fc.integer({ min: 0, max: 60 }), share: fc.integer({ min: 0, max: 20 }).map((n) => n / 10) }),
    {
      maxLength: 6,
    },
  )
  .map((points) => points.toSorted((a, b) => a.after - b.after));

describe("a usage profile", () => {
  it("is level before its first point, straight between points, and level after the last", () => {
    expect([0, 10, 15, 19, 20, 25, 99].map((t) => amountAt(RAMP, 1000, t))).toEqual([0, 0, 500, 900, 500, 500, 500]);
  });

  it("without points is all that was given", () => {
    expect(amountAt([], 1000, 5)).toBe(1000);
    expect(nextCrossing([], 1000, 1000, 0)).toBeNull();
    expect(nextCrossing([], 1000, 999, 7)).toBe(7);
  });

  it("crosses a bound when it goes above it, also for the moment before a jump downwards", () => {
    expect(nextCrossing(RAMP, 1000, 400, 0)).toBe(15);
    expect(nextCrossing(RAMP, 1000, 899, 0)).toBe(19);
    expect(nextCrossing(RAMP, 1000, 900, 0)).toBeNull();
    expect(nextCrossing(RAMP, 1000, 400, 17)).toBe(17);
  });

  it("crosses at the first microsecond whose amount is above the bound, whatever the profile", () => {
    const amounts = fc.integer({ min: 0, max: 300 });
    fc.assert(
      fc.property(profile, amounts, amounts, fc.integer({ min: 0, max: 70 }), (points, allocated, bound, from) => {
        const all = Array.from({ length: 80 }, (_, t) => t).filter((t) => t >= from);
        const first = all.find((t) => amountAt(points, allocated, t) > bound) ?? null;
        expect(nextCrossing(points, allocated, bound, from)).toBe(first);
      }),
      { numRuns: 500 },
    );
  });

  it("adds up to the area under it", () => {
    expect(usedOver(RAMP, 10)).toBe(0);
    expect(usedOver(RAMP, 15)).toBe(1.25);
    expect(usedOver(RAMP, 30)).toBe(10);
    expect(usedOver(RAMP, 40)).toBe(15);
    expect(usedOver([], 40)).toBe(40);
  });
});
