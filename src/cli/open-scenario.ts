import type { OpenedScenario } from "../compare/plan/plan-scenario.js";
import { type AllocatorRow, type PreparedRun, prepareRun } from "../run/prepare-run.js";
import { ScenarioSource } from "../scenario/load-scenario.js";
import { DEFAULT_LIMITS, type Scenario } from "../scenario/scenario.js";
import type { Console } from "./console.js";
import type { ModuleFlags } from "./module-flags.js";
import type { ScenarioFlags, ScenarioFlagTexts } from "./scenario-flags.js";
import { chosenModules, scenarioOptions } from "./scenario-options.js";
import { tellWarnings } from "./warnings.js";

/** Reads a scenario of a comparison. @throws BadInput when it cannot be read */
export function openScenario(
  file: string,
  flags: ScenarioFlags,
  texts: ScenarioFlagTexts,
  console: Console,
): OpenedScenario {
  const options = scenarioOptions(file, flags, texts);
  const source = new ScenarioSource(file, options.load);
  const prepared = new Map<string, Promise<PreparedRun>>();
  return {
    file,
    source,
    // Points differ in values, seldom in allocators and modules.
    prepare: (scenario) => {
      const rows = rowsOf(scenario, flags);
      const modules = options.modules();
      const key = JSON.stringify([rows, modules.manifests]);
      const known = prepared.get(key) ?? prepare(rows, modules, flags, texts, console);
      prepared.set(key, known);
      return known;
    },
  };
}

function rowsOf({ rows }: Scenario, { selection }: ScenarioFlags): AllocatorRow[] {
  return rows.map((row) => {
    const { label, use, limits } = row;
    return { label, use, limits, selection: chosenModules(row, selection) };
  });
}

async function prepare(
  rows: readonly AllocatorRow[],
  modules: ModuleFlags,
  { luaEngine, limits }: ScenarioFlags,
  { quiet }: ScenarioFlagTexts,
  console: Console,
): Promise<PreparedRun> {
  const print = (row: AllocatorRow | null, line: string) =>
    quiet ? undefined : console.note(`${row?.label ?? "modules"}| ${line}`);
  const prepared = await prepareRun(rows, modules, { luaEngine, limits: { ...DEFAULT_LIMITS, ...limits }, print });
  if (!quiet) tellWarnings([...modules.warnings, ...prepared.warnings], console);
  return prepared;
}
