import type { Complaint } from "../../base/bad-input.js";
import { nearest } from "../../base/nearest.js";
import { BUILT_IN_ISOLATORS } from "./built-in-isolators.js";

/** Mesos' own default of --isolation. */
export const DEFAULT_ISOLATION = "posix/cpu,posix/mem";

const DEFAULT_FILESYSTEM = "filesystem/posix";

/** Names that Mesos still takes, with a warning. */
const OLD_NAMES: ReadonlyMap<string, readonly string[]> = new Map([
  ["process", ["posix/cpu", "posix/mem"]],
  ["posix/disk", ["disk/du"]],
]);

/** Which isolators an agent has: known before any module code is run. */
export interface IsolationPlan {
  /** In table order, then in flag order. */
  readonly isolators: readonly PlannedIsolator[];
  readonly warnings: readonly string[];
  /** All that is wrong with the flag; with any, nothing is to be created. */
  readonly complaints: readonly Complaint[];
}

export interface PlannedIsolator {
  readonly origin: "builtIn" | "module";
  readonly name: string;
}

/**
 * Reads a value of --isolation (I1). As in Mesos it is split at commas, empty entries are dropped and blanks are not;
 * the filesystem isolator is added when there is none, no network isolator is, since no network is simulated.
 *
 * @param place the flag, or file, line and column
 * @param modules the names of the loaded modules of kind Isolator
 */
export function planIsolation(text: string, place: string, modules: readonly string[]): IsolationPlan {
  const given = text.split(",").filter((name) => name !== "");
  const wanted = new Set(given.flatMap((name) => OLD_NAMES.get(name) ?? [name]));
  const complaints = [
    ...duplicates(given, place),
    ...unknownNames(given, place, modules),
    ...tooMany(wanted, place, "filesystem/", []),
    ...tooMany(wanted, place, "network/", ["network/ports"]),
  ];
  if (![...wanted].some((name) => name.startsWith("filesystem/"))) wanted.add(DEFAULT_FILESYSTEM);
  return { isolators: inOrder(wanted, given, modules), warnings: warningsOf(given), complaints };
}

/** A module with a built-in's name stands beside it, as in Mesos. */
function inOrder(wanted: ReadonlySet<string>, given: readonly string[], modules: readonly string[]): PlannedIsolator[] {
  const builtIns = [...BUILT_IN_ISOLATORS.keys()].filter((name) => wanted.has(name));
  return [
    ...builtIns.map((name): PlannedIsolator => ({ origin: "builtIn", name })),
    ...given.filter((name) => modules.includes(name)).map((name): PlannedIsolator => ({ origin: "module", name })),
  ];
}

function duplicates(given: readonly string[], place: string): Complaint[] {
  const twice = new Set(given.filter((name, i) => given.indexOf(name) !== i));
  const rule = "an isolator is given once";
  return [...twice].map((value) => ({ place, value, rule, nextStep: "remove it from the list" }));
}

function unknownNames(given: readonly string[], place: string, modules: readonly string[]): Complaint[] {
  const known = [...BUILT_IN_ISOLATORS.keys(), ...OLD_NAMES.keys(), ...modules];
  const rule = "there is no built-in isolator and no loaded module of kind Isolator with exactly this name";
  return [...new Set(given)]
    .filter((name) => !known.includes(name))
    .map((value) => ({ place, value, rule, nextStep: wayOut(value, known) }));
}

function wayOut(name: string, known: readonly string[]): string {
  const trimmed = name.trim();
  if (trimmed !== name) return "names are not trimmed: write the list without blanks";
  const meant = nearest(name, known);
  if (meant !== undefined) return `write ${meant}, if that is meant`;
  return `load it with --modules, or use one of ${[...BUILT_IN_ISOLATORS.keys()].join(", ")}`;
}

function tooMany(wanted: ReadonlySet<string>, place: string, prefix: string, exempt: readonly string[]): Complaint[] {
  const found = [...wanted].filter((name) => name.startsWith(prefix) && !exempt.includes(name));
  if (found.length < 2) return [];
  const rule = `there is at most one ${prefix}* isolator`;
  return [{ place, value: found.join(","), rule, nextStep: "keep one of them" }];
}

function warningsOf(given: readonly string[]): string[] {
  return given.flatMap((name) => {
    const now = OLD_NAMES.get(name);
    return now === undefined ? [] : [`isolator ${name} is an old name: write ${now.join(",")}`];
  });
}
