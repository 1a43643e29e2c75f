import { compareBytes } from "../../base/byte-order.js";
import {
  type CellMetric,
  type ComparedMetric,
  type ComparisonPoint,
  type Interval,
  isComparable,
  type Lead,
  type NotComparable,
  type ScenarioComparison,
  type Survival,
} from "../../compare/comparison.js";
import { NO_VALUE } from "../figure.js";
import { type ShownMetric, shownMetrics } from "./shown-metrics.js";

/** A point of a comparison as a table: a row for each metric, a column for each allocator. */
export interface PointTable {
  readonly labels: readonly string[];
  readonly rows: readonly PointRow[];
  /** Titles of what is the same for all, and therefore no row. */
  readonly same: readonly string[];
  /** Who is ahead, one sentence for each row that can say so. */
  readonly leads: readonly LeadLine[];
  /** Where nobody is ahead: `a, b: not told apart in cpus used, finished`. */
  readonly level: readonly string[];
  /** Why a cell has no value, or no rank. */
  readonly missing: readonly string[];
}

export interface PointRow {
  /** The metric's. */
  readonly key: string;
  readonly title: string;
  /** `lower`, `higher` or empty: which values are better. */
  readonly better: string;
  readonly cells: readonly PointCell[];
}

export interface PointCell {
  readonly text: string;
  /** It has rank 1, and another has not. */
  readonly isBest: boolean;
}

export interface LeadLine {
  /** The metric's. */
  readonly key: string;
  readonly title: string;
  readonly text: string;
}

export function pointTable(
  point: ComparisonPoint,
  { asked }: Pick<ScenarioComparison, "asked">,
  metrics: Readonly<Record<string, ComparedMetric>>,
): PointTable {
  const { shown, same } = shownMetrics(point, asked, metrics);
  return {
    labels: point.cells.map(({ label }) => label),
    rows: shown.map((metric) => pointRow(metric, point, metrics)),
    same,
    leads: shown.flatMap((metric) => leadLine(metric, point.leads[metric.key])),
    level: levelLines(shown, point),
    missing: shown.flatMap((metric) => missingLines(metric, point)),
  };
}

function pointRow(
  metric: ShownMetric,
  { cells }: ComparisonPoint,
  metrics: Readonly<Record<string, ComparedMetric>>,
): PointRow {
  const direction = metrics[metric.key]?.direction ?? "neutral";
  const figures = cells.map((cell) => cell.metrics[metric.key]);
  const isDecided = figures.some((figure) => (figure?.rank ?? 1) > 1);
  return {
    key: metric.key,
    title: metric.title,
    better: direction === "neutral" ? "" : direction,
    cells: figures.map((figure) => ({ text: cellText(metric, figure), isBest: isDecided && figure?.rank === 1 })),
  };
}

/** `10.2 s [9.9, 10.6]`: the mean and its interval. */
export function cellText({ write }: ShownMetric, figure: CellMetric | undefined): string {
  if (figure === undefined || !isComparable(figure.summary)) return NO_VALUE;
  const { mean, interval, n } = figure.summary;
  const some = n === figure.values.length ? "" : ` (${n} of ${figure.values.length} seeds)`;
  return `${write(mean)}${isComparable(interval) ? intervalText(interval, write) : ""}${some}`;
}

/** Nothing where it is a point. */
export function intervalText({ low, high }: Interval, write: (value: number) => string): string {
  return low === high ? "" : ` [${bare(write(low))}, ${bare(write(high))}]`;
}

/** Without its unit. */
function bare(text: string): string {
  return text.split(" ", 1)[0] as string;
}

/** Nothing where the best are several. */
function leadLine({ key, title, writeDifference: write }: ShownMetric, lead: Lead | undefined): LeadLine[] {
  if (lead === undefined || lead.best.length > 1 || lead.ahead === null) return [];
  const { ahead } = lead;
  const { mean, interval, agree, n, effectSize, shaken, tiesPermuted } = ahead.difference;
  const by = `${write(Math.abs(mean))}${isComparable(interval) ? intervalText(sized(interval), write) : ""}`;
  const howMuch = lead.negligiblyBehind.includes(ahead.of) ? `a negligible ${by}` : by;
  const size = isComparable(effectSize) ? `, d_z ${Math.abs(effectSize).toFixed(1)}` : "";
  const lasting = [lasts("shaken", shaken, mean, write), lasts("ties permuted", tiesPermuted, mean, write)].join("");
  return [
    {
      key,
      title,
      text: `${ahead.label}, ahead of ${ahead.of} by ${howMuch} with ${agree} of ${n} seeds${size}${lasting}`,
    },
  ];
}

/** The metrics in which the best are several, by who these are. */
function levelLines(shown: readonly ShownMetric[], { leads }: ComparisonPoint): string[] {
  const titles = new Map<string, string[]>();
  for (const { key, title } of shown) {
    const best = leads[key]?.best ?? [];
    const labels = [...best].sort(compareBytes).join(", ");
    if (best.length > 1) titles.set(labels, [...(titles.get(labels) ?? []), title]);
  }
  return [...titles].map(([labels, metrics]) => `${labels}: not told apart in ${metrics.join(", ")}`);
}

/** Of a lead, however it is signed. */
function sized({ low, high }: Interval): Interval {
  return high < 0 ? { low: -high, high: -low } : { low, high };
}

/** @param lead the difference without the change: the changed one counts from its side */
function lasts(
  how: string,
  survival: Survival | NotComparable | null,
  lead: number,
  write: (value: number) => string,
): string {
  if (survival === null) return "";
  if (!isComparable(survival)) return `; ${how}: ${survival.notComparable}`;
  const { stays, replicates, mean } = survival;
  return `; ${how}: ahead in ${stays} of ${replicates}, by ${write(mean * Math.sign(lead))}`;
}

/** Why cells of a row are empty or take no part in its ranks. */
function missingLines({ key, title }: ShownMetric, { cells, leads }: ComparisonPoint): string[] {
  const empty = cells.flatMap(({ label, metrics, status }) => {
    const summary = metrics[key]?.summary;
    return status !== "ok" || summary === undefined || isComparable(summary)
      ? []
      : [`${title} of ${label}: ${summary.notComparable}`];
  });
  const labels = new Set(cells.filter(({ status }) => status === "ok").map(({ label }) => label));
  const unranked = (leads[key]?.notRanked ?? []).filter(({ label }) => labels.has(label));
  const others = unranked.map(({ label, reason }) => `${title} of ${label}, not ranked: ${reason}`);
  return empty.length > 0 ? empty : others;
}
