import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import { writeAll } from "../../base/atomic-file.js";
import type { ColumnData, RecordedRows } from "../tables/recorded-table.js";
import type { TableColumn } from "../tables/table-columns.js";
import { parquetSchema } from "./parquet-schema.js";

/** One value of a file; null: there is none. */
export type Cell = string | number | boolean | null;

/** As many rows as DuckDB makes a group of; other readers do well with it, too. */
const ROWS_IN_GROUP = 122_880;

/** The key of the metadata in which the columns' units and descriptions stand. */
export const COLUMNS_KEY = "workbench.columns";

/**
 * A Parquet file that is written while its rows come: a group of rows is in memory at a time. Texts are in dictionaries,
 * pages compressed by Snappy.
 */
export class ParquetTable {
  readonly #columns: readonly TableColumn[];
  readonly #writer: ParquetWriter;
  #values: Cell[][];
  #rows = 0;

  /** @param fd where the file is written, from its position on */
  constructor(fd: number, columns: readonly TableColumn[], program: string) {
    this.#columns = columns;
    const described = columns.map(({ name, unit, description }) => [name, { unit, description }]);
    this.#writer = new ParquetWriter({
      writer: new DescriptorWriter(fd),
      schema: parquetSchema(columns),
      kvMetadata: [{ key: COLUMNS_KEY, value: JSON.stringify(Object.fromEntries(described)) }],
      createdBy: program,
    });
    this.#values = columns.map(() => []);
  }

  /** @param constants the values of the columns that `rows` does not have */
  append({ rows, columns }: RecordedRows, constants: Readonly<Record<string, Cell>>): void {
    for (let from = 0; from < rows; ) {
      const to = Math.min(rows, from + ROWS_IN_GROUP - this.#rows);
      for (const [place, { name, type }] of this.#columns.entries()) {
        const values = this.#values[place] as Cell[];
        const data = columns[name];
        if (data === undefined) repeat(values, constants[name] as Cell, to - from);
        else add(values, data, type === "truth", from, to);
      }
      this.#rows += to - from;
      if (this.#rows === ROWS_IN_GROUP) this.#writeGroup();
      from = to;
    }
  }

  finish(): void {
    if (this.#rows > 0) this.#writeGroup();
    this.#writer.finish();
  }

  #writeGroup(): void {
    // Lowest and highest value of a text that is different in each row help no reader, and take a third of the time.
    const columnData = this.#columns.map(({ name, type }, place) => {
      return { name, data: this.#values[place] as Cell[], statistics: type !== "text" };
    });
    this.#writer.write({ columnData, rowGroupSize: ROWS_IN_GROUP });
    this.#values = this.#columns.map(() => []);
    this.#rows = 0;
  }
}

/** Writes to an open file what has come together whenever a group of rows is complete. */
class DescriptorWriter extends ByteWriter {
  readonly #fd: number;

  constructor(fd: number) {
    super();
    this.#fd = fd;
  }

  flush(): void {
    writeAll(this.#fd, this.getBytes());
    this.index = 0;
  }

  override finish(): void {
    this.flush();
  }
}

function repeat(values: Cell[], value: Cell, times: number): void {
  for (let i = 0; i < times; i++) values.push(value);
}

function add(values: Cell[], data: ColumnData, isTruth: boolean, from: number, to: number): void {
  if ("codes" in data) {
    const { texts, codes } = data;
    for (let row = from; row < to; row++) values.push(texts[codes[row] as number] ?? null);
  } else if (isTruth) {
    for (let row = from; row < to; row++) values.push(data[row] === 1);
  } else {
    for (let row = from; row < to; row++) {
      const value = data[row] as string | number;
      values.push(typeof value === "number" && Number.isNaN(value) ? null : value);
    }
  }
}
