import type { ModuleSetup } from "../../run/modules/module-setup.js";
import type { PreparedAllocator } from "../../run/prepared-allocator.js";
import type { RowLanguage } from "../../run/row-result.js";
import type { ScenarioSource } from "../../scenario/load-scenario.js";
import type { Expectation } from "../../scenario/scenario.js";
import type { Axis, AxisValue } from "../comparison.js";

/** All that is to be run, checked and prepared. */
export interface PlannedComparison {
  readonly scenarios: readonly (PlannedScenario | SkippedScenario)[];
  readonly perturbations: Perturbations;
}

/** What else is run to see whether a lead lasts. */
export interface Perturbations {
  /** Null: arrivals and run times are not shaken. */
  readonly shakeArrivalsPercent: number | null;
  readonly permuteTies: boolean;
}

export interface SkippedScenario {
  readonly kind: "skipped";
  readonly name: string;
  /** As the user named it. */
  readonly file: string;
  readonly reason: string;
}

export interface PlannedScenario {
  readonly kind: "planned";
  readonly name: string;
  /** As the user named it. */
  readonly file: string;
  readonly hash: string;
  readonly seeds: readonly number[];
  readonly axes: readonly Axis[];
  readonly reference: string;
  readonly asked: readonly string[];
  readonly notes: readonly string[];
  readonly points: readonly PlannedPoint[];
  readonly source: ScenarioSource;
}

export interface PlannedPoint {
  /** Into the values of each axis. */
  readonly indexes: readonly number[];
  readonly at: Readonly<Record<string, AxisValue>>;
  readonly rows: readonly PlannedRow[];
  readonly expectations: readonly Expectation[];
}

export interface PlannedRow {
  readonly label: string;
  readonly name: string;
  readonly language: RowLanguage;
  readonly prepared: PreparedAllocator;
  /** Null: it has no modules beside its allocator. */
  readonly setup: ModuleSetup | null;
}

/** What is done to a scenario before it is run. */
export type Variant = "plain" | "shaken" | "tiesPermuted";

export function variantsOf({ shakeArrivalsPercent, permuteTies }: Perturbations): readonly Variant[] {
  return [
    "plain",
    ...(shakeArrivalsPercent === null ? [] : (["shaken"] as const)),
    ...(permuteTies ? (["tiesPermuted"] as const) : []),
  ];
}

/** One run of a comparison: indices into its plan. */
export interface RunId {
  readonly scenario: number;
  readonly point: number;
  readonly row: number;
  /** Index into the scenario's seeds. */
  readonly seed: number;
  readonly variant: Variant;
}

/** Every run, in the order in which they are begun. */
export function runsOf({ scenarios, perturbations }: PlannedComparison): RunId[] {
  const variants = variantsOf(perturbations);
  return scenarios.flatMap((planned, scenario) => {
    if (planned.kind === "skipped") return [];
    return planned.points.flatMap(({ rows }, point) =>
      planned.seeds.flatMap((_, seed) =>
        variants.flatMap((variant) => rows.map((_row, row) => ({ scenario, point, row, seed, variant }))),
      ),
    );
  });
}
