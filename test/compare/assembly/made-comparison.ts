import { type AssembledPlan, toComparison } from "../../../src/compare/assembly/to-comparison.js";
import type { Cell, CellMetric, Comparison, ComparisonPoint } from "../../../src/compare/comparison.js";
import { Outcomes } from "../../../src/compare/execution/outcomes.js";
import type { PlannedRow, Variant } from "../../../src/compare/plan/planned-comparison.js";
import type { RowOutcome } from "../../../src/run/row-result.js";
import type { Expectation } from "../../../src/scenario/scenario.js";

/** A run by its figures; a text is why it failed. */
export type RunSketch = Readonly<Record<string, number | null>> | string | { readonly skipped: string };

export interface CellSketch {
  readonly plain: readonly RunSketch[];
  readonly shaken?: readonly RunSketch[];
  readonly tiesPermuted?: readonly RunSketch[];
}

export interface ComparisonSketch {
  readonly cells: Readonly<Record<string, CellSketch | readonly RunSketch[]>>;
  readonly seeds?: readonly number[];
  readonly reference?: string;
  readonly asked?: readonly string[];
  readonly expectations?: readonly Expectation[];
  readonly axes?: Readonly<Record<string, unknown>>;
  readonly allMetrics?: boolean;
  readonly smallestLeadPercent?: number;
}

/** A comparison of one scenario at one point, as if its runs had come to these figures. */
export function madeComparison(sketch: ComparisonSketch): Comparison {
  const cells = Object.entries(sketch.cells).map(([label, cell]) => ({
    label,
    cell: "plain" in cell ? cell : { plain: cell },
  }));
  const runs = cells[0]?.cell.plain.length ?? 0;
  const seeds = sketch.seeds ?? Array.from({ length: runs }, (_, i) => i + 1);
  const outcomes = new Outcomes();
  for (const [row, { cell }] of cells.entries()) {
    for (const variant of ["plain", "shaken", "tiesPermuted"] as const satisfies readonly Variant[]) {
      for (const [seed, run] of (cell[variant] ?? []).entries()) {
        outcomes.set({ scenario: 0, point: 0, row, seed, variant }, outcomeOf(run, seed));
      }
    }
  }
  const has = (variant: "shaken" | "tiesPermuted") => cells.some(({ cell }) => cell[variant] !== undefined);
  const axes = sketch.axes ?? {};
  const plan: AssembledPlan = {
    perturbations: { shakeArrivalsPercent: has("shaken") ? 5 : null, permuteTies: has("tiesPermuted") },
    scenarios: [
      {
        kind: "planned",
        name: "made",
        file: "made.yaml",
        hash: "0".repeat(64),
        seeds,
        axes: Object.entries(axes).map(([key, value]) => ({ key, values: [value] })),
        reference: sketch.reference ?? (cells[0]?.label as string),
        asked: sketch.asked ?? [],
        notes: [],
        points: [
          {
            indexes: [],
            at: axes,
            rows: cells.map(({ label }) => rowOf(label)),
            expectations: sketch.expectations ?? [],
          },
        ],
      },
    ],
  };
  const versions = { workbench: "0.0.0", node: "20.0.0", runtimes: {} };
  const options = {
    versions,
    command: "workbench compare made.yaml",
    asked: [],
    allMetrics: sketch.allMetrics ?? false,
    smallestLeadPercent: sketch.smallestLeadPercent ?? 1,
  };
  return toComparison(plan, outcomes, options);
}

function rowOf(label: string): PlannedRow {
  return { label, name: label, language: "builtin", prepared: { kind: "skipped", reason: "not used" }, setup: null };
}

function outcomeOf(run: RunSketch, seed: number): RowOutcome {
  if (typeof run === "string") {
    const failure = { kind: "threw", message: run, cycle: 3, frames: [], stack: null } as const;
    return { status: "failed", failure, journal: null };
  }
  if (typeof run.skipped === "string") return { status: "skipped", reason: run.skipped };
  const figures = Object.entries(run as Record<string, number | null>);
  return {
    status: "ok",
    endedBy: "finished" as never,
    decisionsHash: `${seed} ${JSON.stringify(run)}`,
    metrics: Object.fromEntries(figures.filter(([, value]) => value !== null)) as Record<string, number>,
    notComparable: Object.fromEntries(
      figures.filter(([, value]) => value === null).map(([key]) => [key, "no task started"]),
    ),
    scriptMetrics: {},
    preemption: { loops: [], livelocks: [] },
    readyMs: 0,
  };
}

export function pointOf({ scenarios }: Comparison): ComparisonPoint {
  return scenarios[0]?.points[0] as ComparisonPoint;
}

export function cellOf(comparison: Comparison, label: string): Cell {
  return pointOf(comparison).cells.find((cell) => cell.label === label) as Cell;
}

export function metricOf(comparison: Comparison, label: string, key = "wait.p95"): CellMetric {
  return cellOf(comparison, label).metrics[key] as CellMetric;
}

/** Runs with one figure each. */
export function waits(...values: readonly (number | null)[]): RunSketch[] {
  return values.map((value) => ({ "wait.p95": value }));
}
