import { BadInput } from "../base/bad-input.js";
import type { Micros } from "../base/time.js";
import { asShown, guardOf } from "./allocator-guard.js";
import { runGuarded } from "./guarded-process.js";
import type { RowJob } from "./row-job.js";
import type { RowFigures, RowOutcome } from "./row-result.js";
import type { RunFailure } from "./run-failure.js";

export interface RowEvents {
  /** What the allocator prints. */
  readonly print: (line: string) => void;
  /** How far virtual time has come. */
  readonly onProgress: (t: Micros) => void;
}

/**
 * Simulates one row in a process of its own. Whatever goes wrong, the result is a value, and the other rows go on.
 * @param journalFd takes the journal when the job wants one
 */
export async function runRow(job: RowJob, journalFd: number | null, events: RowEvents): Promise<RowOutcome> {
  try {
    const result = await runGuarded<RowFigures>({
      entry: "run/row-process",
      job,
      limits: job.limits,
      files: journalFd === null ? [] : [journalFd],
      ...guardOf(job.allocator, job.modules),
      ...events,
    });
    return result.kind === "answered"
      ? result.answer
      : { status: "failed", failure: asShown(result.failure, job.allocator) };
  } catch (error) {
    return { status: "failed", failure: unexpected(error) };
  }
}

/** Code that turns out to be no allocator only when it is loaded, or a process that the system does not let start. */
function unexpected(error: unknown): RunFailure {
  const kind = error instanceof BadInput ? "loadFailed" : "crashed";
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { kind, message, cycle: null, stack: stack ?? null };
}
