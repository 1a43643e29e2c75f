import { BadInput, type Complaint } from "../base/bad-input.js";
import type { ModuleSelection } from "../kinds/participating-modules.js";
import type { KindSettings } from "../modules/kind-table.js";
import type { Manifest } from "../modules/manifest.js";
import { splitNames } from "../modules/selection.js";
import type { GivenSelection } from "../run/modules/given-selection.js";
import { readSelection } from "../run/modules/read-selection.js";
import { RunModules } from "../run/modules/run-modules.js";
import { verifyModules } from "../run/modules/verify-modules.js";
import { prepareAllocators } from "../run/prepare-allocators.js";
import type { PreparedAllocator } from "../run/prepared-allocator.js";
import { uncountedSteps } from "../run/uncounted-steps.js";
import type { AllocatorReference, RunLimits } from "../scenario/scenario.js";
import type { BatteryCandidate } from "./battery-candidate.js";
import { CandidateFinder, type CandidateSettings } from "./candidate-finder.js";

/** What was named to be tested. */
export interface NamedModules {
  readonly manifests: readonly Manifest[];
  readonly kinds: KindSettings;
  /** Those of `--allocator`. */
  readonly allocators: readonly { readonly label: string; readonly use: AllocatorReference }[];
  readonly selection: GivenSelection;
  /** Those of `--module`: modules of the manifests, whatever their kind is. */
  readonly modules: readonly string[];
}

export interface FindSettings extends CandidateSettings {
  readonly limits: RunLimits;
  /** Takes what libraries print while they are looked at. */
  readonly print: (line: string) => void;
}

export interface FoundCandidates {
  readonly candidates: readonly BatteryCandidate[];
  readonly warnings: readonly (Complaint | string)[];
}

/**
 * What is to be tested: what is named, or all modules of the manifests when nothing is. They are verified first.
 * @throws BadInput with everything that is wrong with any of it
 */
export async function findCandidates(named: NamedModules, settings: FindSettings): Promise<FoundCandidates> {
  const { manifests, kinds } = named;
  const verified = await verifyModules(manifests, { ...settings, kinds });
  const modules = new RunModules(verified, kinds);
  const read = readSelection(named.selection, modules);
  const complaints = [...modules.refusals, ...read.complaints, ...unknownModules(named.modules, manifests)];
  if (complaints.length > 0) throw new BadInput(complaints);
  const finder = new CandidateFinder(modules, settings);
  const candidates = [
    ...(await allocatorsIn(named, modules, settings, finder)),
    ...selectedIn(read.selection, named.selection, finder),
    ...named.modules.map((name) => finder.module(name)),
  ];
  const isNamed = named.allocators.length + named.modules.length + Object.keys(named.selection).length > 0;
  if (!isNamed) candidates.push(...namesIn(manifests).map((name) => finder.module(name)));
  if (candidates.length === 0) throw new BadInput([NOTHING]);
  const uncounted = candidates.flatMap(({ name, language }) => uncountedSteps(name, language, settings.limits.steps));
  return { candidates: distinct(candidates), warnings: [...verified.result.warnings, ...read.warnings, ...uncounted] };
}

const NOTHING: Complaint = {
  place: "workbench test",
  rule: "there is nothing to test",
  nextStep:
    "name a script with tests, give a manifest with --modules, or name an allocator, such as --allocator=hierarchical",
};

function unknownModules(names: readonly string[], manifests: readonly Manifest[]): Complaint[] {
  const known = namesIn(manifests);
  const rule = "there is no module of this name in the manifest";
  const nextStep = "name one that --modules or --modules-dir lists";
  return names.filter((name) => !known.includes(name)).map((value) => ({ place: "--module", value, rule, nextStep }));
}

function namesIn(manifests: readonly Manifest[]): string[] {
  return manifests.flatMap(({ libraries }) => libraries.flatMap(({ modules }) => modules.map(({ name }) => name)));
}

async function allocatorsIn(
  { allocators }: NamedModules,
  modules: RunModules,
  { limits, print, luaEngine }: FindSettings,
  finder: CandidateFinder,
): Promise<BatteryCandidate[]> {
  const prepared = await prepareAllocators(
    allocators.map((row) => ({ ...row, limits, print })),
    luaEngine,
    modules,
  );
  return allocators.map(({ label, use }, i) => {
    return finder.allocator(label, modules.languageOf(use), prepared[i] as PreparedAllocator);
  });
}

function selectedIn(selection: ModuleSelection, given: GivenSelection, finder: CandidateFinder): BatteryCandidate[] {
  const isolators = splitNames(given.isolation?.text ?? "");
  // The plan has new names for old ones, and adds a filesystem: that one is only tested where it was named.
  const planned = (selection.isolators ?? []).filter(
    ({ name }) => isolators.includes(name) || !name.startsWith("filesystem/"),
  );
  const one = (kind: string, name: string | null) => (name === null ? [] : [finder.named(kind, name)]);
  return [
    ...selection.hooks.map((name) => finder.named("Hook", name)),
    ...planned.map(({ name, origin }) =>
      origin === "module" ? finder.module(name) : finder.builtIn("Isolator", name),
    ),
    ...one("Authenticator", selection.authenticator),
    ...one("Authenticatee", selection.authenticatee),
    ...one("ResourceEstimator", selection.resourceEstimator),
    ...one("QoSController", selection.qosController),
  ];
}

/** A module that is named twice is tested once. */
function distinct(candidates: readonly BatteryCandidate[]): BatteryCandidate[] {
  return [...new Map(candidates.map((candidate) => [`${candidate.kind} ${candidate.name}`, candidate])).values()];
}
