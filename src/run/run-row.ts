import { BadInput } from "../base/bad-input.js";
import type { Micros } from "../base/time.js";
import { asShown, guardOf } from "./allocator-guard.js";
import { writeFailureJournal } from "./failure-journal.js";
import { runGuarded } from "./guarded-process.js";
import type { Print } from "./print-moment.js";
import type { RowJob } from "./row-job.js";
import type { RowFigures, RowOutcome } from "./row-result.js";
import type { RunFailure } from "./run-failure.js";
import { ScratchFile } from "./scratch-file.js";

export interface RowEvents {
  /** What the allocator prints. */
  readonly print: Print;
  /** How far virtual time has come. */
  readonly onProgress: (t: Micros) => void;
  /** Cancels it. */
  readonly signal?: AbortSignal | undefined;
}

/** The files of a row. */
export interface RowFiles {
  /** Takes the journal; null: the job wants none. */
  readonly journalFd: number | null;
  /** Takes the recording; null: the job wants none. */
  readonly recordingFd: number | null;
  /** Where the journal goes that leads to a failure; null: nowhere. */
  readonly failurePath: string | null;
  /** Takes the journal's trail, for whoever wants to read it afterwards; null: nobody does. */
  readonly trailFd: number | null;
}

/**
 * Simulates one row in a process of its own. Whatever goes wrong, the result is a value, and the other rows go on.
 * @throws the signal's reason when it is cancelled
 */
export async function runRow(
  job: RowJob,
  { journalFd, recordingFd, failurePath, trailFd }: RowFiles,
  events: RowEvents,
): Promise<RowOutcome> {
  const ownTrail = trailFd === null ? new ScratchFile() : null;
  const trail = trailFd ?? (ownTrail as ScratchFile).fd;
  try {
    const result = await runGuarded<RowFigures>({
      entry: "run/row-process.cjs",
      job,
      limits: job.limits,
      files: [trail, journalFd, recordingFd].filter((fd) => fd !== null),
      ...guardOf(job.allocator, job.modules),
      ...events,
    });
    if (result.kind === "answered") return result.answer;
    const failure = asShown(result.failure, job.allocator);
    const journal = failurePath === null ? null : writeFailureJournal(trail, job, failure, failurePath);
    return { status: "failed", failure, journal };
  } catch (error) {
    events.signal?.throwIfAborted();
    return { status: "failed", failure: unexpected(error), journal: null };
  } finally {
    ownTrail?.close();
  }
}

/** Code that turns out to be no allocator only when it is loaded, or a process that the system does not let start. */
function unexpected(error: unknown): RunFailure {
  const kind = error instanceof BadInput ? "loadFailed" : "crashed";
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { kind, message, cycle: null, frames: [], stack: stack ?? null };
}
