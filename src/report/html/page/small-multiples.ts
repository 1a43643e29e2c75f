import type { Series } from "../../../recording/run-charts.js";
import { commonOption, shareStep, timeAxis, valueAxis } from "./axes.js";
import type { Look, Panel } from "./figure.js";
import type { Dash } from "./line-dashes.js";
import type { ShownRun } from "./shown-run.js";
import { stepPoints, stepSummary } from "./step-values.js";
import { written } from "./written-values.js";

/** A line of a panel. */
export interface PanelLine {
  readonly name: string;
  readonly series: Series;
  readonly colour: string;
  readonly dash: Dash;
}

const HEIGHT = 190;
const MOST_TICKS = 4;

/** One panel for each run, over virtual time, all with the same scales. */
export function smallMultiples(
  runs: readonly ShownRun[],
  linesOf: (run: ShownRun) => readonly PanelLine[],
  look: Look,
): Panel[] {
  const all = runs.map((run) => ({ run, lines: linesOf(run) }));
  const end = Math.max(1, ...runs.map(({ charts }) => charts.endSeconds));
  const unit = all[0]?.lines[0]?.series.unit ?? "";
  const values = all.flatMap(({ lines }) => lines.map(({ series }) => Math.max(0, ...series.values)));
  const most = unit === "share" ? shareLimit(Math.max(...values)) : Math.max(...values);
  return all.map(({ run, lines }) => ({
    run,
    height: HEIGHT,
    summary: `${run.label}: ${lines.map((line) => lineSummary(line, run.charts.endSeconds)).join("; ")}`,
    option: {
      ...commonOption(look),
      xAxis: timeAxis(0, end, look, MOST_TICKS),
      yAxis: valueAxis(unit, look, { min: 0, max: most }),
      series: lines.map((line) => lineOption(line, run.charts.endSeconds)),
    },
  }));
}

/** The next tick. */
function shareLimit(most: number): number {
  const step = shareStep(Math.max(most, 0.01));
  return Math.max(1, Math.ceil(most / step - 1e-9)) * step;
}

export function lineOption({ name, series, colour, dash }: PanelLine, end: number): object {
  return {
    type: "line",
    name,
    step: "end",
    showSymbol: false,
    sampling: "minmax",
    data: stepPoints(series, end),
    lineStyle: { color: colour, width: dash === "solid" ? 1.6 : 1.4, type: dash },
    itemStyle: { color: colour },
    emphasis: { disabled: true },
    tooltip: { valueFormatter: (value: number) => written(value, series.unit) },
  };
}

function lineSummary({ name, series }: PanelLine, end: number): string {
  const summary = stepSummary(series, end);
  return summary === null ? `${name} no value` : `${name} ${written(summary.mean, series.unit)} on average`;
}
