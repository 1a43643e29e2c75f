import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { randomStream } from "../../../src/base/random.js";
import type { ComparisonPoint } from "../../../src/compare/comparison.js";
import type { ChartedRun, RunCharts } from "../../../src/recording/run-charts.js";
import { chartsSection } from "../../../src/report/html/charts-section.js";
import { type PackedRun, packedRuns } from "../../../src/report/html/packed-runs.js";
import { madeComparison } from "../../compare/assembly/made-comparison.js";
import { madeRun } from "./made-charts.js";

const POINTS = 2000;
const BARS = 6000;
/** The shortest. */
const KILLED = 20;

/** As much in it as a recorded run has at most, and nothing that can be packed well. */
function largeRun(label: string): ChartedRun {
  const random = randomStream(1, label);
  const run = madeRun(label);
  const { charts } = run;
  const times = Array.from({ length: POINTS }, (_, i) => i + random());
  const values = times.map(() => random());
  values[777] = 7;
  const seconds = times.slice(0, 500);
  return {
    ...run,
    charts: {
      ...charts,
      series: charts.series.map((series) => ({ ...series, times, values })),
      distributions: charts.distributions.map((one) => ({ ...one, seconds, parts: seconds.map((s) => s / 500) })),
      gantt: {
        ...charts.gantt,
        bars: Array.from({ length: BARS }, (_, i) => {
          const fromSeconds = 1000 * random();
          const end = i < KILLED ? "revoked" : "finished";
          return { ...charts.gantt.bars[0], task: `t${i}`, fromSeconds, toSeconds: fromSeconds + i, end };
        }) as unknown as RunCharts["gantt"]["bars"],
      },
    },
  };
}

const bytes = (runs: readonly PackedRun[]) => runs.reduce((all, { packed }) => all + packed.length, 0);
const unpacked = ({ packed }: PackedRun) =>
  JSON.parse(gunzipSync(Buffer.from(packed, "base64")).toString()) as RunCharts;

describe("the charts of a page", () => {
  const runs = ["a", "b", "c"].map(largeRun);
  const whole = packedRuns(runs);

  test("are all there where there is room for them", () => {
    expect(whole.map(({ isThinned }) => isThinned)).toEqual([false, false, false]);
    expect(packedRuns(runs, bytes(whole))).toEqual(whole);
    expect(unpacked(whole[0] as PackedRun).series[0]?.times).toHaveLength(POINTS);
    expect(unpacked(whole[0] as PackedRun).gantt.bars).toHaveLength(BARS);
  });

  test.each([2, 5, 20])("take a %sth of the room where they may not have more", (part) => {
    const most = Math.floor(bytes(whole) / part);
    const thin = packedRuns(runs, most);
    expect(bytes(thin)).toBeLessThanOrEqual(most);
    expect(bytes(thin)).toBeGreaterThan(most / 2);
    expect(thin.map(({ isThinned }) => isThinned)).toEqual([true, true, true]);
  });

  test("say of what is thinned, and of nothing else", () => {
    const point = madeComparison({ cells: { a: [{}], b: [{}], c: [{}] }, asked: [] }).scenarios[0]?.points[0];
    const page = (shown: readonly PackedRun[]) =>
      chartsSection(point as ComparisonPoint, [0, 0], shown, { marks: new Map(), isOpen: true })?.text;
    const [a, b] = packedRuns(runs, bytes(whole) / 3) as [PackedRun, PackedRun];
    expect(page([a, b, whole[2] as PackedRun])).toContain("The charts of a, b have fewer points and bars");
    expect(page(whole)).not.toContain("fewer points");
  });

  test("lose no extreme, no end of a distribution, no killed bar, and of the others the shortest first", () => {
    const [thin] = packedRuns(runs, bytes(whole) / 10) as [PackedRun];
    const { series, distributions, gantt } = unpacked(thin);
    expect(Math.max(...(series[0]?.values ?? []))).toBe(7);
    expect(series[0]?.times.length).toBeLessThan(POINTS / 8);
    expect(distributions[0]?.seconds[0]).toBeCloseTo(runs[0]?.charts.distributions[0]?.seconds[0] as number, 3);
    expect(distributions[0]?.parts.at(-1)).toBeCloseTo(runs[0]?.charts.distributions[0]?.parts.at(-1) as number, 3);
    expect(gantt.bars.length + gantt.barsLeftOut).toBe(BARS);
    expect(gantt.bars.map(({ task }) => task)).toEqual(
      Array.from({ length: gantt.bars.length }, (_, i) => `t${i < KILLED ? i : BARS - gantt.bars.length + i}`),
    );
  });

  test("are thinned of the large runs only, and the small ones' room is theirs", () => {
    const small = madeRun("small");
    const most = bytes(whole) / 2;
    const thin = packedRuns([small, ...runs], most);
    expect(thin.map(({ isThinned }) => isThinned)).toEqual([false, true, true, true]);
    expect(unpacked(thin[0] as PackedRun)).toEqual(small.charts);
    expect(bytes(thin)).toBeLessThanOrEqual(most);
  });
});
