import { availableParallelism } from "node:os";
import pLimit from "p-limit";
import type { Micros } from "../base/time.js";
import type { Scenario, ScenarioRow } from "../scenario/scenario.js";
import { judgeExpectations } from "./expectations.js";
import { JournalFiles } from "./journal-files.js";
import type { PreparedRun } from "./prepare-run.js";
import type { PreparedAllocator } from "./prepared-allocator.js";
import type { PrintMoment } from "./print-moment.js";
import { identityOf, rowJob } from "./row-of-scenario.js";
import type { RowOutcome, RowResult } from "./row-result.js";
import { runHash } from "./run-hash.js";
import type { RunResult } from "./run-result.js";
import { type RowEvents, runRow } from "./run-row.js";
import type { ScratchFile } from "./scratch-file.js";

export interface RunOptions {
  /** Where the journal of each row goes, by label; a row that is not in it has none. */
  readonly journals: ReadonlyMap<string, string>;
  /** Where the journal of each row goes should it fail, by label. */
  readonly failures: ReadonlyMap<string, string>;
  /** Takes the trail of each row's journal, by label, for whoever wants to read it afterwards. */
  readonly trails?: ReadonlyMap<string, ScratchFile>;
  /** Takes the recording of each row, by label; a row that is not in it is not recorded. */
  readonly recordings?: ReadonlyMap<string, ScratchFile>;
  readonly observer: RunObserver;
  /** Cancels the run. */
  readonly signal?: AbortSignal | undefined;
}

/** Is told how the rows come along. They run side by side. */
export interface RunObserver {
  started(row: ScenarioRow): void;
  /** @param t virtual time */
  progressed(row: ScenarioRow, t: Micros): void;
  printed(row: ScenarioRow, line: string, moment: PrintMoment): void;
  ended(row: ScenarioRow, outcome: RowOutcome): void;
}

/**
 * Simulates a scenario with each of its allocators, as many at once as there are processors; the result does not depend
 * on how many.
 *
 * @throws BadInput when a journal cannot be written
 * @throws the signal's reason when it is cancelled
 */
export async function runScenario(scenario: Scenario, prepared: PreparedRun, options: RunOptions): Promise<RunResult> {
  const { seed, name, document, expectations } = scenario;
  const results = await runRows(scenario, prepared, options);
  return {
    scenario: name,
    seed,
    hash: runHash(document, seed, results),
    rows: results,
    expectations: judgeExpectations(expectations, results),
  };
}

async function runRows(
  scenario: Scenario,
  prepared: PreparedRun,
  { journals, failures, trails, recordings, observer, signal }: RunOptions,
): Promise<RowResult[]> {
  const files = new JournalFiles(journals);
  const inTurn = pLimit(availableParallelism());
  const runOne = async (row: ScenarioRow, i: number): Promise<RowResult> => {
    signal?.throwIfAborted();
    observer.started(row);
    const allocator = prepared.allocators[i] as PreparedAllocator;
    const job = rowJob(row, allocator, scenario, prepared.setups[i] ?? null);
    const record = files.of(row.label);
    const rowFiles = {
      journalFd: record?.fd ?? null,
      recordingFd: recordings?.get(row.label)?.fd ?? null,
      failurePath: failures.get(row.label) ?? null,
      trailFd: trails?.get(row.label)?.fd ?? null,
    };
    const events = eventsOf(row, observer, signal);
    const written = { journal: record?.format ?? null, recording: rowFiles.recordingFd !== null };
    const outcome = "status" in job ? job : await runRow({ ...job, ...written }, rowFiles, events);
    files.close(row.label, outcome.status === "ok");
    observer.ended(row, outcome);
    return { label: row.label, ...identityOf(row.use, prepared.modules), outcome };
  };
  try {
    return await inTurn.map(scenario.rows, runOne);
  } finally {
    files.discardAll();
  }
}

function eventsOf(row: ScenarioRow, observer: RunObserver, signal: AbortSignal | undefined): RowEvents {
  return {
    print: (line, moment) => observer.printed(row, line, moment),
    onProgress: (t) => observer.progressed(row, t),
    signal,
  };
}
