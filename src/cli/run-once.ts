import { join } from "node:path";
import picocolors from "picocolors";
import { writeWhole } from "../base/atomic-file.js";
import { preemptionWarnings } from "../report/preemption-warnings.js";
import type { RunDocument } from "../report/run-document.js";
import { failureLines, judgement, runText } from "../report/run-text.js";
import { formatDocument, toRunDocument } from "../report/to-run-document.js";
import { controlFaults } from "../run/control-faults.js";
import { claimFolder } from "../run/folder-claim.js";
import { onInterruption } from "../run/interruption.js";
import { type AllocatorRow, type PreparedRun, prepareRun } from "../run/prepare-run.js";
import { printedLine } from "../run/print-moment.js";
import type { RowFigures, RowResult } from "../run/row-result.js";
import type { RunResult } from "../run/run-result.js";
import { type RunObserver, runScenario } from "../run/run-scenario.js";
import { ScratchFile } from "../run/scratch-file.js";
import { loadScenario } from "../scenario/load-scenario.js";
import { DEFAULT_LIMITS, type Scenario } from "../scenario/scenario.js";
import type { Console } from "./console.js";
import { failureJournalPaths, journalPaths, makeFolder } from "./journal-paths.js";
import type { ModuleFlags } from "./module-flags.js";
import { repeatCommand } from "./repeat-command.js";
import { replayFailureCommand } from "./replay-failure-command.js";
import { type RunFlags, type RunFlagTexts, readRunFlags } from "./run-flags.js";
import { RunProgress } from "./run-progress.js";
import { chosenModules, scenarioOptions } from "./scenario-options.js";
import { writeRunTables } from "./table-files.js";
import { tellWarnings } from "./warnings.js";

/** What a run needs and leaves beside its report. */
export interface RunSetting {
  /** Takes the trail of each row's journal, by label. @param labels of the rows */
  readonly trails?: (labels: readonly string[]) => ReadonlyMap<string, ScratchFile>;
  /** Cancels it. */
  readonly signal?: AbortSignal;
}

/** A run that came to its end. */
export interface Ran {
  readonly scenario: Scenario;
  readonly modules: ModuleFlags;
  readonly document: RunDocument;
  /** Metrics that the scenario's expectations are about. */
  readonly asked: readonly string[];
}

/**
 * Simulates a scenario and reports.
 * @throws BadInput before anything is simulated
 * @throws the signal's reason when it is cancelled
 */
export async function runOnce(
  file: string,
  texts: RunFlagTexts,
  console: Console,
  { trails, signal }: RunSetting = {},
): Promise<Ran> {
  const flags = readRunFlags(texts);
  const { scenario, modules } = await load(file, flags, texts);
  if (!texts.quiet) for (const note of scenario.notes) console.note(`note: ${note}`);
  const labels = scenario.rows.map((row) => row.label);
  const prepared = await prepare(scenario, modules, flags, texts, console);
  const giveBack = texts.out === undefined ? null : claimedOut(texts.out);
  try {
    const options = {
      journals: journalPaths(texts.record, labels),
      failures: failureJournalPaths(texts.out ?? ".", labels),
      trails: trails?.(labels) ?? new Map(),
      signal,
    };
    const result = await recorded(scenario, texts, console, (recordings) =>
      observed(console, texts, (observer) => runScenario(scenario, prepared, { ...options, recordings, observer })),
    );
    const document = report(file, result, scenario, texts, console);
    return { scenario, modules, document, asked: askedMetrics(scenario) };
  } finally {
    giveBack?.();
  }
}

/** Writes what came of it, and tells it. */
function report(
  file: string,
  result: RunResult,
  scenario: Scenario,
  texts: RunFlagTexts,
  console: Console,
): RunDocument {
  const document = toRunDocument(result, (label, journal) => replayFailureCommand(scenario, label, journal, texts));
  tellTrouble(result.rows, document, texts, console);
  if (texts.control) for (const fault of controlFaults(scenario.expectations, result.expectations)) console.note(fault);
  const shown = { repeat: repeatCommand(file, scenario.seed, texts), asked: askedMetrics(scenario) };
  if (texts.out !== undefined) writeReports(texts.out, document, shown);
  if (texts.json) console.result(formatDocument(document));
  else if (!texts.quiet) console.result(runText(document, { width: console.width, colors: console.colors, ...shown }));
  return document;
}

/** @throws BadInput when the folder cannot be made or written, or another run is at work in it */
function claimedOut(out: string): () => void {
  makeFolder(out, "--out");
  return claimFolder(out, out);
}

/** Writes the tables of what is run, where there is a folder for them. */
async function recorded(
  scenario: Scenario,
  { out: folder, quiet }: RunFlagTexts,
  console: Console,
  run: (recordings: ReadonlyMap<string, ScratchFile>) => Promise<RunResult>,
): Promise<RunResult> {
  if (folder === undefined) return run(new Map());
  const recordings = new Map(scenario.rows.map(({ label }) => [label, new ScratchFile()]));
  try {
    const result = await run(recordings);
    const note = (line: string) => (quiet ? undefined : console.note(line));
    await writeRunTables(folder, scenario, result.rows, recordings, note);
    return result;
  } finally {
    for (const file of recordings.values()) file.close();
  }
}

/** Verifies the modules, before any file is made for what may never be run. */
async function prepare(
  { rows }: Scenario,
  modules: ModuleFlags,
  { selection, limits, luaEngine }: RunFlags,
  { quiet }: RunFlagTexts,
  console: Console,
): Promise<PreparedRun> {
  const print = (row: AllocatorRow | null, line: string) =>
    quiet ? undefined : console.note(`${row?.label ?? "modules"}| ${line}`);
  const settings = { luaEngine, limits: { ...DEFAULT_LIMITS, ...limits }, print };
  const choosing = rows.map((row) => ({ ...row, selection: chosenModules(row, selection) }));
  const prepared = await prepareRun(choosing, modules, settings);
  if (!quiet) tellWarnings([...modules.warnings, ...prepared.warnings], console);
  return prepared;
}

/** What the scenario's question is about, though it may not be among what every run shows. */
function askedMetrics({ expectations }: Scenario): string[] {
  return expectations.flatMap((expectation) => (expectation.kind === "metric" ? expectation.metric : []));
}

interface Loaded {
  readonly scenario: Scenario;
  /** The flags', or where they say nothing the scenario's. */
  readonly modules: ModuleFlags;
}

/** @throws BadInput with everything that is wrong with the scenario, or with the manifests that it names */
async function load(file: string, flags: RunFlags, texts: RunFlagTexts): Promise<Loaded> {
  const options = scenarioOptions(file, flags, texts);
  const { seed } = flags;
  const own = { control: texts.control === true, ...(seed === undefined ? {} : { seed }) };
  const scenario = await loadScenario(file, { ...options.load, ...own });
  return { scenario, modules: options.modules() };
}

/** Shows how the rows come along, as long as they do. */
async function observed<T>(
  console: Console,
  { quiet }: RunFlagTexts,
  run: (observer: RunObserver) => Promise<T>,
): Promise<T> {
  const progress = console.showsProgress && !quiet ? new RunProgress(console) : null;
  const forget = onInterruption(() => progress?.stop());
  try {
    return await run({
      started: ({ label, plan }) => progress?.started(label, plan),
      progressed: ({ label }, t) => progress?.progressed(label, t),
      printed: ({ label }, line, moment) => (quiet ? undefined : console.note(printedLine(label, line, moment))),
      ended: ({ label }) => progress?.ended(label),
    });
  } finally {
    forget();
    progress?.stop();
  }
}

/** What went wrong, one line each on stderr; without a report on stdout also what was skipped and what did not hold. */
function tellTrouble(
  rows: readonly RowResult[],
  document: RunDocument,
  { quiet, json, debug }: RunFlagTexts,
  console: Console,
): void {
  document.allocators.forEach((row, i) => {
    const { label, failure, skipped } = row;
    if (failure !== null) tellFailure(failureLines(label, failure), console, quiet === true || json === true);
    const outcome = rows[i]?.outcome;
    if (!quiet && outcome?.status === "ok" && outcome.endedBy === "stalemate") console.note(stalemate(label, outcome));
    if (debug && outcome?.status === "failed" && outcome.failure.stack !== null) console.details(outcome.failure.stack);
    if (skipped !== null && json && !quiet) console.note(`${label}: skipped: ${skipped}`);
    if (json && !quiet) tellWarnings(preemptionWarnings(row), console);
  });
  if (!quiet && !json) return;
  const colorless = picocolors.createColors(false);
  for (const expectation of document.expectations) {
    if (expectation.held === false) console.note(judgement(expectation, colorless));
  }
}

/** Where and how to see it again stands in the report, where there is one. */
function tellFailure([first, ...more]: readonly string[], console: Console, isAll: boolean): void {
  console.note(first as string);
  if (isAll) for (const line of more) console.details(line);
}

function stalemate(label: string, { metrics }: RowFigures): string {
  return `note: ${label}: the run ended because nothing could happen any more; ${metrics["tasks.pending"]} tasks were waiting`;
}

function writeReports(folder: string, document: RunDocument, report: { repeat: string; asked: string[] }): void {
  const colors = picocolors.createColors(false);
  writeWhole(join(folder, "run.json"), formatDocument(document));
  writeWhole(join(folder, "run.txt"), runText(document, { width: Number.POSITIVE_INFINITY, colors, ...report }));
}
