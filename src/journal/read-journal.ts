import { type Decisions, NO_DECISIONS } from "../allocator/decisions.js";
import type { Operation } from "../allocator/operations.js";
import { BadInput, type Complaint } from "../base/bad-input.js";
import { nearest } from "../base/nearest.js";
import type { Micros } from "../base/time.js";
import type { Directory } from "../cluster/directory.js";
import type { Resources } from "../cluster/resources.js";
import { decodeDecisions } from "./decisions-decoder.js";
import { type JournalHeader, readHeader } from "./journal-header.js";
import { JournalNames } from "./journal-names.js";
import { JournalText } from "./journal-text.js";
import { isJsonObject, type JsonObject } from "./json-fields.js";
import { type LineContext, LineFields } from "./line-fields.js";
import { decodeOperation, isOperationName, OPERATION_NAMES } from "./operation-decoder.js";

/** One operation of a journal and what was decided then. */
export interface JournalLine {
  /** 1-based line of the file. */
  readonly line: number;
  readonly t: Micros;
  readonly operation: Operation;
  readonly decisions: Decisions;
  /** Number of offers; in a summary journal all that is known of them. */
  readonly offerCount: number;
}

export interface Journal {
  readonly file: string;
  readonly header: JournalHeader;
  /** All names of the journal; ids are in byte order. */
  readonly directory: Directory;
  readonly lines: readonly JournalLine[];
}

/** More complaints about one file than this are counted only. */
const MOST_COMPLAINTS = 1000;

/**
 * Reads a `.jsonl` or `.jsonl.gz` journal as a whole.
 *
 * @throws BadInput with everything that is wrong with the file
 */
export function readJournal(file: string): Journal {
  const text = new JournalText(file);
  const complaints: Complaint[] = [];
  const names = new JournalNames();
  let header: JournalHeader | undefined;
  for (const line of text.lines()) {
    if (header !== undefined) {
      names.collect(line);
      continue;
    }
    header = readHeader(file, line, complaints);
    if (header.failure !== undefined) names.announce(header.failure.names);
  }
  if (header === undefined) {
    complaints.push({ place: `${file}:1:1`, rule: "the journal is empty", nextStep: "give a recorded journal" });
    throw new BadInput(complaints);
  }
  // Lines of another format would only add noise.
  if (complaints.length > 0) throw new BadInput(complaints);
  const directory = names.directory();
  const lines = new LineReader(file, directory, header, complaints).readAll(text);
  if (complaints.length > 0) throw new BadInput(shortened(file, complaints));
  return { file, header, directory, lines };
}

function shortened(file: string, complaints: readonly Complaint[]): readonly Complaint[] {
  if (complaints.length <= MOST_COMPLAINTS) return complaints;
  const rule = `${complaints.length - MOST_COMPLAINTS} more lines are wrong`;
  return [...complaints.slice(0, MOST_COMPLAINTS), { place: file, rule, nextStep: "mend the first ones first" }];
}

class LineReader {
  readonly #file: string;
  readonly #directory: Directory;
  readonly #header: JournalHeader;
  readonly #complaints: Complaint[];
  readonly #resources = new Map<string, Resources>();
  readonly #unannounced = new Set<string>();
  #lastT: Micros = 0;

  constructor(file: string, directory: Directory, header: JournalHeader, complaints: Complaint[]) {
    this.#file = file;
    this.#directory = directory;
    this.#header = header;
    this.#complaints = complaints;
  }

  readAll(text: JournalText): JournalLine[] {
    const lines: JournalLine[] = [];
    let number = 0;
    let lastBad = 0;
    for (const line of text.lines()) {
      number++;
      if (number === 1) continue;
      const before = this.#complaints.length;
      const decoded = this.#read(number, line);
      if (decoded !== undefined && this.#complaints.length === before) lines.push(decoded);
      else lastBad = number;
    }
    if (lastBad === number && !text.isComplete) this.#complainOfCut(number);
    return lines;
  }

  #read(line: number, text: string): JournalLine | undefined {
    const object = this.#parse(line, text);
    if (object === undefined) return undefined;
    const context = this.#contextOf(line, text);
    const fields = new LineFields(object, context);
    const t = this.#time(fields);
    const op = fields.text("op");
    if (!isOperationName(op)) {
      if (op !== "") this.#complainOfOperation(fields, op);
      return undefined;
    }
    const operation = decodeOperation(op, fields, this.#directory.tasks);
    const { isSummary } = this.#header;
    const decisions = isSummary ? NO_DECISIONS : decodeDecisions(object, context);
    const offerCount = isSummary && fields.has("offerCount") ? fields.count("offerCount", 0) : decisions.offers.length;
    return { line, t, operation, decisions, offerCount };
  }

  #contextOf(line: number, text: string): LineContext {
    return {
      file: this.#file,
      line,
      text,
      directory: this.#directory,
      hasDomain: this.#header.options.domain !== null,
      resources: this.#resources,
      unannounced: this.#unannounced,
      complaints: this.#complaints,
    };
  }

  #time(fields: LineFields): Micros {
    const before = this.#complaints.length;
    const t = fields.time("t");
    if (this.#complaints.length === before && t < this.#lastT) {
      fields.complain("t", `t never goes back: the line before has ${this.#lastT / 1_000_000}`);
    }
    this.#lastT = Math.max(this.#lastT, t);
    return t;
  }

  #parse(line: number, text: string): JsonObject | undefined {
    let rule = "a line holds one JSON object";
    try {
      const object: unknown = JSON.parse(text);
      if (isJsonObject(object)) return object;
    } catch (error) {
      rule = `${rule} (${(error as Error).message})`;
    }
    const place = `${this.#file}:${line}:1`;
    this.#complaints.push({ place, value: text, rule, nextStep: "correct the line, or record the journal again" });
    return undefined;
  }

  #complainOfOperation(fields: LineFields, op: string): void {
    const meant = nearest(op, OPERATION_NAMES);
    const nextStep =
      meant === undefined ? `operations are ${OPERATION_NAMES.join(", ")}` : `did you mean ${JSON.stringify(meant)}?`;
    fields.complain("op", "the operation is not known to this version", op, nextStep);
  }

  /** What was found wrong with a part of a line says nothing. */
  #complainOfCut(line: number): void {
    const place = `${this.#file}:${line}:`;
    while (this.#complaints.at(-1)?.place.startsWith(place) === true) this.#complaints.pop();
    const rule = "the last line is cut off";
    this.#complaints.push({ place: `${place}1`, rule, nextStep: "record or copy the journal again" });
  }
}
