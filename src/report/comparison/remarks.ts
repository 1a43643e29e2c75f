import type { Comparison, ComparisonPoint } from "../../compare/comparison.js";
import type { PointTable } from "./point-table.js";

/** What the figures mean. */
export function legend({ confidence, resamples }: Comparison["method"]): string {
  return `mean [${confidence * 100} % interval of the mean: BCa bootstrap over the seeds, ${resamples} resamples]; * best, as far as the intervals of the paired differences tell`;
}

/** What a reader should know of the table as a whole. */
export function remarks({ same }: PointTable, { cells }: ComparisonPoint): string[] {
  const decisions = cells.map(({ runs }) => new Set(runs.map(({ decisionsHash }) => decisionsHash)).size);
  const isFixed = cells.some(({ runs }) => runs.length > 1) && decisions.every((different) => different <= 1);
  return [
    ...(same.length === 0 ? [] : [`the same for all: ${same.join(", ")}`]),
    ...(isFixed ? ["every seed came to the same decisions: nothing here is drawn at random"] : []),
  ];
}
