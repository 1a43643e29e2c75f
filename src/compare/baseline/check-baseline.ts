import type { Complaint } from "../../base/bad-input.js";
import { canonicalJson } from "../../base/canonical-json.js";
import { type Comparison, isComparable } from "../comparison.js";
import type { PlannedComparison } from "../plan/planned-comparison.js";
import type { MetricGuard } from "./guards.js";

/** Fewer have no interval. */
const LEAST_SEEDS = 2;

/** A gate that nothing can fail would be taken for one that everything passes: complains of guards without any figure. */
export function checkBaseline(
  { scenarios }: PlannedComparison,
  baseline: Comparison,
  guards: readonly MetricGuard[],
): Complaint[] {
  const planned = new Map<string, readonly number[]>();
  for (const scenario of scenarios) {
    if (scenario.kind === "skipped") continue;
    for (const { at, rows } of scenario.points) {
      for (const { label } of rows) planned.set(canonicalJson([scenario.name, at, label]), scenario.seeds);
    }
  }
  return guards.flatMap(({ metric }) => {
    if (hasFigure(baseline, metric, planned)) return [];
    const rule = `the baseline has no figure of it for any allocator of this comparison, with at least ${LEAST_SEEDS} of its seeds`;
    const nextStep = "compare what the baseline compares, or make a new baseline with --out";
    return [{ place: "--max-regression", value: metric, rule, nextStep }];
  });
}

function hasFigure(
  { scenarios }: Comparison,
  metric: string,
  planned: ReadonlyMap<string, readonly number[]>,
): boolean {
  return scenarios.some(({ scenario, seeds, points }) =>
    points.some(({ at, cells }) =>
      cells.some(({ label, metrics }) => {
        const common = planned.get(canonicalJson([scenario, at, label]))?.filter((seed) => seeds.includes(seed)) ?? [];
        const summary = metrics[metric]?.summary;
        return common.length >= LEAST_SEEDS && summary !== undefined && isComparable(summary);
      }),
    ),
  );
}
