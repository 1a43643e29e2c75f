import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Pace } from "../../../src/simulator/pace/pace.js";

function begun(duration: number | null, checkpoint: { every: number; cost: number } | null = null, now = 0): Pace {
  const pace = new Pace(duration, checkpoint);
  pace.start(now);
  pace.begin(now);
  return pace;
}

describe("a pace", () => {
  it("takes the time that the work takes, undisturbed", () => {
    const pace = begun(100);
    expect(pace.endsAt).toBe(100);
    expect(pace.figuresAt(40)).toEqual({
      ran: 40,
      effort: 40,
      checkpoints: 0,
      unsavedSince: 0,
      slowedFor: 0,
      withheld: 0,
    });
  });

  it("takes longer by as much as it is slowed, and counts what was withheld", () => {
    const pace = begun(100);
    pace.change(20, 500, 2000);
    expect(pace.endsAt).toBe(180);
    pace.change(60, 1000, 2000);
    expect(pace.endsAt).toBe(120);
    expect(pace.figuresAt(120)).toEqual({
      ran: 120,
      effort: 100,
      checkpoints: 0,
      unsavedSince: 0,
      slowedFor: 40,
      withheld: 40 * 1000,
    });
  });

  it("of a service never ends", () => {
    const pace = begun(null);
    pace.change(20, 250, 1000);
    expect(pace.endsAt).toBe(Number.POSITIVE_INFINITY);
    expect(pace.figuresAt(60)).toMatchObject({ effort: 30, slowedFor: 40, withheld: 30 * 1000 });
  });
});

describe("checkpoints", () => {
  const EVERY_30 = { every: 30, cost: 5 };

  it("take their cost, and none is written when the work is done by then", () => {
    expect(begun(100, EVERY_30).endsAt).toBe(115);
    expect(begun(90, EVERY_30).endsAt).toBe(100);
    expect(begun(30, EVERY_30).endsAt).toBe(30);
  });

  it("count when they are complete", () => {
    const pace = begun(100, EVERY_30);
    expect([34, 35, 69, 70].map((t) => pace.figuresAt(t).checkpoints)).toEqual([0, 1, 1, 2]);
    expect([34, 35, 69, 70].map((t) => pace.figuresAt(t).unsavedSince)).toEqual([0, 35, 35, 70]);
  });

  it("are where the next run begins, which does the rest only", () => {
    const pace = begun(100, EVERY_30);
    pace.end(80);
    pace.start(200);
    pace.begin(210);
    expect(pace.figuresAt(215)).toMatchObject({ effort: 5, checkpoints: 0, unsavedSince: 200 });
    // 40 of work are left, with one checkpoint.
    expect(pace.endsAt).toBe(255);
    pace.end(250);
    pace.start(300);
    pace.begin(300);
    expect(pace.endsAt).toBe(310);
  });

  it("come later when the task is slowed, and are dated then", () => {
    const pace = begun(100, EVERY_30);
    pace.change(15, 500, 1000);
    expect(pace.figuresAt(54)).toMatchObject({ checkpoints: 0, unsavedSince: 0 });
    expect(pace.figuresAt(60)).toMatchObject({ checkpoints: 1, unsavedSince: 55 });
  });

  it("are not written twice by a process that ended", () => {
    const pace = begun(100, EVERY_30);
    pace.end(40);
    pace.end(80);
    expect(pace.figuresAt(90)).toMatchObject({ effort: 40, checkpoints: 1, unsavedSince: 35 });
  });

  it("of a run whose process never came are none", () => {
    const pace = begun(100, EVERY_30);
    pace.end(80);
    pace.start(200);
    expect(pace.figuresAt(205)).toEqual({
      ran: 0,
      effort: 0,
      checkpoints: 0,
      unsavedSince: 200,
      slowedFor: 0,
      withheld: 0,
    });
  });
});

describe("whatever a pace goes through", () => {
  const changes = fc.array(
    fc.record({ after: fc.integer({ min: 1, max: 50 }), speed: fc.integer({ min: 1, max: 1000 }) }),
    { maxLength: 8 },
  );
  const checkpoint = fc.option(fc.record({ every: fc.integer({ min: 1, max: 60 }), cost: fc.nat({ max: 9 }) }));

  it("it never goes faster than time, ends when its effort is done, and looks the same however often it is looked at", () => {
    fc.assert(
      fc.property(changes, checkpoint, fc.integer({ min: 1, max: 200 }), (list, every, duration) => {
        const pace = begun(duration, every);
        let now = 0;
        for (const { after, speed } of list) {
          if (now + after >= pace.endsAt) break;
          now += after;
          pace.change(now, speed, 1000);
        }
        const end = pace.endsAt;
        const atEnd = pace.figuresAt(end);
        expect(atEnd.effort).toBeLessThanOrEqual(end);
        expect(end - atEnd.effort).toBeGreaterThanOrEqual(0);
        expect(atEnd.slowedFor).toBeLessThanOrEqual(end);
        const middle = now + Math.floor((end - now) / 2);
        const seen = pace.figuresAt(middle);
        expect(pace.figuresAt(middle)).toEqual(seen);
        expect(seen.effort).toBeLessThanOrEqual(atEnd.effort);
        expect(seen.unsavedSince).toBeLessThanOrEqual(middle);
        const most = every === null ? 0 : Math.ceil(duration / every.every) - 1;
        expect(atEnd.effort).toBe(duration + most * (every?.cost ?? 0));
      }),
      { numRuns: 500 },
    );
  });
});
