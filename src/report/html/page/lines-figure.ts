import type { RunCharts, Series } from "../../../recording/run-charts.js";
import { commonOption, timeAxis, valueAxis } from "./axes.js";
import { type Choice, chosenOf, type FigureMaker, type Look } from "./figure.js";
import { type Dash, lineDashes } from "./line-dashes.js";
import type { ShownRun } from "./shown-run.js";
import { lineOption } from "./small-multiples.js";
import { timeTable } from "./time-table.js";

/** What can be chosen among: which series, and what it is called. */
interface Selectable {
  readonly value: string;
  readonly text: string;
}

/** One line for each allocator, of a series that the reader chooses. */
function linesFigure(
  title: string,
  optionsOf: (charts: RunCharts) => readonly Selectable[],
  seriesOf: (charts: RunCharts, value: string) => Series | undefined,
): FigureMaker {
  return (runs, chosen, look) => {
    const options = new Map(runs.flatMap(({ charts }) => optionsOf(charts).map(({ value, text }) => [value, text])));
    const choice: Choice = { name: "series", title, options: [...options].map(([value, text]) => ({ value, text })) };
    const value = chosenOf(choice, chosen);
    const lines = runs.flatMap((run) => {
      const series = seriesOf(run.charts, value);
      return series === undefined ? [] : [{ run, series }];
    });
    const dashes = lineDashes(lines.map(({ series }) => series.values));
    const table = timeTable(
      ["allocator"],
      lines.map(({ run, series }) => ({ names: [run.label], series, end: run.charts.endSeconds })),
    );
    return {
      choices: options.size > 1 ? [choice] : [],
      legend: lines.map(({ run }, i) => ({
        text: run.label,
        colour: look.markColour(run.mark),
        kind: dashes[i] === "dashed" ? "dashed" : "line",
      })),
      panels: [
        {
          run: null,
          height: 260,
          summary: `${options.get(value)}, mean over time: ${table.rows.map(([label, mean]) => `${label} ${mean}`).join("; ")}`,
          option: optionOf(lines, dashes, look),
        },
      ],
      table,
    };
  };
}

function optionOf(
  lines: readonly { readonly run: ShownRun; readonly series: Series }[],
  dashes: readonly Dash[],
  look: Look,
): Record<string, unknown> {
  const end = Math.max(1, ...lines.map(({ run }) => run.charts.endSeconds));
  const unit = lines[0]?.series.unit ?? "";
  return {
    ...commonOption(look),
    xAxis: timeAxis(0, end, look),
    yAxis: valueAxis(unit, look),
    series: lines.map(({ run, series }, i) => {
      const line = { name: run.label, series, colour: look.markColour(run.mark), dash: dashes[i] ?? "solid" };
      return lineOption(line, run.charts.endSeconds);
    }),
  };
}

/** How many tasks wait: of the whole run, or of a role. */
export const pendingFigure: FigureMaker = linesFigure(
  "Tasks of",
  ({ series }) =>
    series
      .filter(({ name }) => name === "tasks.pending")
      .map(({ of }) => ({ value: of, text: of === "" ? "all roles" : of })),
  ({ series }, value) => series.find(({ name, of }) => name === "tasks.pending" && of === value),
);

/** What scripts report of themselves. */
export const scriptFigure: FigureMaker = linesFigure(
  "Metric",
  ({ scriptMetrics }) =>
    scriptMetrics.map(({ name, unit }) => ({ value: name, text: unit === "" ? name : `${name} (${unit})` })),
  ({ scriptMetrics }, value) => scriptMetrics.find(({ name }) => name === value),
);
