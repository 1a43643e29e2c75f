import { gzipSync } from "node:zlib";
import { thinnedSteps } from "../../recording/down-sampled-series.js";
import { evenPlaces } from "../../recording/even-places.js";
import { ganttChoice, wasKilled } from "../../recording/gantt-choice.js";
import type { ChartedRun, Distribution, Gantt, GanttBar, RunCharts, Series } from "../../recording/run-charts.js";

/**
 * What the charts of a page take together, in bytes: with its tables and its script it stays below 15 MB. Of thousands of
 * runs they take more, since something of each is left.
 */
export const MOST_CHART_BYTES = 12_000_000;

/** More than an eye can tell apart. */
const DIGITS = 5;

/** A run that shows less than this of its points and bars is not thinned any further. */
const LEAST_PART = 0.01;

/** Between two attempts: what is left takes a little more than its part. */
const STEP = 0.8;

export interface PackedRun extends ChartedRun {
  /** Its charts: JSON, gzipped, in base64. */
  readonly packed: string;
  /** Whether it has fewer points and bars than were recorded, for want of room. */
  readonly isThinned: boolean;
}

/**
 * The runs as a page takes them. Where all together are too large the largest are thinned, each to the same size: extremes
 * of lines stay, the shortest bars go.
 */
export function packedRuns(runs: readonly ChartedRun[], mostBytes = MOST_CHART_BYTES): readonly PackedRun[] {
  const whole = runs.map((run) => ({ ...run, packed: packed(run.charts), isThinned: false }));
  const most = commonBound(
    whole.map((run) => run.packed.length),
    mostBytes,
  );
  return whole.map((run) => (run.packed.length <= most ? run : thinnedRun(run, most)));
}

/** The bound under which so many sizes come to so much together; infinite where they do not come to more. */
function commonBound(sizes: readonly number[], total: number): number {
  const ascending = [...sizes].sort((a, b) => a - b);
  let left = total;
  for (const [i, size] of ascending.entries()) {
    const share = left / (ascending.length - i);
    if (size > share) return share;
    left -= size;
  }
  return Number.POSITIVE_INFINITY;
}

function thinnedRun(run: PackedRun, most: number): PackedRun {
  let part = most / run.packed.length;
  for (;;) {
    const charts = thinnedCharts(run.charts, part);
    const thinner = packed(charts);
    if (thinner.length <= most || part < LEAST_PART) return { ...run, charts, packed: thinner, isThinned: true };
    part *= STEP;
  }
}

function thinnedCharts(charts: RunCharts, part: number): RunCharts {
  return {
    ...charts,
    series: charts.series.map((series) => thinnedSeries(series, part)),
    scriptMetrics: charts.scriptMetrics.map((series) => thinnedSeries(series, part)),
    distributions: charts.distributions.map((distribution) => thinnedDistribution(distribution, part)),
    gantt: thinnedGantt(charts.gantt, part),
  };
}

const LEAST_POINTS = 4;

function thinnedSeries(series: Series, part: number): Series {
  const most = Math.max(LEAST_POINTS, Math.floor(series.times.length * part));
  return series.times.length <= most ? series : { ...series, ...thinnedSteps(series, most) };
}

/** The last point stays, at which all values are counted. */
function thinnedDistribution(distribution: Distribution, part: number): Distribution {
  const { seconds, parts } = distribution;
  const most = Math.max(LEAST_POINTS, Math.floor(seconds.length * part));
  const kept = evenPlaces(seconds.length, most);
  const at = (values: readonly number[]) => kept.map((i) => values[i] as number);
  return { ...distribution, seconds: at(seconds), parts: at(parts) };
}

function thinnedGantt(gantt: Gantt, part: number): Gantt {
  const { agents, bars, barsLeftOut, agentsLeftOut } = gantt;
  const stay = (place: number) => {
    const { agent, fromSeconds, toSeconds, end } = bars[place] as GanttBar;
    return { agent, length: toSeconds - fromSeconds, wasKilled: wasKilled(end) };
  };
  const choice = ganttChoice(agents.length, bars.length, stay, Math.floor(bars.length * part));
  const lines = new Map(choice.agents.map((agent, line) => [agent, line]));
  return {
    ...gantt,
    agents: choice.agents.map((agent) => agents[agent] as string),
    bars: choice.stays.map((place) => {
      const bar = bars[place] as GanttBar;
      return { ...bar, agent: lines.get(bar.agent) as number };
    }),
    barsLeftOut: barsLeftOut + choice.staysLeftOut,
    agentsLeftOut: agentsLeftOut + agents.length - choice.agents.length,
  };
}

function packed(charts: RunCharts): string {
  return gzipSync(shortened(charts)).toString("base64");
}

function shortened(charts: RunCharts): string {
  return JSON.stringify(charts, (_, value: unknown) =>
    typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(DIGITS)) : value,
  );
}
