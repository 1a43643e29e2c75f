import { canonicalJson } from "../../base/canonical-json.js";
import { sha256 } from "../../base/sha256.js";
import { describeMetric } from "../../metrics/described-metric.js";
import type { ComparedMetric, Comparison, ScenarioComparison, Versions } from "../comparison.js";
import type { Outcomes } from "../execution/outcomes.js";
import {
  type PlannedComparison,
  type PlannedScenario,
  type SkippedScenario,
  variantsOf,
} from "../plan/planned-comparison.js";
import { CONFIDENCE } from "../statistics/bca-interval.js";
import { RESAMPLES } from "../statistics/resamples.js";
import { cellsOf } from "./cell-runs.js";
import { comparePoint } from "./compare-point.js";

export interface AssemblyOptions {
  readonly versions: Versions;
  readonly command: string;
  /** Metrics that are asked for beside what the scenarios expect. */
  readonly asked: readonly string[];
  readonly allMetrics: boolean;
  /** `--smallest-lead`, in per cent. */
  readonly smallestLeadPercent: number;
}

/** A plan whose runs are made: nothing is resolved any more. */
export interface AssembledPlan extends Pick<PlannedComparison, "perturbations"> {
  readonly scenarios: readonly (AssembledScenario | SkippedScenario)[];
}

export type AssembledScenario = Omit<PlannedScenario, "source">;

/** The document of a comparison, from what came of its runs. What an earlier comparison says is added later. */
export function toComparison(plan: AssembledPlan, outcomes: Outcomes, options: AssemblyOptions): Comparison {
  const scenarios = plan.scenarios.map((planned, index) =>
    planned.kind === "skipped" ? skipped(planned) : compared(planned, index, plan, outcomes, options),
  );
  return {
    comparison: 1,
    versions: options.versions,
    command: options.command,
    hash: hashOf(scenarios),
    method: {
      resamples: RESAMPLES,
      confidence: CONFIDENCE,
      interval: "BCa bootstrap of the mean",
      effectSize: "Cohen's d_z",
      smallestLeadPercent: options.smallestLeadPercent,
      ...plan.perturbations,
    },
    metrics: describedMetrics(scenarios, outcomes.scriptUnits()),
    scenarios,
    baseline: null,
  };
}

function skipped({ name, file, reason }: SkippedScenario): ScenarioComparison {
  const none = { seeds: [], axes: [], reference: "", asked: [], notes: [], points: [] };
  return { scenario: name, file, hash: null, skipped: reason, ...none };
}

function compared(
  planned: AssembledScenario,
  scenario: number,
  { perturbations }: Pick<PlannedComparison, "perturbations">,
  outcomes: Outcomes,
  { asked, allMetrics, smallestLeadPercent }: AssemblyOptions,
): ScenarioComparison {
  const { name, file, hash, seeds, axes, reference, notes } = planned;
  const smallestLead = smallestLeadPercent / 100;
  const pointOptions = { asked: new Set([...planned.asked, ...asked]), all: allMetrics, smallestLead };
  const points = planned.points.map((plannedPoint, point) => {
    const cells = cellsOf(planned, { scenario, point }, outcomes, variantsOf(perturbations));
    return comparePoint(planned, plannedPoint, cells, pointOptions);
  });
  return { scenario: name, file, hash, skipped: null, seeds, axes, reference, asked: planned.asked, notes, points };
}

/** Null when a run failed; what was skipped takes no part. */
function hashOf(scenarios: readonly ScenarioComparison[]): string | null {
  const runs = scenarios.flatMap(({ points }) => points.flatMap(({ cells }) => cells.flatMap((cell) => cell.runs)));
  if (runs.some(({ failure }) => failure !== null)) return null;
  const decided = scenarios.map(({ scenario, hash, points }) => ({
    scenario,
    hash,
    points: points.map(({ at, cells }) => ({ at, cells: cells.map(({ label, runs }) => ({ label, runs })) })),
  }));
  return sha256(canonicalJson(decided));
}

function describedMetrics(
  scenarios: readonly ScenarioComparison[],
  scriptUnits: ReadonlyMap<string, string>,
): Record<string, ComparedMetric> {
  const metrics: Record<string, ComparedMetric> = {};
  for (const { points } of scenarios) {
    for (const { cells } of points) {
      for (const cell of cells) {
        for (const key of Object.keys(cell.metrics)) {
          const described = describeMetric(key);
          metrics[key] ??= { ...described, unit: scriptUnits.get(key) ?? described.unit };
        }
      }
    }
  }
  return metrics;
}
