import { type CellMetric, type ComparisonPoint, isComparable, type NotComparable } from "../../compare/comparison.js";
import { intervalText } from "../comparison/point-table.js";
import type { ShownMetric } from "../comparison/shown-metrics.js";
import { NO_VALUE } from "../figure.js";
import { type AllocatorMarks, labelled } from "./allocator-marks.js";
import { html, type Markup } from "./markup.js";

const COLUMNS = [
  "metric",
  "allocator",
  "n",
  "mean [interval]",
  "median",
  "p95",
  "difference [interval]",
  "relative",
  "d_z",
  "seeds agree",
  "verdict",
  "shaken",
  "ties permuted",
  "rank",
];

/** Everything that is known of the shown metrics, for those who want to see it. */
export function figuresTable(shown: readonly ShownMetric[], { cells }: ComparisonPoint, marks: AllocatorMarks): Markup {
  const rows = shown.flatMap((metric) =>
    cells
      .filter(({ status }) => status !== "skipped")
      .map(({ label, metrics }) => {
        const figures = figuresOf(metric, metrics[metric.key]).map((text) => html`<td>${text}</td>`);
        return html`<tr><th scope="row">${metric.title}</th><td>${labelled(label, marks)}</td>${figures}</tr>
`;
      }),
  );
  return html`<details class="figures"><summary>All figures: median, p95, effect size, agreement</summary>
<div class="wide" role="region" aria-label="all figures" tabindex="0"><table>
<thead><tr>${COLUMNS.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div></details>
`;
}

/** In the order of the columns, from `n` on. */
function figuresOf({ write, writeDifference }: ShownMetric, figure: CellMetric | undefined): string[] {
  if (figure === undefined) return [];
  const { summary, difference, rank } = figure;
  const own = isComparable(summary)
    ? [
        String(summary.n),
        `${write(summary.mean)}${interval(summary.interval, write)}`,
        write(summary.median),
        write(summary.p95),
      ]
    : [NO_VALUE, summary.notComparable, NO_VALUE, NO_VALUE];
  return [...own, ...differenceOf(difference, writeDifference), rank === null ? NO_VALUE : String(rank)];
}

function differenceOf(difference: CellMetric["difference"], write: (value: number) => string): string[] {
  if (difference === null) return ["reference", ...Array<string>(6).fill("")];
  if (!isComparable(difference)) return [difference.notComparable, ...Array<string>(6).fill(NO_VALUE)];
  const { mean, n, relative, effectSize, agree, verdict, shaken, tiesPermuted } = difference;
  return [
    `${write(mean)}${interval(difference.interval, write)}`,
    isComparable(relative) ? `${(relative * 100).toFixed(1)} %` : NO_VALUE,
    isComparable(effectSize) ? effectSize.toFixed(1) : NO_VALUE,
    `${agree} of ${n}`,
    verdict,
    survivalText(shaken),
    survivalText(tiesPermuted),
  ];
}

function interval(ends: { low: number; high: number } | NotComparable, write: (value: number) => string): string {
  return isComparable(ends) ? intervalText(ends, write) : "";
}

function survivalText(survival: { stays: number; replicates: number } | NotComparable | null): string {
  if (survival === null) return "not asked for";
  return isComparable(survival) ? `${survival.stays} of ${survival.replicates} stay` : survival.notComparable;
}
