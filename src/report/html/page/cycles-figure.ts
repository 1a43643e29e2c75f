import type { Histogram } from "../../../recording/run-charts.js";
import { short } from "../../short-number.js";
import { commonOption, logAxis, valueAxis } from "./axes.js";
import type { FigureMaker } from "./figure.js";
import { written } from "./written-values.js";

/** How long allocation cycles took: a histogram for each allocator, on a common logarithmic scale. */
export const cyclesFigure: FigureMaker = (runs, _, look) => {
  const shown = runs.filter(({ charts }) => charts.cycles.counts.length > 0);
  const edges = shown.flatMap(({ charts }) => charts.cycles.edges.filter((edge) => edge > 0));
  const limits = {
    min: 10 ** Math.floor(Math.log10(Math.min(...edges)) + 1e-9),
    max: 10 ** Math.ceil(Math.log10(Math.max(...edges)) - 1e-9),
  };
  const rows = shown.map(({ label, charts }) => {
    const { counts } = charts.cycles;
    const parts = [0.5, 0.95, 1].map((part) => `≤ ${written(upperEdge(charts.cycles, part), "ms")}`);
    return [label, short(sum(counts)), ...parts];
  });
  return {
    choices: [],
    legend: shown.map(({ label, mark }) => ({ text: label, colour: look.markColour(mark), kind: "line" })),
    panels: [
      {
        run: null,
        height: 240,
        summary: `Cycle time: ${rows.map(([label, , half, most]) => `${label} half ${half}, 95 % ${most}`).join("; ")}`,
        option: {
          ...commonOption(look),
          xAxis: logAxis(limits, TICKS, (value) => written(value, "ms"), look),
          yAxis: valueAxis("share", look, { min: 0 }),
          series: shown.map(({ label, mark, charts }) => ({
            type: "line",
            name: label,
            step: "end",
            showSymbol: false,
            data: outline(charts.cycles, limits.min),
            lineStyle: { color: look.markColour(mark), width: 1.8 },
            itemStyle: { color: look.markColour(mark) },
            emphasis: { disabled: true },
            tooltip: { valueFormatter: (value: number) => `${written(value, "share")} of cycles` },
          })),
        },
      },
    ],
    table: { head: ["allocator", "cycles", "half of them", "95 %", "all"], rows },
  };
};

const TICKS = [-4, -3, -2, -1, 0, 1, 2, 3, 4, 5].map((power) => 10 ** power);

/** The top of the histogram's bars, as parts of all cycles. */
function outline({ edges, counts }: Histogram, min: number): [number, number][] {
  const all = sum(counts);
  const tops = counts.map((count, i): [number, number] => [Math.max(edges[i] as number, min), count / all]);
  const first = Math.max(edges[0] as number, min);
  return [[first, 0], ...tops, [edges.at(-1) as number, 0]];
}

function upperEdge({ edges, counts }: Histogram, part: number): number {
  const all = sum(counts);
  let seen = 0;
  for (const [i, count] of counts.entries()) {
    seen += count;
    if (seen >= part * all) return edges[i + 1] as number;
  }
  return edges.at(-1) as number;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
