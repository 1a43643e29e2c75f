import type { Comparison, ComparisonPoint } from "../../compare/comparison.js";
import type { PointTable } from "./point-table.js";

/** What the figures mean. */
export function legend({ confidence, resamples, smallestLeadPercent }: Comparison["method"]): string {
  const negligible =
    smallestLeadPercent === 0
      ? ""
      : `; negligible: a lead whose whole interval lies within ${smallestLeadPercent} % of the mean of whoever is behind, which decides nothing`;
  return `mean [${confidence * 100} % interval of the mean: BCa bootstrap over the seeds, ${resamples} resamples]; * best, as far as the intervals of the paired differences tell${negligible}`;
}

/** Who decided the same throughout: their figures differ in what the machine's clock measures, and in nothing else. */
function sameDecisions(cells: ComparisonPoint["cells"]): string[] {
  const groups = new Map<string, string[]>();
  for (const { label, runs, status } of cells) {
    if (status !== "ok") continue;
    const decisions = runs.map(({ decisionsHash }) => decisionsHash).join();
    groups.set(decisions, [...(groups.get(decisions) ?? []), label]);
  }
  const several = [...groups.values()].filter((labels) => labels.length > 1);
  return several.map((labels) => `${labels.join(", ")}: the same decisions with every seed`);
}

/** With fewer even a sign test cannot come below 5 %: 2 x 0.5^5 = 6 %. */
const ENOUGH_SEEDS = 6;
const FEW_SEEDS = `with fewer than ${ENOUGH_SEEDS} seeds an interval reaches hardly beyond what was seen: take more before you trust a lead`;

function areFew(cells: ComparisonPoint["cells"]): boolean {
  return cells.length > 1 && cells.some(({ status, runs }) => status === "ok" && runs.length < ENOUGH_SEEDS);
}

/** Whether those that came to decisions with every seed, if any did, came to the same with all. */
function areFixed(cells: ComparisonPoint["cells"]): boolean {
  const decided = cells.filter(({ status }) => status === "ok");
  const isFixed = ({ runs }: ComparisonPoint["cells"][number]) =>
    new Set(runs.map(({ decisionsHash }) => decisionsHash)).size === 1;
  return decided.some(({ runs }) => runs.length > 1) && decided.every(isFixed);
}

/** What a reader should know of the table as a whole. */
export function remarks({ same }: PointTable, { cells }: ComparisonPoint): string[] {
  const isFixed = areFixed(cells);
  return [
    ...(same.length === 0 ? [] : [`the same for all: ${same.join(", ")}`]),
    ...sameDecisions(cells),
    ...(isFixed || !areFew(cells) ? [] : [FEW_SEEDS]),
    ...(isFixed ? ["every seed came to the same decisions: nothing here is drawn at random"] : []),
  ];
}
