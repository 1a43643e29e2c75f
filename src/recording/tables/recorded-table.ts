/** A part of one run's table on its way to a file: its rows by column. */
export interface RecordedRows {
  readonly table: TableName;
  readonly rows: number;
  /** By the name of `tableColumns`. */
  readonly columns: Readonly<Record<string, ColumnData>>;
}

export type TableName = "tasks" | "offers" | "series";

/**
 * One entry for each row. In a column of numbers NaN is a row without a value; in one of 0 and 1, a truth value. Texts are
 * given once each, with the index of each row's; -1 is a row without one. A text that is different in each row stands there
 * as it is.
 */
export type ColumnData = Float64Array | Int32Array | Uint8Array | CodedTexts | readonly string[];

export interface CodedTexts {
  readonly texts: readonly string[];
  readonly codes: Int32Array;
}

/** Takes the rows of a run as they come. */
export type RowSink = (rows: RecordedRows) => void;

/** Rows are handed on in parts of this size: what is in the air at once stays small. */
export const ROWS_AT_ONCE = 65_536;

/** @param names by code; @param codes -1: none */
export function codedTexts(names: readonly string[], codes: Int32Array): CodedTexts {
  const places = new Map<number, number>();
  const texts: string[] = [];
  const own = codes.map((code) => {
    if (code < 0) return -1;
    const known = places.get(code);
    if (known !== undefined) return known;
    places.set(code, texts.length);
    return texts.push(names[code] as string) - 1;
  });
  return { texts, codes: own };
}
