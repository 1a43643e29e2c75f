import { join } from "node:path";
import picocolors from "picocolors";
import { writeWhole } from "../base/atomic-file.js";
import { KNOWN_METRICS } from "../metrics/known-metrics.js";
import type { RunDocument } from "../report/run-document.js";
import { failureLine, judgement, runText } from "../report/run-text.js";
import { formatDocument, toRunDocument } from "../report/to-run-document.js";
import { BUILTIN_ALIASES, BUILTIN_NAMES } from "../run/builtins.js";
import { onInterruption } from "../run/interruption.js";
import type { RowFigures, RowResult } from "../run/row-result.js";
import type { RunResult } from "../run/run-result.js";
import { type RunObserver, runScenario } from "../run/run-scenario.js";
import { loadScenario } from "../scenario/load-scenario.js";
import type { Scenario } from "../scenario/scenario.js";
import type { Console } from "./console.js";
import { EXIT, type ExitCode } from "./exit-code.js";
import { journalPaths, makeFolder } from "./journal-paths.js";
import { repeatCommand } from "./repeat-command.js";
import { type RunFlags, type RunFlagTexts, readRunFlags } from "./run-flags.js";
import { RunProgress } from "./run-progress.js";

/** `workbench run SCENARIO`. @throws BadInput before anything is simulated */
export async function runCommand(file: string, texts: RunFlagTexts, console: Console): Promise<ExitCode> {
  const flags = readRunFlags(texts);
  const scenario = await load(file, flags);
  if (!texts.quiet) for (const note of scenario.notes) console.note(`note: ${note}`);
  const labels = scenario.rows.map((row) => row.label);
  if (texts.out !== undefined) makeFolder(texts.out, "--out");
  const journals = journalPaths(texts.record, labels);
  const result = await observed(console, texts, (observer) =>
    runScenario(scenario, { luaEngine: flags.luaEngine, journals, observer }),
  );
  const document = toRunDocument(result);
  tellTrouble(result.rows, document, texts, console);
  const report = { repeat: repeatCommand(file, scenario.seed, texts), asked: askedMetrics(scenario) };
  if (texts.out !== undefined) writeReports(texts.out, document, report);
  if (texts.json) console.result(formatDocument(document));
  else if (!texts.quiet) console.result(runText(document, { width: console.width, colors: console.colors, ...report }));
  return exitCode(result);
}

/** What the scenario's question is about, though it may not be among what every run shows. */
function askedMetrics({ expectations }: Scenario): string[] {
  return expectations.flatMap((expectation) => (expectation.kind === "metric" ? expectation.metric : []));
}

function load(file: string, { allocators, seed, params, limits, maxBytes }: RunFlags): Promise<Scenario> {
  return loadScenario(file, {
    builtins: { names: BUILTIN_NAMES, aliases: BUILTIN_ALIASES },
    knownMetrics: new Set(KNOWN_METRICS.map(({ name }) => name)),
    allocators,
    params,
    limits,
    ...(seed === undefined ? {} : { seed }),
    ...(maxBytes === undefined ? {} : { maxBytes }),
  });
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
      printed: ({ label }, line) => (quiet ? undefined : console.note(`${label}| ${line}`)),
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
  document.allocators.forEach(({ label, failure, skipped }, i) => {
    if (failure !== null) console.note(failureLine(label, failure));
    const outcome = rows[i]?.outcome;
    if (!quiet && outcome?.status === "ok" && outcome.endedBy === "stalemate") console.note(stalemate(label, outcome));
    if (debug && outcome?.status === "failed" && outcome.failure.stack !== null) console.details(outcome.failure.stack);
    if (skipped !== null && json && !quiet) console.note(`${label}: skipped: ${skipped}`);
  });
  if (!quiet && !json) return;
  const colorless = picocolors.createColors(false);
  for (const expectation of document.expectations) {
    if (expectation.held === false) console.note(judgement(expectation, colorless));
  }
}

function stalemate(label: string, { metrics }: RowFigures): string {
  return `note: ${label}: the run ended because nothing could happen any more; ${metrics["tasks.pending"]} tasks were waiting`;
}

function writeReports(folder: string, document: RunDocument, report: { repeat: string; asked: string[] }): void {
  const colors = picocolors.createColors(false);
  writeWhole(join(folder, "run.json"), formatDocument(document));
  writeWhole(join(folder, "run.txt"), runText(document, { width: Number.POSITIVE_INFINITY, colors, ...report }));
}

function exitCode({ rows, expectations }: RunResult): ExitCode {
  if (rows.some((row) => row.outcome.status === "failed")) return EXIT.failed;
  return expectations.some(({ held }) => held === false) ? EXIT.notHeld : EXIT.held;
}
