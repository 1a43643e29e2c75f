import { canonicalJson } from "../base/canonical-json.js";
import { sha256 } from "../base/sha256.js";
import type { RowResult } from "./row-result.js";

/**
 * One text that stands for everything a run decided: SHA-256 over the scenario, the seed and each row's label and
 * decisions, in order. Null when a row failed; rows that this machine could not run take no part.
 */
export function runHash(document: unknown, seed: number, rows: readonly RowResult[]): string | null {
  const decisions: (readonly [string, string])[] = [];
  for (const { label, outcome } of rows) {
    if (outcome.status === "failed") return null;
    if (outcome.status === "ok") decisions.push([label, outcome.decisionsHash]);
  }
  return sha256(canonicalJson({ scenario: document, seed, decisions }));
}
