import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DownSampledSeries } from "../../src/recording/down-sampled-series.js";

function seriesOf(most: number, points: readonly (readonly [number, number])[]): DownSampledSeries {
  const series = new DownSampledSeries(most);
  for (const [t, value] of points) series.push(t, value);
  return series;
}

const ANY_POINTS = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: -1000, max: 1000 })), {
    minLength: 1,
    maxLength: 2000,
  })
  .map((steps) => {
    let t = 0;
    return steps.map(([gap, value]) => {
      t += gap;
      return [t, value] as const;
    });
  });

describe("a down-sampled series", () => {
  test("keeps a short series as it is, without values that change nothing", () => {
    expect(
      seriesOf(8, [
        [0, 1],
        [2, 1],
        [3, 4],
        [9, 1],
      ]).steps(),
    ).toEqual({ times: [0, 3, 9], values: [1, 4, 1] });
  });

  test("takes of one instant what holds at its end", () => {
    expect(
      seriesOf(8, [
        [0, 1],
        [5, 7],
        [5, 2],
        [6, 9],
        [6, 2],
      ]).steps(),
    ).toEqual({ times: [0, 5], values: [1, 2] });
  });

  test("keeps a single spike among a hundred thousand points", () => {
    const points = Array.from({ length: 100_000 }, (_, t) => [t, t === 54_321 ? 1000 : t % 2] as const);
    const { times, values } = seriesOf(100, points).steps();
    expect(times.length).toBeLessThanOrEqual(100);
    expect(times[values.indexOf(1000)]).toBe(54_321);
  });

  test("has few points, in order, all of them of the series, with its first, its last and its extremes", () => {
    fc.assert(
      fc.property(ANY_POINTS, fc.integer({ min: 4, max: 40 }), (points, most) => {
        const { times, values } = seriesOf(most, points).steps(most);
        expect(times.length).toBeLessThanOrEqual(most);
        expect([...times]).toEqual([...new Set(times)].sort((a, b) => a - b));
        const valueAt = new Map(points);
        for (const [i, t] of times.entries()) expect(values[i]).toBe(valueAt.get(t));
        const all = points.map(([, value]) => value);
        expect([times[0], values.at(-1)]).toEqual([points[0]?.[0], all.at(-1)]);
        expect([Math.min(...values), Math.max(...values)]).toEqual([Math.min(...all), Math.max(...all)]);
      }),
    );
  });
});
