import type { ExpectationResult } from "./expectations.js";
import type { RowResult } from "./row-result.js";

/** What became of a scenario. */
export interface RunResult {
  readonly scenario: string;
  readonly seed: number;
  /** Equal hashes: the same scenario and the same decisions. Null when a row failed. */
  readonly hash: string | null;
  /** In the scenario's order, or that of the flags. */
  readonly rows: readonly RowResult[];
  readonly expectations: readonly ExpectationResult[];
}
