import { canonicalJson } from "../../base/canonical-json.js";
import { describeMetric } from "../../metrics/described-metric.js";
import {
  type BaselineComparison,
  type Cell,
  type Comparison,
  type ComparisonPoint,
  type Guard,
  isComparable,
  type ScenarioComparison,
} from "../comparison.js";
import { differenceOf, type PlainDifference } from "../statistics/difference.js";
import type { MetricGuard } from "./guards.js";

/** A cell of a comparison with what is around it. */
interface PlacedCell {
  readonly scenario: ScenarioComparison;
  readonly at: ComparisonPoint["at"];
  readonly cell: Cell;
}

/**
 * Judges each guarded metric in each cell that either comparison has. It has regressed when it is worse than the baseline by
 * more than what is allowed, and the interval of the differences, paired by seed, excludes 0; or when the baseline has a
 * figure and the same allocator, which ran, has none.
 */
export function judgeGuards(
  now: Comparison,
  before: Comparison,
  file: string,
  guards: readonly MetricGuard[],
): BaselineComparison {
  const [current, earlier] = [cellsOf(now), cellsOf(before)];
  const places = new Set([...current.keys(), ...earlier.keys()]);
  return {
    file,
    guards: guards.flatMap((guard) =>
      [...places].map((place) => judgeCell(guard, current.get(place), earlier.get(place))),
    ),
  };
}

/** By scenario, axis values and label. */
function cellsOf({ scenarios }: Comparison): Map<string, PlacedCell> {
  const cells = new Map<string, PlacedCell>();
  for (const scenario of scenarios) {
    for (const { at, cells: ofPoint } of scenario.points) {
      for (const cell of ofPoint) cells.set(canonicalJson([scenario.scenario, at, cell.label]), { scenario, at, cell });
    }
  }
  return cells;
}

function judgeCell(guard: MetricGuard, now: PlacedCell | undefined, before: PlacedCell | undefined): Guard {
  const { scenario, at, cell } = (now ?? before) as PlacedCell;
  const { metric, allowed } = guard;
  const place = { scenario: scenario.scenario, at, label: cell.label, metric, allowed };
  const none = { baselineMean: meanOf(before, metric), mean: meanOf(now, metric), difference: null };
  if (now === undefined) return { ...place, ...none, outcome: "missing", reason: "this comparison has no such cell" };
  if (before === undefined) return { ...place, ...none, outcome: "missing", reason: "the baseline has no such cell" };
  const lack = lackOf(now, before, metric);
  if (lack !== undefined) return { ...place, ...none, ...lack };
  const pairs = pairsOf(now, before, metric);
  if (pairs.values.length < 2)
    return { ...place, ...none, outcome: "missing", reason: "fewer than two seeds are in both" };
  const { direction } = describeMetric(metric);
  const difference = differenceOf(pairs.values, pairs.others, direction);
  const changed =
    now.scenario.hash === before.scenario.hash ? null : "the scenario or its allocators have changed since";
  return {
    ...place,
    ...none,
    difference: { ...difference, shaken: null, tiesPermuted: null },
    outcome: hasRegressed(difference, none.baselineMean ?? 0, allowed) ? "regressed" : "held",
    reason: changed,
  };
}

function meanOf(place: PlacedCell | undefined, metric: string): number | null {
  const summary = place?.cell.metrics[metric]?.summary;
  return summary === undefined || !isComparable(summary) ? null : summary.mean;
}

/** Why there are no two figures. What was there and is gone is no better than what is worse. */
function lackOf(now: PlacedCell, before: PlacedCell, metric: string): Pick<Guard, "outcome" | "reason"> | undefined {
  if (meanOf(before, metric) === null)
    return { outcome: "missing", reason: `the baseline: ${whyNone(before, metric)}` };
  if (now.cell.status === "skipped") return { outcome: "missing", reason: `skipped: ${now.cell.skipped}` };
  if (now.cell.status === "failed") return { outcome: "missing", reason: "it failed" };
  if (meanOf(now, metric) !== null) return undefined;
  return { outcome: "regressed", reason: `the baseline has a figure, and now there is none: ${whyNone(now, metric)}` };
}

function whyNone({ cell }: PlacedCell, metric: string): string {
  const summary = cell.metrics[metric]?.summary;
  if (summary !== undefined && !isComparable(summary)) return summary.notComparable;
  return cell.status === "ok" ? "no such metric" : `the allocator was ${cell.status}`;
}

/** The values of the seeds that have one in both. */
function pairsOf(now: PlacedCell, before: PlacedCell, metric: string): { values: number[]; others: number[] } {
  const earlier = new Map(
    before.scenario.seeds.map((seed, i) => [seed, before.cell.metrics[metric]?.values[i] ?? null]),
  );
  const [values, others]: [number[], number[]] = [[], []];
  for (const [i, seed] of now.scenario.seeds.entries()) {
    const [value, other] = [now.cell.metrics[metric]?.values[i] ?? null, earlier.get(seed) ?? null];
    if (value === null || other === null) continue;
    values.push(value);
    others.push(other);
  }
  return { values, others };
}

function hasRegressed({ mean, verdict }: PlainDifference, baselineMean: number, allowed: number): boolean {
  return verdict === "worse" && Math.abs(mean) > allowed * Math.abs(baselineMean);
}
