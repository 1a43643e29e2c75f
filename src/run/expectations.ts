import { SCRIPT_METRIC_PREFIX } from "../cluster/metric-sample.js";
import type { Comparison, Expectation, ExpectedDecisions, ExpectedMetric } from "../scenario/scenario.js";
import type { RowFigures, RowResult } from "./row-result.js";

/** As in the contract's `expectations`. */
export interface ExpectationResult {
  readonly text: string;
  /** The row it is about; null when it is about several. */
  readonly allocator: string | null;
  /** Null: it could not be judged, and does not count. */
  readonly held: boolean | null;
  readonly actual: number | null;
  readonly reason: string | null;
}

/** Judges what a scenario expects by what its rows did. */
export function judgeExpectations(
  expectations: readonly Expectation[],
  rows: readonly RowResult[],
): readonly ExpectationResult[] {
  return expectations.map((expectation) =>
    expectation.kind === "metric" ? judgeMetric(expectation, rows) : judgeDistinct(expectation, rows),
  );
}

const HOLDS: Readonly<Record<Comparison, (actual: number, bound: number) => boolean>> = {
  below: (actual, bound) => actual < bound,
  above: (actual, bound) => actual > bound,
  atMost: (actual, bound) => actual <= bound,
  atLeast: (actual, bound) => actual >= bound,
  equals: (actual, bound) => actual === bound,
};

function judgeMetric(
  { text, allocator, metric, comparison, bound }: ExpectedMetric,
  rows: readonly RowResult[],
): ExpectationResult {
  const figures = figuresOf(allocator, rows);
  if (figures.missing !== null) return { text, allocator, held: null, actual: null, reason: figures.missing };
  const actual = figures.row.metrics[metric];
  if (actual === undefined) {
    const reason = figures.row.notComparable[metric] ?? noValue(metric);
    return { text, allocator, held: false, actual: null, reason };
  }
  return { text, allocator, held: HOLDS[comparison](actual, bound), actual, reason: null };
}

function noValue(metric: string): string {
  return metric.startsWith(SCRIPT_METRIC_PREFIX)
    ? "the allocator reported no number of this name"
    : "the run has no such metric";
}

/** Rows that the machine cannot run are left out if two others are there; one that was not selected, or failed, leaves no judgement. */
function judgeDistinct(
  { text, of, comparison, bound }: ExpectedDecisions,
  rows: readonly RowResult[],
): ExpectationResult {
  const open = (reason: string): ExpectationResult => ({ text, allocator: null, held: null, actual: null, reason });
  const skipped = of.filter((label) => rows.some((row) => row.label === label && row.outcome.status === "skipped"));
  const hashes: string[] = [];
  for (const label of of.filter((label) => !skipped.includes(label))) {
    const figures = figuresOf(label, rows);
    if (figures.missing !== null) return open(figures.missing);
    hashes.push(figures.row.decisionsHash);
  }
  const without = skipped.length === 0 ? null : `without ${skipped.join(", ")}: skipped on this machine`;
  if (without !== null && hashes.length < 2) return open(`fewer than two are left ${without}`);
  const actual = new Set(hashes).size;
  return { text, allocator: null, held: HOLDS[comparison](actual, bound), actual, reason: without };
}

type Figures = { readonly row: RowFigures; readonly missing: null } | { readonly missing: string };

function figuresOf(label: string, rows: readonly RowResult[]): Figures {
  const outcome = rows.find((row) => row.label === label)?.outcome;
  if (outcome === undefined) return { missing: `${label} was not run` };
  if (outcome.status === "failed") return { missing: `${label} failed: ${outcome.failure.message}` };
  if (outcome.status === "skipped") return { missing: `${label} was skipped: ${outcome.reason}` };
  return { row: outcome, missing: null };
}
