import { join } from "node:path";
import { writeWhole } from "../base/atomic-file.js";
import type { Comparison } from "../compare/comparison.js";
import type { ChartedRun } from "../recording/run-charts.js";
import { comparisonCsv } from "../report/comparison/comparison-csv.js";
import { formatComparison } from "../report/comparison/comparison-json.js";
import { comparisonMarkdown } from "../report/comparison/comparison-markdown.js";
import { comparisonHtml } from "../report/html/comparison-html.js";

/** @param charted the first seed of every cell, in the order of the cells; a run that failed is not among them */
type Writer = (comparison: Comparison, charted: readonly ChartedRun[]) => string;

/** The files that `--out` takes, by name. */
const WRITERS: Readonly<Record<string, Writer>> = {
  "comparison.json": formatComparison,
  "comparison.md": comparisonMarkdown,
  "comparison.csv": comparisonCsv,
  "report.html": comparisonHtml,
};

/** Writes each report whole. @throws Error of the file system */
export function writeComparison(folder: string, comparison: Comparison, charted: readonly ChartedRun[]): void {
  for (const [name, write] of Object.entries(WRITERS)) writeWhole(join(folder, name), write(comparison, charted));
}
