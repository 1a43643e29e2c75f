import { dirname, isAbsolute, join } from "node:path";
import { formatDuration } from "../base/time.js";
import { manifestSource } from "../modules/manifest-source.js";
import { BUILTIN_NAMES } from "../run/builtins.js";
import { displayPath } from "../run/display-path.js";
import type { LoadedModules } from "../scenario/modules/scenario-modules.js";
import { parameterText } from "../scenario/parameters/allocator-parameters.js";
import { type AllocatorReference, DEFAULT_LIMITS, type RunLimits, type Scenario } from "../scenario/scenario.js";
import { LIMIT_FLAGS, type LimitFlagTexts } from "./limit-flags.js";
import type { ModuleFlagTexts } from "./module-flags.js";
import { programWords } from "./program-words.js";
import { commandLine, loadingWords } from "./repeat-command.js";
import type { RunFlagTexts } from "./run-flags.js";

/**
 * The command that fails again where a row failed: with its journal, and what the allocator was given that is not in there.
 *
 * @param journal the file that the failure left
 * @throws Error when the scenario has no such row: a defect of the caller
 */
export function replayFailureCommand(scenario: Scenario, label: string, journal: string, flags: RunFlagTexts): string {
  const row = scenario.rows.find((one) => one.label === label);
  if (row === undefined) throw new Error(`no row ${label}`);
  const { use, parameters, limits } = row;
  const isModule = use.kind === "builtin" && !BUILTIN_NAMES.has(use.name);
  return commandLine([
    ...programWords(),
    "replay",
    journal,
    `--allocator=${nameOf(use)}`,
    ...Object.entries(parameters).flatMap(([key, value]) => ["--param", `${key}=${parameterText(value)}`]),
    ...(isModule ? loadingWords(modulesOf(scenario, flags)) : []),
    ...(flags.luaEngine === undefined ? [] : [`--lua-engine=${flags.luaEngine}`]),
    ...limitWords(limits),
  ]);
}

function nameOf(use: AllocatorReference): string {
  if (use.kind === "builtin") return use.name;
  return `${displayPath(use.path)}${use.symbol === null ? "" : `#${use.symbol}`}`;
}

/** The flags' modules, or where they say nothing the scenario's. */
function modulesOf({ modules, file }: Scenario, flags: RunFlagTexts): ModuleFlagTexts {
  const { mesosVersion: version, kindVersions } = modules;
  const areGiven = flags.modules !== undefined || flags.modulesDir !== undefined;
  const mesosVersion = flags.mesosVersion ?? version?.text;
  return {
    ...(areGiven ? given(flags) : manifestOf(modules, dirname(file))),
    ...(mesosVersion === undefined ? {} : { mesosVersion }),
    kindVersion: [...kindVersions.map(({ kind, text }) => `${kind}=${text}`), ...(flags.kindVersion ?? [])],
  };
}

function given({ modules, modulesDir }: ModuleFlagTexts): ModuleFlagTexts {
  return { ...(modules === undefined ? {} : { modules }), ...(modulesDir === undefined ? {} : { modulesDir }) };
}

function manifestOf({ manifest, folder }: LoadedModules, scenarioFolder: string): ModuleFlagTexts {
  if (folder !== null) return { modulesDir: displayPath(folder.text) };
  if (manifest === null) return {};
  if (manifest.kind === "document") return { modules: JSON.stringify(manifest.document.value) };
  const source = manifestSource(manifest.text, scenarioFolder);
  if (source.kind === "inline") return { modules: source.text };
  return { modules: displayPath(isAbsolute(source.path) ? source.path : join(scenarioFolder, source.path)) };
}

function limitWords(limits: RunLimits): string[] {
  return LIMITS.flatMap(([flag, name, text]) => {
    const limit = limits[name];
    if (limit === DEFAULT_LIMITS[name]) return [];
    return [`${LIMIT_FLAGS[flag]}=${limit === null ? "none" : text(limit)}`];
  });
}

const milliseconds = (limit: number) => formatDuration(limit * 1000);
const bytes = (limit: number) => `${limit}B`;

const LIMITS: readonly (readonly [keyof LimitFlagTexts, keyof RunLimits, (limit: number) => string])[] = [
  ["callTimeout", "callMs", milliseconds],
  ["runTimeout", "runMs", milliseconds],
  ["stepLimit", "steps", String],
  ["memoryLimit", "memoryBytes", bytes],
  ["outputLimit", "outputBytes", bytes],
  ["stackLimit", "stackBytes", bytes],
];
