import { oneLine } from "../../base/one-line.js";
import type { RowFigures, RowOutcome } from "../../run/row-result.js";
import type { Outcomes } from "../execution/outcomes.js";
import type { PlannedRow, PlannedScenario, Variant } from "../plan/planned-comparison.js";

/** One allocator at one point: what came of it with each seed, as it is and with what was changed. */
export interface CellRuns {
  readonly row: PlannedRow;
  readonly status: "ok" | "failed" | "skipped";
  readonly outcomes: readonly RowOutcome[];
  /** Null: not asked for. */
  readonly shaken: readonly RowOutcome[] | null;
  readonly tiesPermuted: readonly RowOutcome[] | null;
}

export function cellsOf(
  planned: Pick<PlannedScenario, "points" | "seeds">,
  at: { readonly scenario: number; readonly point: number },
  outcomes: Outcomes,
  variants: readonly Variant[],
): CellRuns[] {
  return (planned.points[at.point]?.rows ?? []).map((row, index) => {
    const ofVariant = (variant: Variant) =>
      planned.seeds.map((_, seed) => outcomes.get({ ...at, row: index, seed, variant }));
    const plain = ofVariant("plain");
    return {
      row,
      status: statusOf(plain),
      outcomes: plain,
      shaken: variants.includes("shaken") ? ofVariant("shaken") : null,
      tiesPermuted: variants.includes("tiesPermuted") ? ofVariant("tiesPermuted") : null,
    };
  });
}

function statusOf(outcomes: readonly RowOutcome[]): CellRuns["status"] {
  if (outcomes.some(({ status }) => status === "failed")) return "failed";
  return outcomes.some(({ status }) => status === "skipped") ? "skipped" : "ok";
}

export function figuresOf(cells: readonly CellRuns[]): RowFigures[] {
  return cells.flatMap((cell) => cell.outcomes.filter((outcome) => outcome.status === "ok"));
}

/** Why a cell is compared with nobody; undefined when it is. */
export function whyNotCompared({ row, outcomes }: CellRuns, seeds: readonly number[]): string | undefined {
  for (const [i, outcome] of outcomes.entries()) {
    if (outcome.status === "skipped") return `${row.label} was skipped: ${outcome.reason}`;
    if (outcome.status !== "failed") continue;
    return `${row.label} failed with seed ${seeds[i]}: ${oneLine(outcome.failure.message)}`;
  }
  return undefined;
}
