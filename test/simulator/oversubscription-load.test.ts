import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { secondsToMicros } from "../../src/base/time.js";
import { ReportedLoad } from "../../src/simulator/oversubscription/reported-load.js";

function loadAt(now: number, steps: readonly (readonly [number, number])[]) {
  const plan = steps.map(([at, load]) => ({ at: secondsToMicros(at), load }));
  return new ReportedLoad(plan, { now: secondsToMicros(now), after: () => () => {} }).load();
}

describe("the reported load of an agent", () => {
  it("cannot be read before its first step, or without one", () => {
    expect(loadAt(10, [])).toBeNull();
    expect(loadAt(9, [[10, 3]])).toBeNull();
    expect(loadAt(10, [[10, 3]])).toEqual({ fiveMinutes: 3, fifteenMinutes: 3 });
  });

  it("is a mean over the last five and fifteen minutes", () => {
    const steps = [
      [0, 2],
      [1200, 8],
    ] as const;
    expect(loadAt(1200, steps)).toEqual({ fiveMinutes: 2, fifteenMinutes: 2 });
    expect(loadAt(1350, steps)).toEqual({ fiveMinutes: 5, fifteenMinutes: 3 });
    expect(loadAt(1500, steps)).toEqual({ fiveMinutes: 8, fifteenMinutes: 4 });
    expect(loadAt(2100, steps)).toEqual({ fiveMinutes: 8, fifteenMinutes: 8 });
  });

  it("is a mean over the time since the first step where that is shorter", () => {
    expect(
      loadAt(160, [
        [100, 1],
        [140, 4],
      ]),
    ).toEqual({ fiveMinutes: 2, fifteenMinutes: 2 });
  });

  it("lies between the least and the greatest of its steps", () => {
    const steps = fc.uniqueArray(fc.tuple(fc.nat(3000), fc.integer({ min: 0, max: 50 })), {
      minLength: 1,
      selector: ([at]) => at,
    });
    fc.assert(
      fc.property(steps, fc.nat(4000), (some, now) => {
        const sorted = some.toSorted((a, b) => a[0] - b[0]);
        const load = loadAt(now, sorted);
        const values = sorted.filter(([at]) => at <= now).map(([, value]) => value);
        if (load === null) expect(values).toEqual([]);
        else {
          for (const mean of [load.fiveMinutes, load.fifteenMinutes]) {
            expect(mean).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
            expect(mean).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
          }
        }
      }),
    );
  });
});
