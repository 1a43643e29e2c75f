import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { TableName } from "../../src/recording/tables/recorded-table.js";
import { RUN_COLUMNS, TABLE_COLUMNS, type TableColumn } from "../../src/recording/tables/table-columns.js";

const PAGE = readFileSync(join(import.meta.dirname, "../../src/recording/columns.md"), "utf8");

const TYPES: Readonly<Record<TableColumn["type"], string>> = {
  text: "text",
  number: "double",
  integer: "int32",
  unsigned: "uint32",
  truth: "boolean",
};

function pageTable(columns: readonly TableColumn[]): string {
  const rows = columns.map(({ name, type, optional, unit, description }) => {
    return `| \`${name}\` | ${TYPES[type]}${optional ? ", optional" : ""} | ${unit} | ${description} |\n`;
  });
  return `| column | type | unit | |\n|---|---|---|---|\n${rows.join("")}`;
}

test("the page of the tables has every column, as the files have it", () => {
  expect(PAGE).toContain(`## Every table\n\n${pageTable(RUN_COLUMNS)}`);
  for (const name of Object.keys(TABLE_COLUMNS) as TableName[]) {
    expect(PAGE).toContain(`## ${name}.parquet\n\n${pageTable(TABLE_COLUMNS[name])}`);
  }
});
