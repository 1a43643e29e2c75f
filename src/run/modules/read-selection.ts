import type { Complaint } from "../../base/bad-input.js";
import { DEFAULT_HOOK_SEMANTICS } from "../../kinds/hook/hook-semantics.js";
import { planIsolation } from "../../kinds/isolator/isolation-flag.js";
import type { ModuleSelection } from "../../kinds/participating-modules.js";
import { type SelectableModules, selectionComplaints, splitNames } from "../../modules/selection.js";
import { builtinNames } from "../builtin-modules.js";
import type { GivenNames, GivenSelection, Selector } from "./given-selection.js";

export interface ReadSelection {
  readonly selection: ModuleSelection;
  readonly warnings: readonly string[];
  /** All that is wrong; with any, nothing may be created. */
  readonly complaints: readonly Complaint[];
}

/** What selections can name. */
export interface Selectable extends SelectableModules {
  /** Whether a module of this name is known to be unusable already: what its kind is may never be known. */
  isLost(name: string): boolean;
}

const KINDS: Readonly<Record<Exclude<Selector, "isolation">, string>> = {
  hooks: "Hook",
  authenticators: "Authenticator",
  authenticatee: "Authenticatee",
  resourceEstimator: "ResourceEstimator",
  qosController: "QoSController",
};

/** Whether every name that is given stands for a loaded module of the right kind, or for a built-in one (H1, H2, I1, E1, Q1). */
export function readSelection(given: GivenSelection, modules: Selectable): ReadSelection {
  const complaints: Complaint[] = [];
  const one = (selector: keyof typeof KINDS) => readName(given[selector], KINDS[selector], modules, complaints);
  const isolation = readIsolation(given.isolation, modules);
  const selection: ModuleSelection = {
    hooks: readNames(given.hooks, KINDS.hooks, modules, complaints),
    hookSemantics: given.hookSemantics ?? DEFAULT_HOOK_SEMANTICS,
    isolators: isolation?.isolators ?? null,
    authenticator: one("authenticators"),
    authenticatee: one("authenticatee"),
    resourceEstimator: one("resourceEstimator"),
    qosController: one("qosController"),
  };
  return {
    selection,
    warnings: isolation?.warnings ?? [],
    complaints: [...complaints, ...(isolation?.complaints ?? [])],
  };
}

/** Mesos takes a list of authenticators, and refuses one of more than one. */
function readName(
  given: GivenNames | undefined,
  kind: string,
  modules: Selectable,
  complaints: Complaint[],
): string | null {
  if (given !== undefined && splitNames(given.text).length > 1) {
    complaints.push({ place: given.place, value: given.text, rule: "takes one name", nextStep: "keep one of them" });
    return null;
  }
  return readNames(given, kind, modules, complaints)[0] ?? null;
}

function readNames(
  given: GivenNames | undefined,
  kind: string,
  modules: Selectable,
  complaints: Complaint[],
): readonly string[] {
  if (given === undefined) return [];
  const names = splitNames(given.text);
  const judged = names.filter((name) => !modules.isLost(name));
  const selection = { flag: given.place, kind, names: judged, builtins: builtinNames(kind) };
  complaints.push(...selectionComplaints(selection, modules));
  return names;
}

function readIsolation(given: GivenNames | undefined, modules: Selectable) {
  if (given === undefined) return undefined;
  const lost = splitNames(given.text).filter((name) => modules.isLost(name));
  return planIsolation(given.text, given.place, [...modules.find("Isolator"), ...lost]);
}
