import type { LineComplaints } from "./line-complaints.js";

/** A job as a log in the Standard Workload Format (2.2) records it; -1 stands for unknown. Times are seconds. */
export interface SwfJob {
  /** Column 2. */
  readonly submitted: number;
  /** Column 4. */
  readonly run: number;
  /** Column 5. */
  readonly allocated: number;
  /** Column 8. */
  readonly requested: number;
  /** Column 9: the user's estimate. */
  readonly estimate: number;
  /** Column 12. */
  readonly user: number;
  /** What it will use: set by a filter, the requested number until then. */
  readonly processors: number;
}

export interface SwfLog {
  readonly jobs: readonly SwfJob[];
  /** Processors of the machine according to the header; null when it does not say. */
  readonly maxProcs: number | null;
}

const COLUMNS = 18;
/** At most nine digits: any time of a log in seconds, and exact as microseconds. */
const NUMBER = /^-?\d{1,9}(\.\d+)?$/;
const WHOLE_NUMBER = /^-?\d{1,9}$/;
/** Processors and users. */
const WHOLE_COLUMNS: ReadonlySet<number> = new Set([5, 8, 12]);

/** Reads all lines; those that are no job are complained about. */
export function readSwf(text: string, complaints: LineComplaints): SwfLog {
  const jobs: SwfJob[] = [];
  let maxProcs: number | null = null;
  text.split("\n").forEach((raw, index) => {
    const line = raw.trim();
    const header = /^;\s*MaxProcs:\s*(\d+)/.exec(line);
    if (header !== null) maxProcs = Number(header[1]);
    if (line === "" || line.startsWith(";")) return;
    const job = readJob(line, index + 1, complaints);
    if (job !== undefined) jobs.push(job);
  });
  return { jobs, maxProcs };
}

function readJob(line: string, number: number, complaints: LineComplaints): SwfJob | undefined {
  const cells = line.split(/\s+/);
  if (cells.length !== COLUMNS) {
    complaints.add(
      number,
      line,
      `a job has ${COLUMNS} columns, and this line has ${cells.length}`,
      "mend or remove the line",
    );
    return undefined;
  }
  const bad = cells.findIndex((cell, index) => !(WHOLE_COLUMNS.has(index + 1) ? WHOLE_NUMBER : NUMBER).test(cell));
  if (bad >= 0) {
    const kind = WHOLE_COLUMNS.has(bad + 1) ? "a whole number" : "a number";
    complaints.add(
      number,
      cells[bad] as string,
      `column ${bad + 1} is ${kind} of at most nine digits`,
      "mend or remove the line",
    );
    return undefined;
  }
  const at = (column: number) => Number(cells[column - 1]);
  return {
    submitted: at(2),
    run: at(4),
    allocated: at(5),
    requested: at(8),
    estimate: at(9),
    user: at(12),
    processors: at(8),
  };
}
