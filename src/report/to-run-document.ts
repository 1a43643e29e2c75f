import { oneLine } from "../base/one-line.js";
import type { RowOutcome, RowResult } from "../run/row-result.js";
import type { RunResult } from "../run/run-result.js";
import type { AllocatorDocument, RunDocument } from "./run-document.js";

/** The public form of a run's result. */
export function toRunDocument({ scenario, seed, hash, rows, expectations }: RunResult): RunDocument {
  return { scenario, seed, hash, allocators: rows.map(allocatorDocument), expectations };
}

function allocatorDocument({ label, name, language, outcome }: RowResult): AllocatorDocument {
  return { label, name, language, status: outcome.status, ...outcomeDocument(outcome) };
}

function outcomeDocument(outcome: RowOutcome): Omit<AllocatorDocument, "label" | "name" | "language" | "status"> {
  const none = { failure: null, skipped: null, decisionsHash: null, metrics: {}, notComparable: {}, scriptMetrics: {} };
  switch (outcome.status) {
    case "ok": {
      const { decisionsHash, metrics, notComparable, scriptMetrics } = outcome;
      return { ...none, decisionsHash, metrics, notComparable, scriptMetrics };
    }
    case "failed": {
      const { kind, message, cycle } = outcome.failure;
      return { ...none, failure: { kind, message: oneLine(message), cycle } };
    }
    case "skipped":
      return { ...none, skipped: outcome.reason };
  }
}

/** The document's text, as `--json` prints it and `run.json` holds it. */
export function formatDocument(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
