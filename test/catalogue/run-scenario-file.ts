import { AllocatorFailure } from "../../src/allocator/failure.js";
import { readScenarioFlags, type ScenarioFlagTexts } from "../../src/cli/scenario-flags.js";
import { chosenModules, scenarioOptions } from "../../src/cli/scenario-options.js";
import type { RunDocument } from "../../src/report/run-document.js";
import { toRunDocument } from "../../src/report/to-run-document.js";
import { controlFaults } from "../../src/run/control-faults.js";
import { judgeExpectations } from "../../src/run/expectations.js";
import { FlightRecorder } from "../../src/run/flight-record.js";
import { prepareRun } from "../../src/run/prepare-run.js";
import type { PreparedAllocator } from "../../src/run/prepared-allocator.js";
import type { RowJob } from "../../src/run/row-job.js";
import { identityOf, rowJob } from "../../src/run/row-of-scenario.js";
import type { RowOutcome, RowResult } from "../../src/run/row-result.js";
import { runRow } from "../../src/run/run-row.js";
import { ScratchFile } from "../../src/run/scratch-file.js";
import { simulateRow } from "../../src/run/simulate-row.js";
import { loadScenario } from "../../src/scenario/load-scenario.js";
import { DEFAULT_LIMITS } from "../../src/scenario/scenario.js";

export interface ScenarioRun {
  readonly document: RunDocument;
  /** Where the control does not do what the scenario says. */
  readonly controlFaults: readonly string[];
}

/**
 * Runs a scenario as `workbench run` does. Mesos' allocator decides in this process: to start one for each of its many
 * rows takes longer than most of them.
 */
export async function runScenarioFile(
  file: string,
  control: boolean,
  texts: ScenarioFlagTexts = {},
): Promise<ScenarioRun> {
  const flags = readScenarioFlags(texts, []);
  const options = scenarioOptions(file, flags, texts);
  const scenario = await loadScenario(file, { ...options.load, control });
  const rows = scenario.rows.map((row) => ({ ...row, selection: chosenModules(row, flags.selection) }));
  const settings = { luaEngine: flags.luaEngine, limits: DEFAULT_LIMITS, print: () => {} };
  const { allocators, modules, setups } = await prepareRun(rows, options.modules(), settings);
  const results: RowResult[] = [];
  for (const [i, row] of scenario.rows.entries()) {
    const job = rowJob(row, allocators[i] as PreparedAllocator, scenario, setups[i] ?? null);
    const outcome = "status" in job ? job : await outcomeOf({ ...job, journal: null, recording: false });
    results.push({ label: row.label, ...identityOf(row.use, modules), outcome });
  }
  const { name, seed } = scenario;
  const expectations = judgeExpectations(scenario.expectations, results);
  return {
    document: toRunDocument({ scenario: name, seed, hash: null, rows: results, expectations }, () => ""),
    controlFaults: controlFaults(scenario.expectations, expectations),
  };
}

function outcomeOf(job: RowJob): Promise<RowOutcome> {
  const { allocator, modules } = job;
  if (allocator.kind === "builtin" && allocator.name === "hierarchical" && modules === undefined)
    return outcomeHere(job);
  const files = { journalFd: null, recordingFd: null, failurePath: null, trailFd: null };
  return runRow(job, files, { print: () => {}, onProgress: () => {} });
}

async function outcomeHere(job: RowJob): Promise<RowOutcome> {
  const [record, trail] = [new ScratchFile(), new ScratchFile()];
  try {
    return await simulateRow(job, new FlightRecorder(record.fd), trail.fd);
  } catch (error) {
    if (!(error instanceof AllocatorFailure)) throw error;
    const { kind, message, cycle, frames, stack } = error;
    return { status: "failed", failure: { kind, message, cycle, frames, stack: stack ?? null }, journal: null };
  } finally {
    record.close();
    trail.close();
  }
}
