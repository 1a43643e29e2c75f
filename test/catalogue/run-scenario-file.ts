import { readScenarioFlags, type ScenarioFlagTexts } from "../../src/cli/scenario-flags.js";
import { chosenModules, scenarioOptions } from "../../src/cli/scenario-options.js";
import type { RunDocument } from "../../src/report/run-document.js";
import { toRunDocument } from "../../src/report/to-run-document.js";
import { controlFaults } from "../../src/run/control-faults.js";
import { prepareRun } from "../../src/run/prepare-run.js";
import { runScenario } from "../../src/run/run-scenario.js";
import { loadScenario } from "../../src/scenario/load-scenario.js";
import { DEFAULT_LIMITS } from "../../src/scenario/scenario.js";

export interface ScenarioRun {
  readonly document: RunDocument;
  /** Where the control does not do what the scenario says. */
  readonly controlFaults: readonly string[];
}

const SILENT = { started: () => {}, progressed: () => {}, printed: () => {}, ended: () => {} };

/** Runs a scenario as `workbench run` does, each row in a process of its own. */
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
  const prepared = await prepareRun(rows, options.modules(), settings);
  const result = await runScenario(scenario, prepared, { journals: new Map(), failures: new Map(), observer: SILENT });
  return {
    document: toRunDocument(result, () => ""),
    controlFaults: controlFaults(scenario.expectations, result.expectations),
  };
}
