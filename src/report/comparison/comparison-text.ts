import type { Colors } from "picocolors/types.js";
import type { Comparison, ComparisonPoint, ScenarioComparison } from "../../compare/comparison.js";
import { foldedTables, type Grid, plainTable } from "../table.js";
import { guardLines } from "./guard-lines.js";
import { type PointTable, pointTable } from "./point-table.js";
import { pointTitle } from "./point-title.js";
import { legend, remarks } from "./remarks.js";
import { scenarioTitle } from "./scenario-title.js";
import { summaryLines } from "./summary-table.js";
import { expectationLines, type LineKind, troubleLines, type VerdictLine } from "./verdict-lines.js";

export interface ComparisonTextOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly colors: Colors;
}

/** A comparison as a person reads it in a terminal. */
export function comparisonText(comparison: Comparison, options: ComparisonTextOptions): string {
  const { hash, command, method, scenarios, baseline } = comparison;
  const paragraphs = [
    ...scenarios.flatMap((scenario) => scenarioParagraphs(scenario, comparison, options)),
    summary(comparison),
    lines(baseline === null ? [] : guardLines(baseline).map((line) => painted(line, options.colors))),
    options.colors.dim(legend(method)),
    lines([`hash    ${hash ?? "none: a run failed"}`, `repeat  ${command}`]),
  ];
  return `${paragraphs.filter((paragraph) => paragraph !== "").join("\n\n")}\n`;
}

function scenarioParagraphs(
  scenario: ScenarioComparison,
  comparison: Comparison,
  options: ComparisonTextOptions,
): string[] {
  const { colors } = options;
  if (scenario.skipped !== null)
    return [`${colors.bold(scenario.scenario)}\n${colors.yellow("skipped")}  ${scenario.skipped}`];
  return [
    colors.bold(scenarioTitle(scenario)),
    ...scenario.points.flatMap((point) => pointParagraphs(point, scenario, comparison, options)),
  ];
}

function pointParagraphs(
  point: ComparisonPoint,
  scenario: ScenarioComparison,
  { metrics }: Comparison,
  { width, colors }: ComparisonTextOptions,
): string[] {
  const table = pointTable(point, scenario, metrics);
  const title = pointTitle(point);
  return [
    title === "" ? "" : colors.bold(`${scenario.scenario}, ${title}`),
    ...foldedTables(gridOf(table), width),
    leads(table),
    lines(table.level),
    lines(table.missing.map((text) => `-  ${text}`)),
    lines(remarks(table, point)),
    lines([...troubleLines(point), ...expectationLines(point)].map((line) => painted(line, colors))),
  ];
}

function gridOf({ labels, rows }: PointTable): Grid {
  return [
    ["metric", ...labels],
    ...rows.map(({ title, cells }) => [title, ...cells.map(({ text, isBest }) => `${text}${isBest ? " *" : ""}`)]),
  ];
}

/** Who is best in what the scenarios ask about, at a glance. */
function summary(comparison: Comparison): string {
  const told = summaryLines(comparison);
  if (told.length === 0) return "";
  const rows = told.map(({ scenario, metric, best, figure }) => [scenario, metric, best, figure]);
  return plainTable([["summary", "metric", "best", "mean"], ...rows], "left");
}

function leads(table: PointTable): string {
  if (table.leads.length === 0) return "";
  return plainTable([["best in", ""], ...table.leads.map(({ title, text }) => [title, text])], "left");
}

const PAINT: Readonly<Record<LineKind, "green" | "red" | "yellow">> = { good: "green", bad: "red", open: "yellow" };

function painted({ kind, word, text }: VerdictLine, colors: Colors): string {
  return `${colors[PAINT[kind]](word.padEnd(10))} ${text}`;
}

function lines(of: readonly string[]): string {
  return of.join("\n");
}
