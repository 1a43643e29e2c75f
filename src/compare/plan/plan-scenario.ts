import { BadInput, type Complaint, formatComplaint } from "../../base/bad-input.js";
import { canonicalJson } from "../../base/canonical-json.js";
import { sha256 } from "../../base/sha256.js";
import type { PreparedRun } from "../../run/prepare-run.js";
import type { PreparedAllocator } from "../../run/prepared-allocator.js";
import { identityOf } from "../../run/row-of-scenario.js";
import { MissingValues, type ScenarioSource } from "../../scenario/load-scenario.js";
import type { Scenario } from "../../scenario/scenario.js";
import type { Axis, AxisValue } from "../comparison.js";
import type { PlannedPoint, PlannedScenario, SkippedScenario } from "./planned-comparison.js";
import { combinations } from "./points.js";
import { type SeedRequest, seedsOf } from "./seeds.js";

/** A scenario file that was read, and how its rows are prepared. */
export interface OpenedScenario {
  /** As the user named it. */
  readonly file: string;
  readonly source: ScenarioSource;
  /**
   * Looks up the allocators and verifies the modules of a resolved scenario.
   * @throws BadInput with everything that is wrong with any of them
   */
  readonly prepare: (scenario: Scenario) => Promise<PreparedRun>;
}

export interface PlanOptions {
  readonly seeds: SeedRequest | undefined;
  /** `--reference`; absent, or where no allocator has this label: the first row. */
  readonly reference: string | undefined;
}

/** More combinations than anybody waits for. */
const MOST_POINTS = 10_000;

/**
 * Resolves a scenario once at each of its points, so that all that is wrong is known before anything is simulated.
 * @throws BadInput with everything that is wrong at any point
 */
export async function planScenario(
  opened: OpenedScenario,
  options: PlanOptions,
): Promise<PlannedScenario | SkippedScenario> {
  const { file, source } = opened;
  try {
    return await plan(opened, options);
  } catch (error) {
    if (!(error instanceof MissingValues)) throw error;
    const reason = error.complaints.map(({ value, rule, nextStep }) => `${value}: ${rule}; ${nextStep}`).join("; ");
    return { kind: "skipped", name: source.name, file, reason };
  }
}

async function plan(opened: OpenedScenario, { seeds: request, reference }: PlanOptions): Promise<PlannedScenario> {
  const { file, source } = opened;
  const axes = source.axes.map(({ key, values }): Axis => ({ key, values }));
  const indexes = combinations(axes.map(({ values }) => values.length));
  if (indexes.length > MOST_POINTS) throw new BadInput([tooManyPoints(file, indexes.length)]);
  const resolved = resolveAll(source, indexes, request === undefined);
  const first = resolved[0] as Scenario;
  const points: PlannedPoint[] = [];
  for (const [i, scenario] of resolved.entries()) {
    points.push(plannedPoint(axes, indexes[i] as number[], scenario, await opened.prepare(scenario)));
  }
  const labels = new Set(points.flatMap(({ rows }) => rows.map(({ label }) => label)));
  const missing = reference !== undefined && !labels.has(reference);
  const firstLabel = first.rows[0]?.label as string;
  const notes = [...new Set(resolved.flatMap((scenario) => scenario.notes))];
  if (missing) notes.push(`there is no allocator ${reference} here: the reference is ${firstLabel}`);
  return {
    kind: "planned",
    name: first.name,
    file,
    hash: sha256(canonicalJson(resolved.map(({ document }) => ({ ...(document as object), seed: null })))),
    seeds: seedsOf(request, first.seed, source.seeds as readonly number[] | null),
    axes,
    reference: reference === undefined || missing ? firstLabel : reference,
    asked: askedMetrics(resolved),
    notes,
    points,
    source,
  };
}

function tooManyPoints(file: string, points: number): Complaint {
  const rule = `a scenario has at most ${MOST_POINTS} combinations of axis values`;
  return { place: file, value: String(points), rule, nextStep: "give fewer values, or fix some axes with --set" };
}

/** At every point with the scenario's own seed; where that is a list that will be used, with each of it at the first one. */
function resolveAll(source: ScenarioSource, indexes: readonly number[][], usesOwnSeeds: boolean): Scenario[] {
  const complaints = new Map<string, Complaint>();
  let lacksValuesOnly = true;
  const tried = <T>(resolve: () => T): T[] => {
    try {
      return [resolve()];
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      lacksValuesOnly &&= error instanceof MissingValues;
      for (const complaint of error.complaints) complaints.set(formatComplaint(complaint), complaint);
      return [];
    }
  };
  const resolved = indexes.flatMap((point) => tried(() => source.resolve(point)));
  const ownSeeds = usesOwnSeeds ? (source.seeds ?? []) : [];
  for (const seed of ownSeeds.slice(1)) tried(() => source.resolve(indexes[0] as number[], seed as number));
  if (complaints.size === 0) return resolved;
  throw lacksValuesOnly ? new MissingValues([...complaints.values()]) : new BadInput([...complaints.values()]);
}

function plannedPoint(
  axes: readonly Axis[],
  indexes: readonly number[],
  { rows, expectations }: Scenario,
  prepared: PreparedRun,
): PlannedPoint {
  return {
    indexes,
    at: Object.fromEntries(axes.map(({ key, values }, i): [string, AxisValue] => [key, values[indexes[i] as number]])),
    rows: rows.map(({ label, use }, i) => ({
      label,
      ...identityOf(use, prepared.modules),
      prepared: prepared.allocators[i] as PreparedAllocator,
      setup: prepared.setups[i] ?? null,
    })),
    expectations,
  };
}

function askedMetrics(scenarios: readonly Scenario[]): string[] {
  const expectations = scenarios.flatMap((scenario) => scenario.expectations);
  return [...new Set(expectations.flatMap((expectation) => (expectation.kind === "metric" ? expectation.metric : [])))];
}
