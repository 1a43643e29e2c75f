import type { EndOfRun } from "./end-of-run.js";
import type { ClusterBooks } from "./mesos/cluster-books.js";
import type { MetricDefinition } from "./metric.js";
import type { ScopedMetrics } from "./metric-set.js";
import type { RunHistory } from "./run-history.js";
import type { Scope } from "./scope.js";

/** Metrics that are defined and computed together. */
export interface MetricFamily {
  readonly definitions: readonly MetricDefinition[];
  /** Puts a value or a reason for each definition that has this kind of scope. */
  compute(run: FinishedRun, scope: Scope, into: ScopedMetrics): void;
}

/** What metrics are computed from. */
export interface FinishedRun {
  readonly history: RunHistory;
  readonly end: EndOfRun;
  /** The ledger, added up. */
  readonly books: ClusterBooks;
  /** The submitted tasks of a scope, ascending by id. */
  tasksOf(scope: Scope): Int32Array;
}
