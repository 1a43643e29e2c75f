import { stringify } from "csv-stringify/sync";
import type { CellMetric, ComparedMetric, Comparison, ScenarioComparison } from "../../compare/comparison.js";
import { axisText } from "./axis-text.js";

/** A value of one metric in one run. */
type CsvRow = Readonly<Record<string, string | number>>;

const BEFORE_AXES = ["scenario"];
const AFTER_AXES = [
  "allocator",
  "language",
  "seed",
  "metric",
  "role",
  "framework",
  "unit",
  "better",
  "value",
  "reason",
];

/**
 * Tidy: one line for each scenario, combination of axis values, allocator, seed and metric; one column for each axis of any
 * scenario (`axis:KEY`, empty where a scenario has no such axis). `value` is in `unit`, and empty where there is none: then
 * `reason` says why. `better` tells which values are the better ones: lower, higher, or neither.
 */
export function comparisonCsv(comparison: Comparison): string {
  const axes = [...new Set(comparison.scenarios.flatMap((scenario) => scenario.axes.map(({ key }) => key)))];
  const columns = [...BEFORE_AXES, ...axes.map(columnOf), ...AFTER_AXES];
  const rows = comparison.scenarios.flatMap((scenario) => rowsOf(scenario, comparison.metrics));
  return stringify(rows, { header: true, columns });
}

function columnOf(axis: string): string {
  return `axis:${axis}`;
}

function rowsOf(
  { scenario, seeds, points }: ScenarioComparison,
  metrics: Readonly<Record<string, ComparedMetric>>,
): CsvRow[] {
  return points.flatMap(({ at, cells }) => {
    const axes = Object.fromEntries(Object.entries(at).map(([key, value]) => [columnOf(key), axisText(value)]));
    return cells.flatMap(({ label, language, metrics: figures }) =>
      Object.entries(figures).flatMap(([key, figure]) =>
        seeds.map((seed, i) => ({
          scenario,
          ...axes,
          allocator: label,
          language,
          seed,
          ...metricColumns(metrics[key] as ComparedMetric),
          ...valueColumns(figure, seed, i),
        })),
      ),
    );
  });
}

function metricColumns({ name, scope, of, unit, direction }: ComparedMetric): CsvRow {
  return {
    metric: name,
    role: scope === "role" ? of : "",
    framework: scope === "framework" ? of : "",
    unit,
    better: direction === "neutral" ? "neither" : direction,
  };
}

function valueColumns({ values, missing }: CellMetric, seed: number, i: number): CsvRow {
  const value = values[i] ?? null;
  return value === null ? { value: "", reason: missing[String(seed)] ?? "" } : { value, reason: "" };
}
