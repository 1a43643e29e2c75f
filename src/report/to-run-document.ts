import { oneLine } from "../base/one-line.js";
import type { FailedRow, RowOutcome } from "../run/row-result.js";
import type { RunResult } from "../run/run-result.js";
import type { AllocatorDocument, FailureDocument, RunDocument } from "./run-document.js";

/**
 * The public form of a run's result.
 * @param replayCommand the command that replays the journal of a row that failed
 */
export function toRunDocument(
  { scenario, seed, hash, rows, expectations }: RunResult,
  replayCommand: (label: string, journal: string) => string,
): RunDocument {
  const allocators = rows.map(({ label, name, language, outcome }) => {
    const rest = outcomeDocument(outcome, (journal) => replayCommand(label, journal));
    return { label, name, language, status: outcome.status, ...rest };
  });
  return { scenario, seed, hash, allocators, expectations };
}

function outcomeDocument(
  outcome: RowOutcome,
  replayCommand: (journal: string) => string,
): Omit<AllocatorDocument, "label" | "name" | "language" | "status"> {
  const none = {
    failure: null,
    skipped: null,
    decisionsHash: null,
    metrics: {},
    notComparable: {},
    scriptMetrics: {},
    preemption: null,
  };
  switch (outcome.status) {
    case "ok": {
      const { decisionsHash, metrics, notComparable, scriptMetrics, preemption } = outcome;
      return { ...none, decisionsHash, metrics, notComparable, scriptMetrics, preemption };
    }
    case "failed":
      return { ...none, failure: failureDocument(outcome, replayCommand) };
    case "skipped":
      return { ...none, skipped: outcome.reason };
  }
}

function failureDocument({ failure, journal }: FailedRow, replayCommand: (journal: string) => string): FailureDocument {
  const { kind, message, cycle, frames } = failure;
  const path = journal?.kind === "written" ? journal.path : null;
  return {
    kind,
    message: oneLine(message),
    cycle,
    stack: frames,
    journal: path,
    replay: path === null ? null : replayCommand(path),
    noJournal: journal?.kind === "missing" ? journal.reason : null,
  };
}

/** The document's text, as `--json` prints it and `run.json` holds it. */
export function formatDocument(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
