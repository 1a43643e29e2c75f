import type { Complaint } from "../base/bad-input.js";
import { nearest } from "../base/nearest.js";

/** A flag that names modules: `--hooks=A,B`, `--isolation=A,B`, `--resource-estimator=A`. */
export interface Selection {
  /** What complaints are about, e.g. `--hooks`. */
  readonly flag: string;
  readonly kind: string;
  readonly names: readonly string[];
  /** Names that the program answers to itself. */
  readonly builtins: readonly string[];
}

/** What a selection asks of a registry. */
export interface SelectableModules {
  kindOf(name: string): string | undefined;
  find(kind: string): readonly string[];
}

/** The names in a comma list, as Mesos splits it: nothing is trimmed, and an empty segment is a name (H1). */
export function splitNames(list: string): readonly string[] {
  return list.split(",");
}

/** Everything wrong with a selection, so that startup can stop before anything is created (H2, D15). */
export function selectionComplaints(selection: Selection, modules: SelectableModules): Complaint[] {
  const { flag, names } = selection;
  return names.flatMap((name, i): Complaint[] => {
    if (names.indexOf(name) < i) {
      return [{ place: flag, value: name, rule: "stands twice in the list", nextStep: "name it once" }];
    }
    return wrongName(name, selection, modules);
  });
}

function wrongName(name: string, selection: Selection, modules: SelectableModules): Complaint[] {
  const { flag: place, kind, builtins } = selection;
  const actual = modules.kindOf(name);
  if (builtins.includes(name) || actual === kind) return [];
  const known = [...builtins, ...modules.find(kind)];
  const nextStep = advice(name, known, kind);
  if (actual === undefined) {
    return [{ place, value: name, rule: `there is no loaded module of kind ${kind} of this name`, nextStep }];
  }
  return [{ place, value: name, rule: `the module is of kind ${actual}, not ${kind}`, nextStep }];
}

function advice(name: string, known: readonly string[], kind: string): string {
  if (name === "") return "take away the comma too many, or the flag";
  if (known.includes(name.trim())) return `write ${JSON.stringify(name.trim())}: names are taken with their spaces`;
  const meant = nearest(name, known);
  if (meant !== undefined) return `did you mean ${JSON.stringify(meant)}?`;
  return known.length === 0 ? `load a module of kind ${kind} with --modules` : `there are ${known.join(", ")}`;
}
