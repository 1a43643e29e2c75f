import { closeSync, openSync } from "node:fs";
import { canonicalJson } from "../../base/canonical-json.js";
import type { Cell } from "../../recording/parquet/parquet-table.js";
import type { RecordedRun } from "../../recording/parquet/table-files.js";
import { RecordingReader } from "../../recording/recording-file.js";
import type { TableColumn } from "../../recording/tables/table-columns.js";
import type { AxisValue } from "../comparison.js";
import { type PlannedComparison, type PlannedScenario, runsOf } from "../plan/planned-comparison.js";
import type { Outcomes } from "./outcomes.js";
import { originOf } from "./recorded-runs.js";

/** All runs that were recorded, in the order in which they are begun; each is open while it is at hand. */
export function* tableRuns(plan: PlannedComparison, outcomes: Outcomes): Iterable<RecordedRun> {
  const axes = axisColumns(plan);
  for (const run of runsOf(plan)) {
    const path = outcomes.recordingOf(run);
    if (path === undefined) continue;
    const { scenario, point, label, seed } = originOf(plan, run);
    const at = scenario.points[point]?.at ?? {};
    const values = axes.map(({ name, type }) => [name, axisCell(at[keyOf(name)], type)]);
    const origin = { scenario: scenario.name, point, allocator: label, seed, ...Object.fromEntries(values) };
    const fd = openSync(path, "r");
    try {
      yield { origin, recording: new RecordingReader(fd) };
    } finally {
      closeSync(fd);
    }
  }
}

/** As in `comparison.csv`. */
const PREFIX = "axis:";

/** A column for each axis that any scenario has: of numbers where all its values are, else of texts. */
export function axisColumns({ scenarios }: PlannedComparison): TableColumn[] {
  const axes = scenarios
    .filter(({ kind }) => kind === "planned")
    .flatMap((planned) => (planned as PlannedScenario).axes);
  return [...new Set(axes.map(({ key }) => key))].map((key) => {
    const values = axes.filter((axis) => axis.key === key).flatMap((axis) => axis.values);
    const type = values.every((value) => typeof value === "number") ? "number" : "text";
    const description = `the value of ${key}; none: its scenario has no such axis`;
    return { name: `${PREFIX}${key}`, type, optional: true, unit: "", description };
  });
}

function keyOf(column: string): string {
  return column.slice(PREFIX.length);
}

function axisCell(value: AxisValue, type: TableColumn["type"]): Cell {
  if (value === undefined) return null;
  if (type === "number") return value as number;
  return typeof value === "string" ? value : canonicalJson(value);
}
