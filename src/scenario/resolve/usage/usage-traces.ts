import { resolve } from "node:path";
import { BadInput } from "../../../base/bad-input.js";
import { sha256 } from "../../../base/sha256.js";
import { secondsToMicros } from "../../../base/time.js";
import type { UsagePoint } from "../../../cluster/usage-profile.js";
import type { Cursor } from "../../document/cursor.js";
import { readTextFile } from "../../document/read-text-file.js";
import { LONGEST_DURATION } from "../../scenario.js";
import { type CsvRow, readCsvTable } from "../../traces/csv-table.js";
import { LineComplaints } from "../../traces/line-complaints.js";

const MOST_BYTES = 64 * 1024 ** 2;
const NUMBER = /^\d{1,12}(\.\d{1,9})?$/;
const MOST_SHARE = 1_000_000;

/** Files of usage over time, CSV with the columns `time` (seconds) and `value` (a share). Each is read once. */
export class UsageTraces {
  /** SHA-256 of each that was read, by its name in the scenario. */
  readonly digests: Record<string, string> = {};
  readonly #folder: string;
  readonly #read = new Map<string, readonly UsagePoint[]>();

  /** @param folder the scenario's, absolute */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Undefined with complaints when it cannot be read. */
  points(file: Cursor): readonly UsagePoint[] | undefined {
    const { text: name } = file;
    if (name === undefined) return undefined;
    const known = this.#read.get(name);
    const points = known ?? this.#readFile(name, file);
    this.#read.set(name, points);
    return points.length === 0 ? undefined : points;
  }

  #readFile(name: string, file: Cursor): readonly UsagePoint[] {
    const path = resolve(this.#folder, name);
    try {
      const text = readTextFile(path, {
        what: "a table of usage",
        whenMissing: "check the path: it starts from the scenario's folder",
        maxBytes: MOST_BYTES,
        whenTooLarge: "write fewer points",
      });
      this.digests[name] = sha256(text);
      const complaints = new LineComplaints(path);
      const points = pointsOf(readCsvTable(text, ["time", "value"], complaints), complaints);
      if (complaints.none) return points;
      throw new BadInput(complaints.all);
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      file.complain("the usage over time cannot be read", "see the complaint about the file itself");
      file.defects.addOf(String(file.path[0]), error.complaints);
      return [];
    }
  }
}

function pointsOf(rows: readonly CsvRow[], complaints: LineComplaints): UsagePoint[] {
  if (rows.length === 0 && complaints.none) {
    complaints.add(1, "time,value", "the table has no lines below its header", "write such as 0,0.5");
  }
  const points: UsagePoint[] = [];
  for (const row of rows) {
    const after = secondsToMicros(numberOf(row, "time", LONGEST_DURATION / 1e6, complaints));
    const share = numberOf(row, "value", MOST_SHARE, complaints);
    if (after < (points.at(-1)?.after ?? 0)) {
      complaints.add(row.line, row.text("time"), "lines stand in order of time", "sort them by time");
    }
    points.push({ after, share });
  }
  return points;
}

function numberOf(row: CsvRow, column: string, most: number, complaints: LineComplaints): number {
  const cell = row.text(column);
  if (NUMBER.test(cell) && Number(cell) <= most) return Number(cell);
  const unit = column === "time" ? "seconds since the run began" : "a part of what a task was given";
  complaints.add(row.line, cell, `${column} is a number from 0 to ${most}: ${unit}`, "mend or remove the line");
  return 0;
}
