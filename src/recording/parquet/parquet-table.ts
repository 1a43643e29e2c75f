import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import { writeAll } from "../../base/atomic-file.js";
import type { RecordedRows } from "../tables/recorded-table.js";
import type { TableColumn } from "../tables/table-columns.js";
import { GroupColumn } from "./group-column.js";
import { parquetSchema } from "./parquet-schema.js";

/** One value of a file; null: there is none. */
export type Cell = string | number | boolean | null;

/** As many rows as DuckDB makes a group of; other readers do well with it, too. */
const ROWS_IN_GROUP = 122_880;

/** The key of the metadata in which the columns' units and descriptions stand. */
export const COLUMNS_KEY = "workbench.columns";

/**
 * A Parquet file that is written while its rows come: a group of rows is in memory at a time. What comes again is in
 * dictionaries, pages are compressed by Snappy.
 */
export class ParquetTable {
  readonly #columns: readonly TableColumn[];
  readonly #writer: ParquetWriter;
  readonly #group: readonly GroupColumn[];
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
      // Lowest and highest values of groups help few readers here, and take a third of the time.
      statistics: false,
    });
    this.#group = columns.map((column) => new GroupColumn(column, ROWS_IN_GROUP));
  }

  /** @param constants the values of the columns that `rows` does not have */
  append({ rows, columns }: RecordedRows, constants: Readonly<Record<string, Cell>>): void {
    for (let from = 0; from < rows; ) {
      const to = Math.min(rows, from + ROWS_IN_GROUP - this.#rows);
      for (const [place, { name }] of this.#columns.entries()) {
        const [column, data] = [this.#group[place] as GroupColumn, columns[name]];
        if (data === undefined) column.repeat(constants[name] as Cell, to - from);
        else column.add(data, from, to);
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
    const columnData = this.#columns.map(({ name }, place) => {
      return { name, ...(this.#group[place] as GroupColumn).take() };
    });
    // With no bound on a page the size of each value need not be looked at.
    this.#writer.write({ columnData, rowGroupSize: ROWS_IN_GROUP, pageSize: 0 });
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
