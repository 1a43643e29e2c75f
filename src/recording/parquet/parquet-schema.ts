import type { SchemaElement } from "hyparquet";
import type { TableColumn } from "../tables/table-columns.js";

type Physical = Pick<SchemaElement, "type" | "converted_type">;

const PHYSICAL: Readonly<Record<TableColumn["type"], Physical>> = {
  text: { type: "BYTE_ARRAY", converted_type: "UTF8" },
  number: { type: "DOUBLE" },
  integer: { type: "INT32" },
  unsigned: { type: "INT32", converted_type: "UINT_32" },
  truth: { type: "BOOLEAN" },
};

/** The types of Parquet that pandas, DuckDB and R read as texts, doubles, integers and truth values. */
export function parquetSchema(columns: readonly TableColumn[]): SchemaElement[] {
  const elements = columns.map(
    ({ name, type, optional }): SchemaElement => ({
      name,
      ...PHYSICAL[type],
      repetition_type: optional ? "OPTIONAL" : "REQUIRED",
    }),
  );
  return [{ name: "rows", num_children: columns.length }, ...elements];
}
