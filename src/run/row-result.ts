import type { PreemptionTrouble } from "../metrics/preemption-trouble.js";
import type { ScriptMetric } from "../metrics/script-metrics.js";
import type { EndReason } from "../simulator/progress.js";
import type { FailureJournal } from "./failure-journal.js";
import type { RunFailure } from "./run-failure.js";

export type RowLanguage = "builtin" | "native" | "lua" | "python" | "javascript";

/** What became of one allocator in a scenario. */
export interface RowResult {
  readonly label: string;
  readonly name: string;
  readonly language: RowLanguage;
  readonly outcome: RowOutcome;
}

export type RowOutcome =
  | RowFigures
  | FailedRow
  /** The machine lacks something; nobody's fault. */
  | { readonly status: "skipped"; readonly reason: string };

export interface FailedRow {
  readonly status: "failed";
  readonly failure: RunFailure;
  /** What leads there; null: nothing was to be replayed, or nobody wanted it. */
  readonly journal: FailureJournal | null;
}

export interface RowFigures {
  readonly status: "ok";
  /** `stalemate`: nothing could happen any more, though not all jobs had ended. */
  readonly endedBy: EndReason;
  /** From the start of the run's process until the allocator could be asked, by the machine's clock. */
  readonly readyMs: number;
  /** SHA-256 of the run's journal from line 2 on. */
  readonly decisionsHash: string;
  readonly metrics: Readonly<Record<string, number>>;
  readonly notComparable: Readonly<Record<string, string>>;
  /** What the allocator reported of itself, by its own names. */
  readonly scriptMetrics: Readonly<Record<string, ScriptMetric>>;
  /** Preemptions that led nowhere. */
  readonly preemption: PreemptionTrouble;
}
