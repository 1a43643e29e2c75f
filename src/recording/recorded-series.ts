import { microsToSeconds } from "../base/time.js";
import type { DownSampledSeries, Steps } from "./down-sampled-series.js";
import type { Series } from "./run-charts.js";
import { shortNumber } from "./short-number.js";
import { codedTexts, type RowSink } from "./tables/recorded-table.js";

/** How many points of a series are kept. */
export const MOST_POINTS = 2000;

/** How many points all series of a run's charts have together, about. */
const MOST_CHARTED_POINTS = 24_000;

export interface RecordedSeries {
  readonly name: string;
  /** A role, or empty for the whole cluster. */
  readonly of: string;
  readonly unit: string;
  readonly series: DownSampledSeries;
}

/** As charts have them: of many series, fewer points each. */
export function chartSeries(all: readonly RecordedSeries[]): Series[] {
  const most = Math.max(100, Math.min(MOST_POINTS, Math.floor(MOST_CHARTED_POINTS / Math.max(1, all.length))));
  return all.map(({ name, of, unit, series }) => {
    const { times, values } = series.steps(most);
    return {
      ...{ name, of, unit },
      times: times.map((t) => shortNumber(microsToSeconds(t))),
      values: values.map(shortNumber),
    };
  });
}

/** Hands on the table of series. */
export function writeSeries(all: readonly RecordedSeries[], into: RowSink): void {
  for (const { name, of, unit, series } of all) {
    const { times, values }: Steps = series.steps();
    const rows = times.length;
    if (rows === 0) continue;
    const constant = (text: string) => codedTexts([text], new Int32Array(rows));
    const columns = {
      series: constant(name),
      of: constant(of),
      unit: constant(unit),
      seconds: Float64Array.from(times, microsToSeconds),
      value: Float64Array.from(values),
    };
    into({ table: "series", rows, columns });
  }
}
