import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TaskId } from "../../src/cluster/ids.js";
import {
  amountAt,
  clockTime,
  FULL_USE,
  lineAt,
  nextCrossing,
  profileOf,
  type UsageProfile,
  usageProfile,
  usedBetween,
} from "../../src/cluster/usage-profile.js";

const RAMP = usageProfile([
  { after: 10, share: 0 },
  { after: 20, share: 1 },
  { after: 20, share: 0.5 },
  { after: 30, share: 0.5 },
]);

const SAW = usageProfile(
  [
    { after: 0, share: 0 },
    { after: 10, share: 1 },
  ],
  "run",
  10,
);

const profile: fc.Arbitrary<UsageProfile> = fc
  .tuple(
    fc.array(
      fc.record({ after: fc.integer({ min: 0, max: 20 }), share: fc.integer({ min: 0, max: 20 }).map((n) => n / 10) }),
      { maxLength: 6 },
    ),
    fc.constantFrom(null, 20, 23),
  )
  .map(([points, period]) =>
    usageProfile(
      points.toSorted((a, b) => a.after - b.after),
      "task",
      period,
    ),
  );

describe("a usage profile", () => {
  it("is level before its first point, straight between points, and level after the last", () => {
    expect([0, 10, 15, 19, 20, 25, 99].map((t) => amountAt(RAMP, 1000, t))).toEqual([0, 0, 500, 900, 500, 500, 500]);
  });

  it("with a period begins again", () => {
    expect([0, 5, 9, 10, 15, 1009].map((t) => amountAt(SAW, 1000, t))).toEqual([0, 500, 900, 0, 500, 900]);
    expect(lineAt(SAW, 1009)).toEqual({ until: 1010, endShare: 1 });
    expect(nextCrossing(SAW, 1000, 850, 1000)).toBe(1009);
    expect(nextCrossing(SAW, 1000, 900, 1000)).toBeNull();
    expect(usedBetween(SAW, 5, 25)).toBe(10);
  });

  it("counts time from the start of the task, or of the run", () => {
    expect(clockTime(RAMP, 100, 130)).toBe(30);
    expect(clockTime(SAW, 100, 130)).toBe(130);
  });

  it("without points is all that was given", () => {
    expect(amountAt(FULL_USE, 1000, 5)).toBe(1000);
    expect(nextCrossing(FULL_USE, 1000, 1000, 0)).toBeNull();
    expect(nextCrossing(FULL_USE, 1000, 999, 7)).toBe(7);
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
        const all = Array.from({ length: 120 }, (_, t) => t).filter((t) => t >= from);
        const first = all.find((t) => amountAt(points, allocated, t) > bound) ?? null;
        expect(nextCrossing(points, allocated, bound, from)).toBe(first);
      }),
      { numRuns: 500 },
    );
  });

  it("is one line up to where the next begins", () => {
    expect(lineAt(RAMP, 0)).toEqual({ until: 10, endShare: 0 });
    expect(lineAt(RAMP, 12)).toEqual({ until: 20, endShare: 1 });
    expect(lineAt(RAMP, 20)).toEqual({ until: 30, endShare: 0.5 });
    expect(lineAt(RAMP, 30)).toEqual({ until: Number.POSITIVE_INFINITY, endShare: 0.5 });
  });

  it("adds up to the area under it", () => {
    expect(usedBetween(RAMP, 0, 10)).toBe(0);
    expect(usedBetween(RAMP, 0, 15)).toBe(1.25);
    expect(usedBetween(RAMP, 0, 30)).toBe(10);
    expect(usedBetween(RAMP, 30, 40)).toBe(5);
    expect(usedBetween(FULL_USE, 0, 40)).toBe(40);
  });

  it("is taken in turn where there are several, and is all that was given where there is none", () => {
    const usage = new Map([["cpus", [RAMP, SAW]]]);
    expect([0, 1, 2].map((task) => profileOf(usage, "cpus", task as TaskId))).toEqual([RAMP, SAW, RAMP]);
    expect(profileOf(usage, "mem", 0 as TaskId)).toBe(FULL_USE);
    expect(profileOf(undefined, "cpus", 0 as TaskId)).toBe(FULL_USE);
  });
});
