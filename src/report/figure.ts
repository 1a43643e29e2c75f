import { compareBytes } from "../base/byte-order.js";
import { oneLine } from "../base/one-line.js";
import { SCRIPT_METRIC_PREFIX } from "../cluster/metric-sample.js";
import { describeMetric } from "../metrics/described-metric.js";
import { KNOWN_METRICS } from "../metrics/known-metrics.js";
import type { AllocatorDocument } from "./run-document.js";
import { short } from "./short-number.js";

/** One column of the table of a run: what it is called there and how its cell is written. */
export interface Figure {
  readonly title: string;
  readonly metric: string;
  readonly write: (value: number, row: AllocatorDocument) => string;
}

export const NO_VALUE = "-";

/** What a reader compares first, in this order. The JSON document has all the others. */
export const FIGURES: readonly Figure[] = [
  { title: "cpus used", metric: "utilisation.cpus", write: percent },
  { title: "mem used", metric: "utilisation.mem", write: percent },
  { title: "gpus used", metric: "utilisation.gpus", write: percent },
  { title: "finished", metric: "tasks.finished", write: finishedOfSubmitted },
  { title: "wait mean", metric: "wait.mean", write: seconds },
  { title: "wait p95", metric: "wait.p95", write: seconds },
  { title: "slowdown", metric: "boundedSlowdown.mean", write: short },
  { title: "makespan", metric: "makespan", write: seconds },
  { title: "jain", metric: "jain", write: (value) => value.toFixed(3) },
  { title: "preempted", metric: "preemptions", write: short },
  { title: "lost work", metric: "lostWork.share", write: percent },
  { title: "cycles", metric: "cycles", write: short },
  { title: "cycle p95", metric: "cycleMs.p95", write: (value) => `${short(value)} ms` },
];

/**
 * The figures of which at least one row has a value: first those that the scenario's own question is about, last what
 * scripts report of themselves.
 *
 * @param asked metric keys, such as `wait.p95{role=prod}`
 */
export function figuresOf(rows: readonly AllocatorDocument[], asked: readonly string[]): Figure[] {
  const scripts = scriptFigures(rows);
  const known = new Set([...FIGURES, ...scripts].map(({ metric }) => metric));
  const own = [...new Set(asked)].filter((metric) => !known.has(metric)).map(figureOf);
  return [...own, ...FIGURES, ...scripts].filter(({ metric }) => rows.some((row) => metric in row.metrics));
}

/** By name, in byte order. */
function scriptFigures(rows: readonly AllocatorDocument[]): Figure[] {
  const names = new Set(rows.flatMap((row) => Object.keys(row.scriptMetrics)));
  return [...names].sort(compareBytes).map((name) => {
    const metric = `${SCRIPT_METRIC_PREFIX}${name}`;
    const write = (value: number, row: AllocatorDocument) => writerOf(row.scriptMetrics[name]?.unit)(value);
    return { title: metric, metric, write };
  });
}

/** Written in the metric's unit. */
function figureOf(metric: string): Figure {
  const { name } = describeMetric(metric);
  const unit = KNOWN_METRICS.find((known) => known.name === name)?.unit;
  return { title: titleOf(metric), metric, write: unit === "s" || unit === "share" ? writerOf(unit) : short };
}

/** `wait.p95{role=prod}` -> `wait.p95 prod` */
export function titleOf(metric: string): string {
  const { name, of } = describeMetric(metric);
  return of === "" ? metric : `${name} ${of}`;
}

/** How a value of a unit is written: a share as per cent, a plain number (empty, or no unit) by itself. */
export function writerOf(unit: string | undefined): (value: number) => string {
  if (unit === undefined || unit === "") return short;
  return unit === "share" ? percent : (value) => `${short(value)} ${oneLine(unit)}`;
}

export function cell(figure: Figure, row: AllocatorDocument): string {
  const value = row.metrics[figure.metric];
  return value === undefined ? NO_VALUE : figure.write(value, row);
}

function finishedOfSubmitted(finished: number, { metrics }: AllocatorDocument): string {
  return `${short(finished)}/${short(metrics["tasks.submitted"] as number)}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function seconds(value: number): string {
  return `${short(value)} s`;
}
