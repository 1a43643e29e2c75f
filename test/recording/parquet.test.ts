import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parquetMetadata, parquetReadObjects, parquetSchema } from "hyparquet";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { COLUMNS_KEY } from "../../src/recording/parquet/parquet-table.js";
import { allColumns, writeTableFiles } from "../../src/recording/parquet/table-files.js";
import { RecordingReader, RecordingWriter } from "../../src/recording/recording-file.js";
import type { ColumnData, RecordedRows, TableName } from "../../src/recording/tables/recorded-table.js";
import { TABLE_COLUMNS, type TableColumn } from "../../src/recording/tables/table-columns.js";
import { ScratchFile } from "../../src/run/scratch-file.js";
import { clusterPlan } from "../simulator/cluster-plans.js";
import { greedy } from "../simulator/greedy-allocator.js";
import { record, rowsOf } from "./recorded-simulation.js";

const TABLES: readonly TableName[] = ["tasks", "offers", "series"];
const AXIS: TableColumn = { name: "axis:agents", type: "number", optional: true, unit: "", description: "agents" };
const PROGRAM = "allocator-workbench version 1.2.3";
const ORIGIN = { scenario: "café", point: 0, allocator: "drf", seed: 4_000_000_000 };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "parquet-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(table: TableName): ArrayBuffer {
  return new Uint8Array(readFileSync(join(folder, `${table}.parquet`))).buffer;
}

async function readRows(table: TableName): Promise<Record<string, unknown>[]> {
  return parquetReadObjects({ file: fileOf(table) });
}

/** Writes files of two runs of one recording. */
async function written(parts: readonly RecordedRows[]): Promise<void> {
  const file = new ScratchFile();
  const writer = new RecordingWriter(file.fd);
  for (const part of parts) writer.rows(part);
  const recording = new RecordingReader(file.fd);
  const runs = [
    { origin: { ...ORIGIN, "axis:agents": 2 }, recording },
    { origin: { ...ORIGIN, point: 1, "axis:agents": null }, recording },
  ];
  writeTableFiles(folder, () => runs, { axes: [AXIS], program: PROGRAM });
  file.close();
}

describe("the tables of two runs", () => {
  test("are read back as they were recorded, each row with the run that it is of", async () => {
    const plan = clusterPlan({
      frameworks: [{ name: "f", jobs: [{ tasks: 3, runs: 5 }, { needs: "cpus:3", runs: 60 }, { needs: "cpus:3" }] }],
      duration: 30,
    });
    const { parts, table } = await record(plan, greedy());
    await written(parts);
    for (const name of TABLES) {
      const truths = TABLE_COLUMNS[name].filter(({ type }) => type === "truth").map((column) => column.name);
      const rows = table(name).map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([key, value]) => [key, truths.includes(key) ? value === 1 : value]),
        ),
      );
      expect(await readRows(name)).toEqual([
        ...rows.map((row) => ({ ...ORIGIN, "axis:agents": 2, ...row })),
        ...rows.map((row) => ({ ...ORIGIN, point: 1, "axis:agents": null, ...row })),
      ]);
    }
  });

  test("tell units and descriptions, and who wrote them", () => {
    const { key_value_metadata: pairs, created_by } = parquetMetadata(fileOf("tasks"));
    const described = JSON.parse(pairs?.find(({ key }) => key === COLUMNS_KEY)?.value ?? "null");
    expect(Object.keys(described)).toEqual(allColumns("tasks", [AXIS]).map(({ name }) => name));
    expect(described.mem_mib).toEqual({ unit: "MiB", description: "what it asked for" });
    expect(created_by).toBe(PROGRAM);
  });

  test("have types that everybody reads", () => {
    const types = parquetSchema(parquetMetadata(fileOf("tasks"))).children.map(({ element }) => {
      const { name, type, converted_type, repetition_type } = element;
      return [name, `${converted_type ?? type} ${repetition_type}`];
    });
    expect(Object.fromEntries(types)).toMatchObject({
      seed: "UINT_32 REQUIRED",
      task: "UTF8 REQUIRED",
      agent: "UTF8 OPTIONAL",
      submitted_seconds: "DOUBLE REQUIRED",
      finished_seconds: "DOUBLE OPTIONAL",
      starts: "INT32 REQUIRED",
      revocable: "BOOLEAN REQUIRED",
    });
  });
});

test("more rows than a group holds are all there, in order", async () => {
  const rows = 130_000;
  const numbers = Float64Array.from({ length: rows }, (_, i) => i);
  const constant: ColumnData = { texts: ["x"], codes: new Int32Array(rows) };
  const columns = { series: constant, of: constant, unit: constant, seconds: numbers, value: numbers };
  await written([{ table: "series", rows, columns }]);
  const { row_groups } = parquetMetadata(fileOf("series"));
  expect(row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([122_880, 122_880, 14_240]);
  const read = await readRows("series");
  expect(read.every(({ value }, i) => value === i % rows)).toBe(true);
  expect(read).toHaveLength(2 * rows);
});

test.each([
  ["in which all differ", (i: number) => `tâche-${i}`, (i: number) => (i % 7 === 3 ? Number.NaN : Math.sqrt(i))],
  ["in which all but some differ", (i: number) => `task-${i}`, (i: number) => (i < 50 ? -0.5 : i / 3)],
  ["in which most are the same", (i: number) => `task-${i % 40}`, (i: number) => (i % 9 === 0 ? Number.NaN : i % 5)],
])("texts and numbers %s are read back as they were", async (_, name, second) => {
  const rows = 3000;
  const text = (of: string) => ({ texts: [of], codes: new Int32Array(rows) });
  const numbers = (of: (i: number) => number) => Float64Array.from({ length: rows }, (_, i) => of(i));
  const columns: Record<string, ColumnData> = {};
  for (const { name, type } of TABLE_COLUMNS.tasks) {
    columns[name] = type === "text" ? text("x") : numbers((i) => (type === "truth" ? i % 2 : i));
  }
  columns.task = Array.from({ length: rows }, (_, i) => name(i));
  columns.finished_seconds = numbers(second);
  await written([{ table: "tasks", rows, columns }]);
  const read = await readRows("tasks");
  expect(read.map(({ task }) => task)).toEqual([...columns.task, ...columns.task]);
  const wanted = Array.from({ length: rows }, (_, i) => (Number.isNaN(second(i)) ? null : second(i)));
  expect(read.map(({ finished_seconds }) => finished_seconds)).toEqual([...wanted, ...wanted]);
});

test("a text that no row has is read back as none", async () => {
  const rows = 500;
  const none: ColumnData = { texts: ["revoked"], codes: new Int32Array(rows).fill(-1) };
  const columns: Record<string, ColumnData> = {};
  for (const { name, type } of TABLE_COLUMNS.tasks) columns[name] = type === "text" ? none : new Float64Array(rows);
  for (const name of ["task", "framework", "role", "state"]) {
    columns[name] = { texts: ["a", "b"], codes: Int32Array.from({ length: rows }, (_, i) => i % 2) };
  }
  await written([{ table: "tasks", rows, columns }]);
  const read = await readRows("tasks");
  expect(new Set(read.map(({ last_kill }) => last_kill))).toEqual(new Set([null]));
  expect(read.slice(0, 3).map(({ role }) => role)).toEqual(["a", "b", "a"]);
});

test("tables without a run are there, and empty", async () => {
  writeTableFiles(folder, () => [], { axes: [], program: PROGRAM });
  for (const name of TABLES) expect(await readRows(name)).toEqual([]);
});

test("what cannot be written leaves nothing behind", async () => {
  const broken = { texts: ["x"], codes: Int32Array.of(-1) };
  const rows = { table: "series", rows: 1, columns: { series: broken } } as const;
  expect(rowsOf(rows)).toEqual([{ series: null }]);
  await expect(written([rows])).rejects.toThrow();
  expect(readdirSync(folder).filter((name) => name.includes("tmp"))).toEqual([]);
});
