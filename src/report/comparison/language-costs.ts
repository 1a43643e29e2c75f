import { type Cell, type Comparison, type ComparisonPoint, isComparable } from "../../compare/comparison.js";
import type { RowLanguage } from "../../run/row-result.js";

/** What an allocation cycle costs in a language, over all points of a comparison. Wall clock. */
export interface LanguageCost {
  readonly language: RowLanguage;
  readonly cells: readonly CellCost[];
  /**
   * How many times the time of the built-in that decided the same with every seed at the same point, as the geometric mean
   * over all such cells; null where there is none. Only these do the same work.
   */
  readonly timesBuiltin: { readonly ratio: number; readonly cells: number } | null;
}

export interface CellCost {
  readonly label: string;
  readonly scenario: string;
  /** Of the medians of its runs. */
  readonly meanMs: number;
}

export const CYCLE_COST = "cycleMs.p50";

/** The languages that took part, cheapest median first. */
export function languageCosts({ scenarios }: Pick<Comparison, "scenarios">): LanguageCost[] {
  const cells = scenarios.flatMap(({ scenario, points }) =>
    points.flatMap((point) => point.cells.flatMap((cell) => timed(cell, scenario, point))),
  );
  const languages = [...new Set(cells.map(({ language }) => language))];
  const costs = languages.map((language) =>
    costOf(
      language,
      cells.filter((cell) => cell.language === language),
    ),
  );
  return costs.sort((a, b) => medianMs(a) - medianMs(b));
}

interface TimedCell extends CellCost {
  readonly language: RowLanguage;
  readonly ratio: number | null;
}

function timed(cell: Cell, scenario: string, point: ComparisonPoint): TimedCell[] {
  const meanMs = costIn(cell);
  if (meanMs === null || cell.status !== "ok") return [];
  const { label, language } = cell;
  const decisions = decisionsOf(cell);
  const builtin = point.cells.find((other) => other.language === "builtin" && decisionsOf(other) === decisions);
  const builtinMs = builtin === undefined ? null : costIn(builtin);
  const ratio = language === "builtin" || builtinMs === null || builtinMs === 0 ? null : meanMs / builtinMs;
  return [{ label, language, scenario, meanMs, ratio }];
}

function costIn({ metrics }: Cell): number | null {
  const summary = metrics[CYCLE_COST]?.summary;
  return summary !== undefined && isComparable(summary) ? summary.mean : null;
}

function decisionsOf({ runs }: Cell): string {
  return runs.map(({ decisionsHash }) => decisionsHash).join();
}

function costOf(language: RowLanguage, cells: readonly TimedCell[]): LanguageCost {
  const ratios = cells.flatMap(({ ratio }) => (ratio === null || ratio === 0 ? [] : [ratio]));
  const logs = ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0);
  return {
    language,
    cells: cells.map(({ label, scenario, meanMs }) => ({ label, scenario, meanMs })),
    timesBuiltin: ratios.length === 0 ? null : { ratio: Math.exp(logs / ratios.length), cells: ratios.length },
  };
}

/** Of its cells; of two in the middle the lower one. */
export function medianMs({ cells }: Pick<LanguageCost, "cells">): number {
  const sorted = cells.map(({ meanMs }) => meanMs).sort((a, b) => a - b);
  return sorted[(sorted.length - 1) >> 1] as number;
}
