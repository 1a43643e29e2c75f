import Table from "cli-table3";

/** Cells by row; the first row is the head, the first column names its row. */
export type Grid = readonly (readonly string[])[];

const PLAIN_LINES = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
};

/** Columns side by side without lines, the first to the left, and the others, mostly figures, to the right. */
export function plainTable(grid: Grid, others: "left" | "right" = "right"): string {
  const columns = grid[0]?.length ?? 0;
  const table = new Table({
    chars: PLAIN_LINES,
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
    colAligns: Array.from({ length: columns }, (_, column) => (column === 0 ? "left" : others)),
  });
  for (const row of grid) table.push([...row]);
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

/** As few tables as fit beside the naming column into the width: the head's columns are shared out in order. */
export function foldedTables(grid: Grid, width: number): string[] {
  const columns = grid[0]?.length ?? 0;
  const whole = plainTable(grid);
  if (columns <= 2 || widthOf(whole) <= width) return [whole];
  for (let shown = columns - 2; shown > 1; shown--) {
    const tables = chunks(grid, shown).map((part) => plainTable(part));
    if (tables.every((table) => widthOf(table) <= width)) return tables;
  }
  return chunks(grid, 1).map((part) => plainTable(part));
}

export function transposed(grid: Grid): Grid {
  return (grid[0] ?? []).map((_, column) => grid.map((row) => row[column] as string));
}

export function widthOf(text: string): number {
  return Math.max(...text.split("\n").map((line) => [...line].length));
}

function chunks(grid: Grid, shown: number): Grid[] {
  const columns = (grid[0]?.length ?? 1) - 1;
  return Array.from({ length: Math.ceil(columns / shown) }, (_, chunk) =>
    grid.map((row) => [row[0] as string, ...row.slice(1 + chunk * shown, 1 + (chunk + 1) * shown)]),
  );
}
