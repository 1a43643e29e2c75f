import type { AllocatorFactory } from "../../src/allocator/allocator.js";
import { bothObservers } from "../../src/cluster/both-observers.js";
import type { ClusterPlan } from "../../src/cluster/plan.js";
import { RunHistory } from "../../src/metrics/run-history.js";
import type { RunCharts } from "../../src/recording/run-charts.js";
import { RunRecorder } from "../../src/recording/run-recorder.js";
import type { ColumnData, RecordedRows, TableName } from "../../src/recording/tables/recorded-table.js";
import { directoryOf } from "../../src/simulator/directory-of.js";
import { simulate } from "../../src/simulator/simulate.js";

export type Value = string | number | null;

export interface RecordedSimulation {
  readonly charts: RunCharts;
  readonly parts: readonly RecordedRows[];
  /** A table's rows; null where a row has no value. */
  table(name: TableName): Record<string, Value>[];
}

/** Simulates a plan and records it, in this process. */
export async function record(plan: ClusterPlan, createAllocator: AllocatorFactory): Promise<RecordedSimulation> {
  const directory = directoryOf(plan, null);
  const history = new RunHistory(directory, plan);
  const parts: RecordedRows[] = [];
  const charts: RunCharts[] = [];
  const recorder = new RunRecorder(history, {
    rows: (rows) => parts.push(rows),
    charts: (of) => charts.push(of),
    offersLeftOut() {},
  });
  await simulate({
    plan,
    directory,
    seed: 1,
    createAllocator,
    parameters: {},
    observer: bothObservers(recorder, history),
    journal: { record() {} },
    monitor: { enter() {}, leave() {} },
  });
  recorder.write();
  return {
    charts: charts[0] as RunCharts,
    parts,
    table: (name) => parts.filter(({ table }) => table === name).flatMap(rowsOf),
  };
}

export function rowsOf({ rows, columns }: RecordedRows): Record<string, Value>[] {
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(Object.entries(columns).map(([name, data]) => [name, valueAt(data, row)])),
  );
}

function valueAt(data: ColumnData, row: number): Value {
  if ("codes" in data) return data.texts[data.codes[row] as number] ?? null;
  const value = data[row] as string | number;
  return Number.isNaN(value) ? null : value;
}
