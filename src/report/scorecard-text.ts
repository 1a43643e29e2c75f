import type { Colors } from "picocolors/types.js";
import { oneLine } from "../base/one-line.js";
import { modulesTable } from "./modules-table.js";
import type { RuleLine, RuleStatus, Scorecard, TestDocument } from "./scorecard.js";

const VERDICTS: Readonly<Record<RuleStatus, string>> = {
  passed: "passed",
  failed: "FAILED",
  broken: "BROKEN",
  doesNotApply: "does not apply",
};

/** Scorecards as a person reads them in a terminal: a line for each rule, and one about all of them. */
export function scorecardText({ seed, modules, counts }: TestDocument, colors: Colors): string {
  const isGood = counts.failed === 0 && counts.broken === 0;
  const summary = `${countsText(counts)}; seed ${seed}`;
  return `${[...modules.map((card) => cardText(card, colors)), isGood ? colors.green(summary) : colors.red(summary)].join("\n\n")}\n`;
}

function cardText({ module, kind, language, skipped, rules }: Scorecard, colors: Colors): string {
  const title = colors.bold(`${oneLine(module)} (${kind}, ${language})`);
  if (skipped !== null) return `${title}\nskipped: ${skipped}`;
  return `${title}\n${modulesTable(["rule", "verdict", "what it asks for"], rules.map(cells))}`;
}

function cells({ rule, status, about, reason, journal }: RuleLine): string[] {
  const why = reason === null ? about : `${about}: ${oneLine(reason)}`;
  return [rule, VERDICTS[status], journal === null ? why : `${why} (journal: ${journal})`];
}

function countsText({ passed, failed, broken, doesNotApply }: TestDocument["counts"]): string {
  const parts = [`${passed} passed`, `${failed} failed`];
  if (broken > 0) parts.push(`${broken} broken`);
  if (doesNotApply > 0) parts.push(`${doesNotApply} ${doesNotApply === 1 ? "does" : "do"} not apply`);
  return parts.join(", ");
}
