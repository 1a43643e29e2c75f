import { dirname } from "node:path";
import { BadInput, type Complaint } from "../base/bad-input.js";
import { KNOWN_METRICS } from "../metrics/known-metrics.js";
import type { GivenSelection } from "../run/modules/given-selection.js";
import { namedAllocators } from "../run/named-allocators.js";
import type { LoadOptions } from "../scenario/load-scenario.js";
import type { ScenarioRow } from "../scenario/scenario.js";
import { type ModuleFlags, withScenarioModules } from "./module-flags.js";
import type { ScenarioFlags, ScenarioFlagTexts } from "./scenario-flags.js";

/** How a scenario is loaded by what the flags say. */
export interface ScenarioOptions {
  readonly load: LoadOptions;
  /**
   * The modules of the scenario that was loaded last: the flags', or where they say nothing its own.
   * @throws BadInput with what is wrong with its manifests
   */
  readonly modules: () => ModuleFlags;
}

/** @param file as the user named it */
export function scenarioOptions(file: string, flags: ScenarioFlags, texts: ScenarioFlagTexts): ScenarioOptions {
  const { allocators, params, sets, limits, maxBytes } = flags;
  let complaints: Complaint[] = [];
  let modules = flags.modules;
  const load: LoadOptions = {
    builtins: namedAllocators([]),
    moduleNames: (loaded) => {
      complaints = [];
      modules = withScenarioModules(flags.modules, texts, loaded, dirname(file), complaints);
      return namedAllocators(modules.manifests).names;
    },
    knownMetrics: new Set(KNOWN_METRICS.map(({ name }) => name)),
    allocators,
    params,
    sets,
    limits,
    ...(maxBytes === undefined ? {} : { maxBytes }),
  };
  return {
    load,
    modules: () => {
      if (complaints.length > 0) throw new BadInput(complaints);
      return modules;
    },
  };
}

/** Which modules a row chooses: flags go before the scenario's keys. */
export function chosenModules(
  { modules: { chosen, hookSemantics } }: Pick<ScenarioRow, "modules">,
  flags: GivenSelection,
): GivenSelection {
  return { ...chosen, ...(hookSemantics === null ? {} : { hookSemantics }), ...flags };
}
