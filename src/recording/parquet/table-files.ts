import { join } from "node:path";
import { UnfinishedFile } from "../../base/atomic-file.js";
import type { RecordingReader } from "../recording-file.js";
import type { TableName } from "../tables/recorded-table.js";
import { RUN_COLUMNS, TABLE_COLUMNS, type TableColumn } from "../tables/table-columns.js";
import { type Cell, ParquetTable } from "./parquet-table.js";

/** A run whose rows go into the files. */
export interface RecordedRun {
  /** What tells it from the others: by name of `RUN_COLUMNS` and of the axes. */
  readonly origin: Readonly<Record<string, Cell>>;
  readonly recording: RecordingReader;
}

export interface TableFilesOptions {
  /** A column for each axis; they stand after `point`. */
  readonly axes: readonly TableColumn[];
  /** What wrote the files: `workbench version 1.2.3`. */
  readonly program: string;
}

/**
 * Writes `tasks.parquet`, `offers.parquet` and `series.parquet`, one after the other.
 * @param runs gives the same runs each time it is asked
 * @throws Error of the file system
 */
export function writeTableFiles(folder: string, runs: () => Iterable<RecordedRun>, options: TableFilesOptions): void {
  for (const table of Object.keys(TABLE_COLUMNS) as TableName[]) {
    const file = new UnfinishedFile(join(folder, `${table}.parquet`));
    try {
      writeTable(file.fd, table, runs(), options);
      file.commit();
    } catch (error) {
      file.discard();
      throw error;
    }
  }
}

function writeTable(
  fd: number,
  table: TableName,
  runs: Iterable<RecordedRun>,
  { axes, program }: TableFilesOptions,
): void {
  const parquet = new ParquetTable(fd, allColumns(table, axes), program);
  for (const { origin, recording } of runs) {
    for (const rows of recording.rows(table)) parquet.append(rows, origin);
  }
  parquet.finish();
}

/** The columns of a table's file. */
export function allColumns(table: TableName, axes: readonly TableColumn[]): TableColumn[] {
  const before = RUN_COLUMNS.findIndex(({ name }) => name === "point") + 1;
  return [...RUN_COLUMNS.slice(0, before), ...axes, ...RUN_COLUMNS.slice(before), ...TABLE_COLUMNS[table]];
}
