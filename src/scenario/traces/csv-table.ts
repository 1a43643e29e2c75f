import { CsvError, parse } from "csv-parse/sync";
import type { LineComplaints } from "./line-complaints.js";

/** One line of a table. */
export interface CsvRow {
  readonly line: number;
  text(column: string): string;
  /** A whole number from 0 to 999,999,999, which stays exact in thousandths or microseconds; 0 with a complaint when it is none. */
  whole(column: string): number;
}

/**
 * Reads a CSV file with a header line.
 *
 * @param columns those that must be there; others are left alone
 * @returns the rows that have as many cells as the header
 */
export function readCsvTable(text: string, columns: readonly string[], complaints: LineComplaints): CsvRow[] {
  const [header, ...lines] = parseLines(text, complaints);
  if (header === undefined) return [];
  const places = new Map(header.cells.map((name, index) => [name.trim(), index]));
  const missing = columns.filter((column) => !places.has(column));
  if (missing.length > 0) {
    const nextStep = "take the file as it was published, or another variant of it";
    complaints.add(1, header.cells.join(","), `the table needs the columns ${missing.join(", ")}`, nextStep);
    return [];
  }
  return lines.flatMap(({ cells, line }) => {
    if (cells.length === header.cells.length) return [rowOf(cells, line, places, complaints)];
    const rule = `a line has ${header.cells.length} cells as the header has, and this one has ${cells.length}`;
    complaints.add(line, cells.join(","), rule, "mend or remove the line");
    return [];
  });
}

interface Line {
  readonly cells: readonly string[];
  readonly line: number;
}

function parseLines(text: string, complaints: LineComplaints): Line[] {
  try {
    const options = { info: true, bom: true, relax_column_count: true, skip_empty_lines: true } as const;
    const parsed = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[];
    return parsed.map(({ record, info }) => ({ cells: record, line: info.lines }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    complaints.add(Number(error.lines ?? 1), error.code, `not valid CSV: ${error.message}`, "mend the quotes there");
    return [];
  }
}

const WHOLE = /^\d{1,9}$/;

function rowOf(
  cells: readonly string[],
  line: number,
  places: ReadonlyMap<string, number>,
  complaints: LineComplaints,
): CsvRow {
  const text = (column: string) => (cells[places.get(column) as number] as string).trim();
  return {
    line,
    text,
    whole(column) {
      const cell = text(column);
      if (WHOLE.test(cell)) return Number(cell);
      complaints.add(line, cell, `${column} is a whole number of at most nine digits`, "mend or remove the line");
      return 0;
    },
  };
}
