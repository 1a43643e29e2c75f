import { dirname } from "node:path";
import type { Complaint } from "../../base/bad-input.js";
import type { AllocatorReference } from "../scenario.js";
import type { AllocatorEntry } from "./allocator-entries.js";
import { type Builtins, defaultLabel, resolveAllocator } from "./allocator-reference.js";

/** An allocator that will be run: from the scenario's list, or from a flag alone. */
export interface ChosenAllocator {
  readonly label: string;
  /** Null when only the flag names it. */
  readonly entry: AllocatorEntry | null;
  readonly use: AllocatorReference;
}

const DEFAULT_ALLOCATOR = "hierarchical";

/** The scenario's own list; the default allocator when it has none. Complaints go to the entries. */
export function chooseListed(
  entries: readonly AllocatorEntry[],
  isListGiven: boolean,
  scenarioFile: string,
  builtins: Builtins,
): ChosenAllocator[] {
  if (!isListGiven)
    return [{ label: DEFAULT_ALLOCATOR, entry: null, use: { kind: "builtin", name: DEFAULT_ALLOCATOR } }];
  return entries.flatMap((entry) => chooseEntry(entry, scenarioFile, builtins));
}

/**
 * What `--allocator` asks for, in this order: a label of the scenario, a built-in, a file (relative to `cwd`).
 *
 * @param complaints where complaints about the flag go
 */
export function chooseFlagged(
  flags: readonly string[],
  entries: readonly AllocatorEntry[],
  places: { readonly scenarioFile: string; readonly cwd: string },
  builtins: Builtins,
  complaints: Complaint[],
): ChosenAllocator[] {
  const labels = entries.map((entry) => entry.label);
  const seen = new Set<string>();
  return flags.flatMap((name): ChosenAllocator[] => {
    const entry = entries.find((candidate) => candidate.label === name);
    const label = entry?.label ?? defaultLabel(name);
    if (seen.has(label)) {
      const nextStep =
        "name each allocator once, rename one of the files, or give it a label under the scenario's allocators";
      complaints.push({ place: "--allocator", value: name, rule: `two allocators have the label ${label}`, nextStep });
    }
    seen.add(label);
    if (entry !== undefined) return chooseEntry(entry, places.scenarioFile, builtins);
    const use = resolveAllocator(name, places.cwd, builtins, labels);
    if ("kind" in use) return [{ label, entry: null, use }];
    complaints.push({ place: "--allocator", ...use });
    return [];
  });
}

function chooseEntry(entry: AllocatorEntry, scenarioFile: string, builtins: Builtins): ChosenAllocator[] {
  if (entry.use === undefined) return [];
  const use = resolveAllocator(entry.use, dirname(scenarioFile), builtins);
  if ("kind" in use) return [{ label: entry.label, entry, use }];
  entry.cursor.get("use").complain(use.rule, use.nextStep, use.value);
  return [];
}
