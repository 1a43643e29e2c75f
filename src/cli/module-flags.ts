import { BadInput, type Complaint } from "../base/bad-input.js";
import { readKindSettings } from "../modules/kind-settings.js";
import type { KindSettings } from "../modules/kind-table.js";
import { DEFAULT_MESOS_VERSION } from "../modules/mesos-version.js";
import { type ReadManifests, readManifests } from "../modules/read-manifests.js";
import { type GivenSelection, SELECTORS, type Selector } from "../run/modules/given-selection.js";
import { scenarioKinds, scenarioManifests } from "../run/modules/scenario-manifests.js";
import type { LoadedModules } from "../scenario/modules/scenario-modules.js";

/** The flags that load modules, as commander hands them over. */
export interface ModuleFlagTexts extends VersionFlagTexts {
  readonly modules?: string;
  readonly modulesDir?: string;
}

export interface VersionFlagTexts {
  readonly mesosVersion?: string;
  readonly kindVersion?: readonly string[];
}

/** The flags that choose modules. */
export type SelectionFlagTexts = Readonly<Partial<Record<Selector, string>>>;

export interface ModuleFlags extends ReadManifests {
  readonly kinds: KindSettings;
}

/** Reads the manifests and what decides which modules may be loaded. Nothing is opened yet. */
export function readModuleFlags(texts: ModuleFlagTexts, complaints: Complaint[]): ModuleFlags {
  const kinds = readVersionFlags(texts, complaints);
  const read = orComplaints(() => readManifests(texts), { manifests: [], warnings: [] }, complaints);
  return { ...read, kinds };
}

/** What a scenario says of modules, where the flags say nothing. Nothing is opened yet. */
export function withScenarioModules(
  flags: ModuleFlags,
  texts: ModuleFlagTexts,
  loaded: LoadedModules,
  folder: string,
  complaints: Complaint[],
): ModuleFlags {
  const areGiven = texts.modules !== undefined || texts.modulesDir !== undefined;
  const { manifests, warnings } = areGiven
    ? flags
    : orComplaints(() => scenarioManifests(loaded, folder), flags, complaints);
  const own = orComplaints(() => scenarioKinds(loaded), STANDARD, complaints);
  const { mesosVersion } = texts.mesosVersion === undefined ? own : flags.kinds;
  return { manifests, warnings, kinds: { mesosVersion, minimums: { ...own.minimums, ...flags.kinds.minimums } } };
}

const STANDARD: KindSettings = { mesosVersion: DEFAULT_MESOS_VERSION, minimums: {} };

/** Of Mesos 1.12 when the flags are not given, or are wrong (then with complaints). */
export function readVersionFlags(texts: VersionFlagTexts, complaints: Complaint[]): KindSettings {
  const flags = { ...texts, kindVersions: texts.kindVersion ?? [] };
  return orComplaints(() => readKindSettings(flags), STANDARD, complaints);
}

export function readSelectionFlags(texts: SelectionFlagTexts): GivenSelection {
  return Object.fromEntries(
    SELECTORS.flatMap((selector) => {
      const text = texts[selector];
      return text === undefined ? [] : [[selector, { place: flagOf(selector), text }]];
    }),
  );
}

/** `--resource-estimator` */
export function flagOf(selector: string): string {
  return `--${selector.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function orComplaints<T>(read: () => T, fallback: T, complaints: Complaint[]): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    complaints.push(...error.complaints);
    return fallback;
  }
}
