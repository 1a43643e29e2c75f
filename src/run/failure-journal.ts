import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { UnfinishedFile, writeAll } from "../base/atomic-file.js";
import type { JournalFailure, RunNames } from "../journal/header-failure.js";
import { formatHeader } from "../journal/journal-header.js";
import { isJsonObject } from "../journal/json-fields.js";
import { directoryOf } from "../simulator/directory-of.js";
import { onInterruption } from "./interruption.js";
import { isGivenUp } from "./journal-trail.js";
import type { RowJob } from "./row-job.js";
import type { RunFailure } from "./run-failure.js";
import { trailLines } from "./trail-lines.js";

/** What became of the journal that leads to a failure. */
export type FailureJournal =
  | { readonly kind: "written"; readonly path: string }
  /** It would have been of use. */
  | { readonly kind: "missing"; readonly reason: string };

/**
 * Writes the journal of a run that failed while its allocator was asked, with the operation that it was asked about as the
 * last line: to replay it is to fail in the same call.
 *
 * @param trailFd what the run's process left of its journal; it may have died in the middle of the call
 * @param path another file of this name is left alone: then the name gets a number. A failure's journal is replaced
 * @returns null where it failed while it was loaded: there is nothing to replay
 */
export function writeFailureJournal(
  trailFd: number,
  job: Pick<RowJob, "source" | "seed" | "plan">,
  { kind, message, cycle }: RunFailure,
  path: string,
): FailureJournal | null {
  if (cycle === null || cycle === 0) return null;
  const size = fstatSync(trailFd).size;
  if (isGivenUp(trailFd))
    return { kind: "missing", reason: "it was too long to be kept, or the disk is full; --record keeps it" };
  if (!endsInQuestion(trailFd, size)) return { kind: "missing", reason: "it did not fail in a call of its allocator" };
  const { source, seed, plan } = job;
  const failure: JournalFailure = { kind, message, cycle, names: namesOf(plan) };
  const header = formatHeader({ source, seed, options: plan.options, isSummary: false, failure });
  try {
    const free = freePath(path);
    writeJournal(free, header, trailFd);
    return { kind: "written", path: free };
  } catch (error) {
    return { kind: "missing", reason: `${path} cannot be written (${(error as NodeJS.ErrnoException).code})` };
  }
}

function namesOf(plan: RowJob["plan"]): RunNames {
  const { agents, frameworks, roles, resourceKeys } = directoryOf(plan);
  return {
    agents: agents.names,
    frameworks: frameworks.names,
    roles: roles.names,
    resourceKeys: resourceKeys.all.map(({ text }) => text),
  };
}

/** Whether the trail ends with an operation whose decisions are not there. */
function endsInQuestion(fd: number, size: number): boolean {
  let line = Buffer.alloc(0);
  for (let from = size; from > 0; ) {
    const length = Math.min(from, PIECE);
    from -= length;
    const piece = read(fd, from, length);
    const newline = piece.lastIndexOf("\n");
    line = Buffer.concat([piece.subarray(newline + 1), line]);
    if (newline >= 0) break;
  }
  return isQuestion(line.toString("utf8"));
}

function isQuestion(line: string): boolean {
  try {
    return line.startsWith("?") && isJsonObject(JSON.parse(`${line.slice(1)}}`));
  } catch {
    // It was cut while it was written.
    return false;
  }
}

function writeJournal(path: string, header: string, trailFd: number): void {
  const file = new UnfinishedFile(path);
  const forget = onInterruption(() => file.discard());
  try {
    let text = `${header}\n`;
    for (const line of trailLines(trailFd)) {
      text += `${line.text}${line.isWhole ? "" : "}"}\n`;
      if (text.length < PIECE) continue;
      writeAll(file.fd, Buffer.from(text));
      text = "";
    }
    writeAll(file.fd, Buffer.from(text));
    file.commit();
  } catch (error) {
    file.discard();
    throw error;
  } finally {
    forget();
  }
}

const PIECE = 1024 ** 2;

function read(fd: number, from: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, readSync(fd, bytes, 0, length, from));
}

function freePath(path: string): string {
  const [, stem, ending] = /^(.*?)(\.failed\.jsonl)$/s.exec(path) ?? ["", path, ""];
  for (let i = 1; ; i++) {
    const candidate = i === 1 ? path : `${stem}-${i}${ending}`;
    if (isFree(candidate)) return candidate;
  }
}

const LONGEST_BEGINNING = 4096;

/** @throws Error of the file system */
function isFree(path: string): boolean {
  try {
    return isFailureJournal(beginningOf(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return true;
    throw error;
  }
}

function beginningOf(path: string): string {
  const fd = openSync(path, "r");
  try {
    return read(fd, 0, LONGEST_BEGINNING).toString("utf8");
  } finally {
    closeSync(fd);
  }
}

/** The header has the failure before all that may be long. */
function isFailureJournal(beginning: string): boolean {
  return /^\{"journal":1,"source":"(?:[^"\\]|\\.)*","failure":\{/.test(beginning);
}
