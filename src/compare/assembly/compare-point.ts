import { oneLine } from "../../base/one-line.js";
import { describeMetric } from "../../metrics/described-metric.js";
import { type ExpectationResult, judgeExpectations } from "../../run/expectations.js";
import type { RowOutcome, RowResult } from "../../run/row-result.js";
import type { Expectation } from "../../scenario/scenario.js";
import type { Cell, CellMetric, ComparedExpectation, ComparedRun, ComparisonPoint, Lead } from "../comparison.js";
import type { PlannedPoint, PlannedScenario } from "../plan/planned-comparison.js";
import { type CellRuns, figuresOf } from "./cell-runs.js";
import { compareMetric } from "./compare-metric.js";
import { comparedKeys, type MetricChoice } from "./compared-metrics.js";

/** What is compared, and what counts. */
export interface PointOptions extends MetricChoice {
  /** A part of the mean of whoever is behind: what a lead must exceed to matter. */
  readonly smallestLead: number;
}

/** All allocators of a scenario at one point. */
export function comparePoint(
  { seeds, reference }: Pick<PlannedScenario, "seeds" | "reference">,
  { at, expectations }: PlannedPoint,
  cells: readonly CellRuns[],
  options: PointOptions,
): ComparisonPoint {
  const metrics = cells.map((): Record<string, CellMetric> => ({}));
  const leads: Record<string, Lead> = {};
  for (const key of comparedKeys(figuresOf(cells), options)) {
    const { direction } = describeMetric(key);
    const compared = compareMetric(cells, { key, direction, seeds, reference, smallestLead: options.smallestLead });
    for (const [i, metric] of compared.cells.entries()) {
      if (metric !== null) (metrics[i] as Record<string, CellMetric>)[key] = metric;
    }
    if (compared.lead !== null) leads[key] = compared.lead;
  }
  return {
    at,
    cells: cells.map((cell, i) => comparedCell(cell, seeds, metrics[i] as Record<string, CellMetric>)),
    leads,
    expectations: judged(seeds, cells, expectations),
  };
}

function comparedCell(
  { row, status, outcomes }: CellRuns,
  seeds: readonly number[],
  metrics: Readonly<Record<string, CellMetric>>,
): Cell {
  const { label, name, language } = row;
  const skipped = outcomes.find((outcome) => outcome.status === "skipped")?.reason ?? null;
  const runs = status === "skipped" ? [] : outcomes.map((outcome, i) => comparedRun(outcome, seeds[i] as number));
  return { label, name, language, status, skipped: status === "skipped" ? skipped : null, runs, metrics };
}

function comparedRun(outcome: RowOutcome, seed: number): ComparedRun {
  if (outcome.status === "ok") {
    const { decisionsHash, endedBy } = outcome;
    return { seed, decisionsHash, failure: null, stalemate: endedBy === "stalemate" };
  }
  if (outcome.status === "skipped") return { seed, decisionsHash: null, failure: null, stalemate: false };
  const { kind, message, cycle } = outcome.failure;
  return { seed, decisionsHash: null, failure: { kind, message: oneLine(message), cycle }, stalemate: false };
}

/** Each expectation once for each seed, by what the rows did with it. */
function judged(
  seeds: readonly number[],
  cells: readonly CellRuns[],
  expectations: readonly Expectation[],
): ComparedExpectation[] {
  const bySeed = seeds.map((_, i) =>
    judgeExpectations(
      expectations,
      cells.map((cell) => rowWith(cell, i)),
    ),
  );
  return expectations.map((_, expectation) => {
    const results = bySeed.map((ofSeed) => ofSeed[expectation] as ExpectationResult);
    const { text, allocator } = results[0] as ExpectationResult;
    return {
      text,
      allocator,
      held: results.filter(({ held }) => held === true).length,
      judged: results.filter(({ held }) => held !== null).length,
      seeds: results.map(({ held, actual, reason }, i) => ({ seed: seeds[i] as number, held, actual, reason })),
    };
  });
}

function rowWith({ row: { label, name, language }, outcomes }: CellRuns, seed: number): RowResult {
  return { label, name, language, outcome: outcomes[seed] as RowOutcome };
}
