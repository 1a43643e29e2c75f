import type { Comparison, ComparisonPoint, ScenarioComparison } from "../../compare/comparison.js";
import { guardLines } from "./guard-lines.js";
import { type PointTable, pointTable } from "./point-table.js";
import { pointTitle } from "./point-title.js";
import { legend, remarks } from "./remarks.js";
import { scenarioTitle } from "./scenario-title.js";
import { summaryLines } from "./summary-table.js";
import { expectationLines, type LineKind, troubleLines, type VerdictLine } from "./verdict-lines.js";

/** A comparison as GitHub-flavoured Markdown, for pull requests: the best figures are bold. */
export function comparisonMarkdown(comparison: Comparison): string {
  const { scenarios, baseline, method, versions, hash, command } = comparison;
  const parts = [
    "## Comparison of allocators",
    ...(baseline === null ? [] : [`### Against ${code(baseline.file)}`, list(guardLines(baseline))]),
    summary(comparison),
    ...scenarios.flatMap((scenario) => scenarioParts(scenario, comparison)),
    `${legend(method).replace("* best", "**bold**: best")}.`,
    `workbench ${versions.workbench}, Node ${versions.node}, hash ${hash === null ? "none: a run failed" : code(hash)}. Repeat it with:`,
    ["```sh", command, "```"].join("\n"),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function summary(comparison: Comparison): string {
  const told = summaryLines(comparison);
  if (told.length === 0) return "";
  const rows = told.map(({ scenario, metric, best, figure }) => [scenario, metric, best, figure].map(text));
  return table([["scenario", "metric", "best", "mean"], ...rows], 4);
}

function scenarioParts(scenario: ScenarioComparison, { metrics }: Comparison): string[] {
  if (scenario.skipped !== null) return [`### ${text(scenario.scenario)}`, `Skipped: ${text(scenario.skipped)}`];
  return [
    `### ${text(scenarioTitle(scenario))}`,
    ...scenario.points.flatMap((point) => pointParts(point, pointTable(point, scenario, metrics))),
  ];
}

function pointParts(point: ComparisonPoint, table: PointTable): string[] {
  const title = pointTitle(point);
  return [
    title === "" ? "" : `#### ${text(title)}`,
    tableOf(table),
    bullets([...table.leads.map((lead) => `${text(lead.title)}: ${text(lead.text)}`), ...table.level.map(text)]),
    bullets(table.missing.map(text)),
    bullets(remarks(table, point).map(text)),
    list([...troubleLines(point), ...expectationLines(point)]),
  ];
}

function tableOf({ labels, rows }: PointTable): string {
  const head = ["", "better", ...labels.map(text)];
  const body = rows.map(({ title, better, cells }) => [
    text(title),
    better,
    ...cells.map((cell) => (cell.isBest ? `**${text(cell.text)}**` : text(cell.text))),
  ]);
  return table([head, ...body], 2);
}

/** @param words how many columns hold words; figures stand to the right */
function table([head = [], ...body]: readonly (readonly string[])[], words: number): string {
  const ruler = head.map((_, column) => (column < words ? "---" : "---:"));
  return [head, ruler, ...body].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

const MARKS: Readonly<Record<LineKind, string>> = { good: "✅", bad: "❌", open: "⚠️" };

function list(lines: readonly VerdictLine[]): string {
  return bullets(lines.map(({ kind, word, text: about }) => `${MARKS[kind]} ${word}: ${text(about)}`));
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join("\n");
}

/** As it is, on one line: nothing in it is taken for Markdown. */
function text(words: string): string {
  return words.replace(/[\\`*_[\]<>|~#]/g, "\\$&").replace(/\s+/g, " ");
}

/** A path or a digest. */
function code(words: string): string {
  return words.includes("`") ? text(words) : `\`${words}\``;
}
