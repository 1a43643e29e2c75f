import type { Colors } from "picocolors/types.js";
import { SCRIPT_METRIC_PREFIX } from "../cluster/metric-sample.js";
import { cell, type Figure, figuresOf, NO_VALUE } from "./figure.js";
import { preemptionWarnings } from "./preemption-warnings.js";
import type { AllocatorDocument, ExpectationDocument, FailureDocument, RunDocument } from "./run-document.js";
import { foldedTables, type Grid, plainTable, transposed, widthOf } from "./table.js";

export interface TextOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly colors: Colors;
  /** Metrics that the scenario's expectations are about: the table shows them whatever they are. */
  readonly asked: readonly string[];
  /** The command that gives the same result again. */
  readonly repeat: string;
}

/** A run as a person reads it in a terminal. */
export function runText(document: RunDocument, options: TextOptions): string {
  const { colors } = options;
  const paragraphs = [
    colors.bold(`${document.scenario}, seed ${document.seed}`),
    ...resultTables(document.allocators, options),
    lines(document.allocators.flatMap((row) => missingFigures(row, figuresOf(document.allocators, options.asked)))),
    lines(document.allocators.flatMap((row) => trouble(row, colors))),
    lines(document.expectations.map((expectation) => judgement(expectation, colors))),
    lines([`hash    ${document.hash ?? "none: an allocator failed"}`, `repeat  ${options.repeat}`]),
  ];
  return `${paragraphs.filter((paragraph) => paragraph !== "").join("\n\n")}\n`;
}

function lines(of: readonly string[]): string {
  return of.join("\n");
}

/** A row per allocator; turned on its side, and if need be cut into several, where that is too wide. */
function resultTables(rows: readonly AllocatorDocument[], { width, asked }: TextOptions): string[] {
  const figures = figuresOf(rows, asked);
  const grid: Grid = [
    ["allocator", "status", ...figures.map(({ title }) => title)],
    ...rows.map((row) => [row.label, row.status, ...figures.map((figure) => cell(figure, row))]),
  ];
  const wide = plainTable(grid);
  return widthOf(wide) <= width ? [wide] : foldedTables(transposed(grid), width);
}

/** Why a cell of the table is empty though the row ran. What one script reports, others need not. */
function missingFigures(row: AllocatorDocument, figures: readonly Figure[]): string[] {
  if (row.status !== "ok") return [];
  return figures
    .filter(({ metric }) => !(metric in row.metrics) && !metric.startsWith(SCRIPT_METRIC_PREFIX))
    .map(({ title, metric }) => `${NO_VALUE} ${title} of ${row.label}: ${row.notComparable[metric] ?? "no value"}`);
}

function trouble(row: AllocatorDocument, colors: Colors): string[] {
  if (row.failure !== null) {
    const [first, ...more] = failureLines(row.label, row.failure);
    return [`${colors.red("failed")}   ${first}`, ...more.map((line) => `         ${line}`)];
  }
  const skipped = row.skipped === null ? [] : [`${colors.yellow("skipped")}  ${row.label}: ${row.skipped}`];
  return [...skipped, ...preemptionWarnings(row).map((line) => `${colors.yellow("warning")}  ${line}`)];
}

/** `lua: timedOut in cycle 41: no answer within 10000 ms`, where in the script that was, and how to see it again */
export function failureLines(label: string, failure: FailureDocument): string[] {
  const { kind, message, cycle, stack, replay, noJournal } = failure;
  return [
    `${label}: ${kind}${cycle === null ? "" : ` in cycle ${cycle}`}: ${message}`,
    ...stack.map((frame) => `  at ${frame}`),
    ...(replay === null ? [] : [`  again with: ${replay}`]),
    ...(noJournal === null ? [] : [`  no journal of it: ${noJournal}`]),
  ];
}

/** An expectation and what came of it, on one line. */
export function judgement({ text, held, actual, reason }: ExpectationDocument, colors: Colors): string {
  const value = actual === null ? "" : ` (actual: ${Number(actual.toPrecision(6))})`;
  const why = reason === null ? "" : `: ${reason}`;
  return `${verdict(held, colors)}${text}${value}${why}`;
}

function verdict(held: boolean | null, colors: Colors): string {
  if (held === null) return colors.yellow("open     ");
  return held ? colors.green("held     ") : colors.red("not held ");
}
