import { KNOWN_METRICS } from "../metrics/known-metrics.js";
import type { DecisionChange, FirstChange } from "../run/decision-change.js";
import { type Figure, figuresOf } from "./figure.js";
import type { AllocatorDocument, ExpectationDocument, RunDocument } from "./run-document.js";

export interface ChangesOptions {
  /** Columns of the terminal. */
  readonly width: number;
  /** As of the report. */
  readonly asked: readonly string[];
  /** By label. */
  readonly decisions: ReadonlyMap<string, DecisionChange>;
}

/** What is different from the run before, row by row. */
export function changesText(before: RunDocument, after: RunDocument, options: ChangesOptions): string {
  const old = new Map(before.allocators.map((row) => [row.label, row]));
  const figures = figuresOf([...before.allocators, ...after.allocators], options.asked).filter(isOfTheRun);
  const lines = after.allocators.flatMap((row) => rowLines(old.get(row.label), row, figures, options));
  const labels = new Set(after.allocators.map(({ label }) => label));
  const gone = before.allocators.filter(({ label }) => !labels.has(label)).map(({ label }) => `${label}: gone`);
  const judged = changedVerdicts(before.expectations, after.expectations);
  return [...lines, ...gone, ...judged].map((line) => `${shortened(line, options.width)}\n`).join("");
}

const WALL_CLOCK = new Set(KNOWN_METRICS.filter(({ wallClock }) => wallClock).map(({ name }) => name));

/** Not of the machine that it ran on. */
function isOfTheRun({ metric }: Figure): boolean {
  return !WALL_CLOCK.has(metric);
}

function rowLines(
  old: AllocatorDocument | undefined,
  row: AllocatorDocument,
  figures: readonly Figure[],
  { decisions }: ChangesOptions,
): string[] {
  const head = (text: string) => `${row.label}: ${text}`;
  if (old === undefined) return [head("new")];
  const change = decisions.get(row.label) ?? { kind: "unknown" };
  const status = statusText(old, row);
  const isComparable = old.status === "ok" && row.status === "ok";
  const figureChanges = isComparable ? figures.flatMap((figure) => figureChange(figure, old, row)) : [];
  if (status === null && change.kind === "same" && figureChanges.length === 0) return [head("the same")];
  const [first, ...more] = changeLines(change, old, row);
  if (status !== null) return [head(status), ...(first === undefined ? [] : [`  ${first}`]), ...more];
  return [head(first ?? "the same decisions"), ...more, ...figureChanges];
}

/** Null where it is what it was. */
function statusText(old: AllocatorDocument, row: AllocatorDocument): string | null {
  if (old.status === row.status && old.failure?.message === row.failure?.message) return null;
  const was = old.failure === null ? old.status : `${old.status} (${old.failure.kind})`;
  const when = row.failure === null || row.failure.cycle === null ? "" : ` in cycle ${row.failure.cycle}`;
  return `${row.status}${when}, and was ${was}`;
}

function changeLines(change: DecisionChange, old: AllocatorDocument, row: AllocatorDocument): string[] {
  switch (change.kind) {
    case "same":
      return [];
    case "unknown":
      return old.decisionsHash !== null && old.decisionsHash === row.decisionsHash
        ? []
        : ["its decisions were not kept"];
    case "decisions":
      return [`decides otherwise from cycle ${change.cycle} on, at ${change.t}s`, ...sides(change)];
    case "operations":
      return [`something else happens after cycle ${change.cycle}, at ${change.t}s`, ...sides(change)];
  }
}

/** More than this of either side is counted only. */
const MOST_SHOWN = 3;

function sides({ before, after }: FirstChange): string[] {
  return [...side("then", before), ...side("now ", after)];
}

function side(title: string, texts: readonly string[]): string[] {
  const shown = texts.length === 0 ? ["nothing"] : texts.slice(0, MOST_SHOWN);
  const more = texts.length > MOST_SHOWN ? [`and ${texts.length - MOST_SHOWN} more`] : [];
  return [...shown, ...more].map((text, i) => `  ${i === 0 ? title : "    "}  ${text}`);
}

function figureChange({ title, metric, write }: Figure, old: AllocatorDocument, row: AllocatorDocument): string[] {
  const [from, to] = [old.metrics[metric], row.metrics[metric]];
  if (from === to) return [];
  const texts = [from === undefined ? "-" : write(from, old), to === undefined ? "-" : write(to, row)];
  // A change that does not show in the table shows here.
  const [left, right] = texts[0] === texts[1] ? [from, to] : texts;
  return [`  ${title}  ${left} -> ${right}`];
}

function changedVerdicts(before: readonly ExpectationDocument[], after: readonly ExpectationDocument[]): string[] {
  const old = new Map(before.map(({ text, held }) => [text, held]));
  return after.flatMap(({ text, held }) => {
    const was = old.get(text);
    if (was === undefined || was === held) return [];
    return [`${held === null ? "not judged any more" : held ? "held now" : "not held any more"}: ${text}`];
  });
}

function shortened(line: string, width: number): string {
  const characters = [...line];
  return characters.length <= width ? line : `${characters.slice(0, width - 1).join("")}…`;
}
