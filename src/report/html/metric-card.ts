import {
  type Cell,
  type CellMetric,
  type ComparedMetric,
  type ComparisonPoint,
  isComparable,
} from "../../compare/comparison.js";
import { cellText, intervalText, type PointRow } from "../comparison/point-table.js";
import type { ShownMetric } from "../comparison/shown-metrics.js";
import { type AllocatorMarks, labelled } from "./allocator-marks.js";
import { intervalStrip, type Scale, scaleOf } from "./interval-strip.js";
import { figureMarkup, html, type Markup } from "./markup.js";

export interface CardSetting {
  readonly marks: AllocatorMarks;
  readonly reference: string;
  /** The scenario asks about it. */
  readonly isAsked: boolean;
}

/** One metric of one point: a line for each allocator, with the mean and interval drawn and written, difference and rank. */
export function metricCard(
  metric: ShownMetric,
  row: PointRow,
  { cells }: ComparisonPoint,
  compared: ComparedMetric | undefined,
  setting: CardSetting,
): Markup {
  const scale = scaleOf(cells.map(({ metrics }) => metrics[metric.key]));
  const reference = cells.find(({ label }) => label === setting.reference)?.metrics[metric.key];
  const lines = cells.map((cell, i) =>
    line(cell, metric, { scale, reference, isBest: row.cells[i]?.isBest ?? false, setting }),
  );
  const clock = compared?.wallClock ? ", wall clock" : "";
  return html`<table class="metric${setting.isAsked ? " asked" : ""}"><caption><span class="title">${metric.title}</span> <span class="hint">${betterText(row)}${clock}${setting.isAsked ? ", asked" : ""}</span></caption>
<colgroup><col class="who"><col><col class="difference"><col class="rank"></colgroup>
<thead class="unseen"><tr><th scope="col">allocator</th><th scope="col">mean and interval</th><th scope="col">difference to ${setting.reference}</th><th scope="col">rank</th></tr></thead>
<tbody>${lines}</tbody></table>
`;
}

function betterText({ better }: PointRow): string {
  return better === "" ? "neither is better" : `${better} is better`;
}

interface LineSetting {
  readonly scale: Scale | null;
  readonly reference: CellMetric | undefined;
  readonly isBest: boolean;
  readonly setting: CardSetting;
}

function line(cell: Cell, metric: ShownMetric, { scale, reference, isBest, setting }: LineSetting): Markup {
  const figure = cell.metrics[metric.key];
  const mark = setting.marks.get(cell.label) ?? 0;
  const strip = scale === null ? null : intervalStrip(figure, scale, mark, reference);
  return html`<tr${isBest ? html` class="best"` : null}><th scope="row">${labelled(cell.label, setting.marks)}</th><td class="value"><div><span class="figure">${figureMarkup(cellText(metric, figure))}</span>${strip}</div></td><td class="difference">${figureMarkup(differenceText(cell, metric, setting.reference))}</td><td class="rank">${rankText(figure, isBest)}</td></tr>
`;
}

function rankText(figure: CellMetric | undefined, isBest: boolean): Markup | null {
  if (figure?.rank == null) return null;
  return html`<span class="unseen">rank </span>${figure.rank}${isBest ? html`<span class="unseen"> (best)</span>` : null}`;
}

/** `+10.2 s [9.9, 10.6]` */
function differenceText({ label, metrics, status, skipped }: Cell, metric: ShownMetric, reference: string): string {
  if (status === "skipped") return `skipped: ${skipped}`;
  if (label === reference) return "reference";
  const difference = metrics[metric.key]?.difference ?? null;
  if (difference === null) return "";
  if (!isComparable(difference)) return status === "failed" ? "failed" : "not comparable";
  const { mean, interval, verdict } = difference;
  if (verdict === "equal") return "equal";
  const ends = isComparable(interval) ? intervalText(interval, metric.writeDifference) : "";
  return `${mean > 0 ? "+" : ""}${metric.writeDifference(mean)}${ends}${verdict === "unclear" ? ", may be chance" : ""}`;
}
