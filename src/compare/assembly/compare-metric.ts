import type { MetricDirection } from "../../metrics/metric.js";
import type { CellMetric, Difference, Lead, NotComparable } from "../comparison.js";
import { differenceOf } from "../statistics/difference.js";
import { isNegligible } from "../statistics/negligible.js";
import { type Ranked, ranked } from "../statistics/ranks.js";
import { summaryOf } from "../statistics/summary.js";
import { type CellRuns, whyNotCompared } from "./cell-runs.js";
import { type Aligned, align, isValue, type Sample, sampleOf, valuesOf, whyNone } from "./samples.js";
import { withSurvival } from "./survival.js";

export interface ComparedMetric {
  /** One for each cell; null for a skipped one. */
  readonly cells: readonly (CellMetric | null)[];
  /** Null where nobody can be ranked. */
  readonly lead: Lead | null;
}

export interface MetricQuestion {
  readonly key: string;
  readonly direction: MetricDirection;
  readonly seeds: readonly number[];
  /** The label that the others are compared with. */
  readonly reference: string;
  /** A part of the mean of whoever is behind: what a lead must exceed to matter. */
  readonly smallestLead: number;
}

/** One metric of all allocators at one point. */
export function compareMetric(cells: readonly CellRuns[], question: MetricQuestion): ComparedMetric {
  const { key, seeds, direction } = question;
  const sound = cells.filter(({ status }) => status === "ok");
  const samples = sound.map(({ row, outcomes }) => ({ label: row.label, sample: sampleOf(outcomes, key) }));
  const aligned = align(samples, seeds);
  const standing = direction === "neutral" || aligned.values.size < 2 ? [] : standings(aligned, direction);
  const rankOf = new Map(standings.length === 0 ? [] : standing.map(({ label, rank }) => [label, rank]));
  return {
    cells: cells.map((cell) => {
      if (cell.status === "skipped") return null;
      const sample = sampleOf(cell.outcomes, key);
      return {
        ...written(sample, seeds),
        summary: summaryOf(valuesOf(sample), whyNone(sample)),
        difference: differenceToReference(cell, cells, question),
        rank: rankOf.get(cell.row.label) ?? null,
      };
    }),
    lead: standing.length === 0 ? null : leadOf(standing, cells, aligned, question),
  };
}

function standings({ values }: Aligned, direction: "lower" | "higher"): Ranked[] {
  return ranked(
    [...values].map(([label, sample]) => ({ label, values: sample })),
    direction,
  );
}

function written(sample: Sample, seeds: readonly number[]): Pick<CellMetric, "values" | "missing"> {
  const missing = sample.flatMap((value, i) => (isValue(value) ? [] : [[String(seeds[i]), value.notComparable]]));
  return { values: sample.map((value) => (isValue(value) ? value : null)), missing: Object.fromEntries(missing) };
}

function differenceToReference(
  cell: CellRuns,
  cells: readonly CellRuns[],
  question: MetricQuestion,
): CellMetric["difference"] {
  if (cell.row.label === question.reference) return null;
  const reference = cells.find(({ row }) => row.label === question.reference) as CellRuns;
  return differenceBetween(cell, reference, question);
}

function differenceBetween(
  cell: CellRuns,
  other: CellRuns,
  { key, seeds, direction }: MetricQuestion,
): Difference | NotComparable {
  const broken = whyNotCompared(cell, seeds) ?? whyNotCompared(other, seeds);
  if (broken !== undefined) return { notComparable: broken };
  const samples = [cell, other].map(({ row, outcomes }) => ({ label: row.label, sample: sampleOf(outcomes, key) }));
  const { values, leftOut } = align(samples, seeds);
  const [own, others] = [values.get(cell.row.label), values.get(other.row.label)];
  if (own !== undefined && others !== undefined) {
    return withSurvival(differenceOf(own, others, direction), [cell, other], key, seeds);
  }
  const [first] = leftOut;
  return { notComparable: first === undefined ? "nothing to compare" : `${first.label}: ${first.reason}` };
}

/** @param standing best first; at least two */
function leadOf(
  standing: readonly Ranked[],
  cells: readonly CellRuns[],
  { leftOut }: Aligned,
  question: MetricQuestion,
): Lead {
  const best = standing.filter(({ rank }) => rank === 1).map(({ label }) => label);
  const cellOf = (label: string | undefined) => cells.find(({ row }) => row.label === label) as CellRuns;
  const [first, next] = [cellOf(standing[0]?.label), cellOf(standing[1]?.label)];
  const difference = differenceBetween(first, next, question);
  const broken = cells.flatMap((cell) => {
    const reason = whyNotCompared(cell, question.seeds);
    return reason === undefined ? [] : [{ label: cell.row.label, reason }];
  });
  return {
    best,
    negligiblyBehind: negligiblyBehind(standing, question.smallestLead),
    ahead: "notComparable" in difference ? null : { label: first.row.label, of: next.row.label, difference },
    notRanked: [...leftOut, ...broken],
  };
}

/** @param standing best first */
function negligiblyBehind([first, ...others]: readonly Ranked[], smallestLead: number): string[] {
  if (first === undefined) return [];
  const behind = others.filter(({ rank }) => rank > 1);
  return behind.filter(({ values }) => isNegligible(first.values, values, smallestLead)).map(({ label }) => label);
}
