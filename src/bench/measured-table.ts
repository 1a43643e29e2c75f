import { short } from "../report/short-number.js";
import { foldedTables, type Grid } from "../report/table.js";
import type { Measured } from "./measurement.js";

/** A column's title, and how the cell of a row is written. */
export type Column<Figures> = readonly [title: string, cell: (figures: Figures) => string];

export type NamedRow<Figures> = readonly [name: string, figures: Measured<Figures>];

/**
 * Rows that were measured side by side, in as many tables as the width asks for; below them why a row has no figures.
 * @param naming the title of the column with the rows' names
 */
export function measuredTable<Figures extends object>(
  naming: string,
  columns: readonly Column<Figures>[],
  rows: readonly NamedRow<Figures>[],
  width: number,
): string {
  const grid: Grid = [
    [naming, ...columns.map(([title]) => title)],
    ...rows.map(([name, figures]) => {
      if (figures.status === "ok") return [name, ...columns.map(([, cell]) => cell(figures))];
      return [name, figures.status, ...new Array<string>(columns.length - 1).fill("")];
    }),
  ];
  const troubles = rows.flatMap(([name, figures]) => trouble(name, figures));
  const tables = foldedTables(grid, width).join("\n\n");
  return troubles.length === 0 ? tables : `${tables}\n\n${troubles.join("\n")}`;
}

function trouble(name: string, figures: Measured<object>): string[] {
  if (figures.status === "ok") return [];
  if (figures.status === "skipped") return [`${name}: skipped: ${figures.skipped}`];
  return [`${name}: ${figures.failure.kind}: ${figures.failure.message}`];
}

const NO_VALUE = "-";

export function milliseconds(value: number | null | undefined): string {
  return value === null || value === undefined ? NO_VALUE : `${short(value)} ms`;
}

export function seconds(ms: number): string {
  return `${short(ms / 1000)} s`;
}

/** How many times one thing is as large as another. */
export function factor(value: number | null): string {
  return value === null ? NO_VALUE : `${short(value)} x`;
}

export function exponent(value: number | null): string {
  return value === null ? NO_VALUE : value.toFixed(2);
}

export function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 2)} MiB`;
}
