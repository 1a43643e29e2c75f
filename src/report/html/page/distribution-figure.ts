import type { Distribution } from "../../../recording/run-charts.js";
import { short } from "../../short-number.js";
import { commonOption, logAxis, valueAxis } from "./axes.js";
import { type Choice, chosenOf, type FigureMaker, type FigureTable } from "./figure.js";
import { lineDashes } from "./line-dashes.js";
import type { ShownRun } from "./shown-run.js";
import { duration, written } from "./written-values.js";

const MEASURES = [
  { value: "wait", text: "wait for their first start" },
  { value: "turnaround", text: "take from submission to end" },
];

interface Shown {
  readonly run: ShownRun;
  readonly distribution: Distribution;
}

/** The distribution of waits, or of turnarounds, of all allocators in one chart. */
export const distributionFigure: FigureMaker = (runs, chosen, look) => {
  const all = runs.flatMap(({ charts }) => charts.distributions);
  const measures: Choice = {
    name: "measure",
    title: "How long they",
    options: MEASURES.filter(({ value }) => all.some(({ name }) => name === value)),
  };
  const groups: Choice = {
    name: "of",
    title: "Tasks of",
    options: [...new Set(all.map(({ of }) => of))].map((of) => ({ value: of, text: of === "" ? "all roles" : of })),
  };
  const measure = chosenOf(measures, chosen);
  const group = chosenOf(groups, chosen);
  const shown = runs.flatMap((run): Shown[] => {
    const distribution = run.charts.distributions.find(({ name, of }) => name === measure && of === group);
    return distribution === undefined ? [] : [{ run, distribution }];
  });
  const dashes = lineDashes(shown.map(({ distribution }) => [...distribution.seconds, ...distribution.parts]));
  const limits = limitsOf(shown);
  const table = quantileTable(shown);
  return {
    choices: [measures, groups].filter(({ options }) => options.length > 1),
    legend: shown.map(({ run }, i) => ({
      text: run.label,
      colour: look.markColour(run.mark),
      kind: dashes[i] === "dashed" ? "dashed" : "line",
    })),
    panels: [
      {
        run: null,
        height: 300,
        summary: `${measure}: ${shown.map(({ run, distribution }) => `${run.label} half within ${duration(quantile(distribution, 0.5))}, 95 % within ${duration(quantile(distribution, 0.95))}`).join("; ")}`,
        option: {
          ...commonOption(look),
          xAxis: logAxis(
            limits,
            TICKS,
            (value) => (value <= limits.min ? `≤ ${duration(value)}` : duration(value)),
            look,
          ),
          yAxis: valueAxis("share", look, { min: 0, max: 1 }),
          series: shown.map(({ run, distribution }, i) => ({
            type: "line",
            name: run.label,
            step: "end",
            showSymbol: false,
            data: pointsOf(distribution, limits),
            lineStyle: { color: look.markColour(run.mark), width: 2, type: dashes[i] ?? "solid" },
            itemStyle: { color: look.markColour(run.mark) },
            emphasis: { disabled: true },
            tooltip: { valueFormatter: (value: number) => written(value, "share") },
          })),
        },
      },
    ],
    table,
  };
};

/** What clocks show. */
const TICKS = [0.001, 0.01, 0.1, 1, 10, 60, 600, 3600, 36000, 86400, 864000, 8640000];

/** Powers of ten around what there is; a wait of 0 stands at the left end. */
function limitsOf(shown: readonly Shown[]): { min: number; max: number } {
  const positive = shown.flatMap(({ distribution }) => distribution.seconds.filter((value) => value > 0));
  const low = Math.max(1e-3, 10 ** Math.floor(Math.log10(Math.min(1, ...positive))));
  const most = positive.reduce((a, b) => Math.max(a, b), 10 * low);
  return { min: low, max: 10 ** Math.ceil(Math.log10(most) - 1e-9) };
}

function pointsOf({ seconds, parts }: Distribution, { min, max }: { min: number; max: number }): [number, number][] {
  const points = seconds.map((value, i): [number, number] => [Math.max(value, min), parts[i] as number]);
  const first = points[0];
  const start: [number, number][] =
    first !== undefined && first[0] > min
      ? [
          [min, 0],
          [first[0], 0],
        ]
      : [];
  return [...start, ...points, [max, 1]];
}

/** The least value that this part of all is at most. */
function quantile({ seconds, parts }: Distribution, part: number): number {
  const place = parts.findIndex((covered) => covered >= part);
  return seconds[place === -1 ? seconds.length - 1 : place] ?? 0;
}

const QUANTILES = [0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1];

function quantileTable(shown: readonly Shown[]): FigureTable {
  return {
    head: ["allocator", "tasks", ...QUANTILES.map((part) => (part === 1 ? "all within" : `${part * 100} % within`))],
    rows: shown.map(({ run, distribution }) => [
      run.label,
      short(distribution.count),
      ...QUANTILES.map((part) => duration(quantile(distribution, part))),
    ]),
  };
}
