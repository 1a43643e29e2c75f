import type { Series } from "../../../recording/run-charts.js";
import type { FigureTable } from "./figure.js";
import { stepSummary, valueAt } from "./step-values.js";
import { duration, written } from "./written-values.js";

/** A series with the words that name its row. */
export interface NamedSeries {
  readonly names: readonly string[];
  readonly series: Series;
  readonly end: number;
}

const QUARTERS = [0.25, 0.5, 0.75, 1];

/** A row for each series: its mean over time, its extremes, and what it was at each quarter of the longest run. */
export function timeTable(head: readonly string[], rows: readonly NamedSeries[]): FigureTable {
  const end = Math.max(0, ...rows.map((row) => row.end));
  return {
    head: [...head, "mean over time", "least", "most", ...QUARTERS.map((part) => `at ${duration(part * end)}`)],
    rows: rows.map(({ names, series, end: own }) => {
      const summary = stepSummary(series, own);
      const write = (value: number | null) => (value === null ? "-" : written(value, series.unit));
      const at = QUARTERS.map((part) => (part * end > own ? "ended" : write(valueAt(series, part * end))));
      return [
        ...names,
        ...(summary === null ? ["-", "-", "-"] : [summary.mean, summary.least, summary.most].map(write)),
        ...at,
      ];
    }),
  };
}
