import type { Complaint } from "../../base/bad-input.js";
import { compareMesosVersions, type MesosVersion, parseMesosVersion } from "./mesos-version.js";
import { type ModuleHeader, NativeLibraryError, NativeModule } from "./native-library.js";

/** What the manager takes (module facts, section 3). */
export interface ModuleRules {
  /** The Mesos version emulated. */
  readonly mesosVersion: string;
  /** The least Mesos version per kind that the manager knows. */
  readonly kinds: ReadonlyMap<string, string>;
  /** The kind that is asked for. */
  readonly kind: string;
}

const API_VERSION = "2";
const FIELDS = ["mesosVersion", "moduleApiVersion", "authorName", "authorEmail", "description", "kind"] as const;

/**
 * Looks whether a module can be loaded, without making an instance. To be called in a process of its own: opening a
 * library runs its constructors, and a data symbol that is no module header may lead anywhere.
 *
 * @param library as `dlopen` takes it
 * @returns all defects in the order of rules V1 to V8; none: it can be loaded
 */
export function inspectNative(library: string, symbol: string, rules: ModuleRules): Complaint[] {
  try {
    const module = new NativeModule(library, symbol);
    const defects = headerDefects(module.header, rules);
    // V8 runs the module's code: not when it was made for something else.
    if (defects.length === 0 && module.header.compatible !== null && !module.isCompatible()) {
      defects.push({
        rule: "its compatible() says that it does not fit",
        nextStep: "ask its author for another build",
      });
    }
    return defects.map((defect) => ({ place: `${library}#${symbol}`, ...defect }));
  } catch (error) {
    if (error instanceof NativeLibraryError) return [openingDefect(library, symbol, error)];
    throw error;
  }
}

type Defect = Omit<Complaint, "place">;

function openingDefect(library: string, symbol: string, error: NativeLibraryError): Complaint {
  if (error.missing === "library") {
    return {
      place: library,
      rule: `not a library: ${error.message}`,
      nextStep: "name a shared library for this machine",
    };
  }
  return {
    place: library,
    value: symbol,
    rule: "the library has no module of this name",
    nextStep: "name another one with PATH#symbol, or export a data symbol of this name",
  };
}

function headerDefects(header: ModuleHeader, rules: ModuleRules): Defect[] {
  const missing = FIELDS.filter((field) => header[field] === null).map((field) => ({
    value: field,
    rule: "the module's header lacks this field", // V1
    nextStep: "fill in all of ModuleBase but, if you like, compatible",
  }));
  return [...missing, ...apiDefects(header), ...kindDefects(header, rules), ...versionDefects(header, rules)];
}

function apiDefects({ moduleApiVersion }: ModuleHeader): Defect[] {
  if (moduleApiVersion === null || moduleApiVersion === API_VERSION) return [];
  const rule = `the module API version must be "${API_VERSION}"`; // V2
  return [{ value: moduleApiVersion, rule, nextStep: "build the module against this version's headers" }];
}

function kindDefects({ kind }: ModuleHeader, rules: ModuleRules): Defect[] {
  if (kind === null || kind === rules.kind) return [];
  if (rules.kinds.has(kind)) {
    return [{ value: kind, rule: `the module is not of kind ${rules.kind}`, nextStep: "name a module of that kind" }];
  }
  return [{ value: kind, rule: "unknown kind of module", nextStep: `known are ${[...rules.kinds.keys()].join(", ")}` }]; // V3
}

function versionDefects(header: ModuleHeader, rules: ModuleRules): Defect[] {
  if (header.mesosVersion === null) return [];
  const value = header.mesosVersion;
  const version = parseMesosVersion(value);
  if (version === undefined) {
    return [{ value, rule: "not a Mesos version", nextStep: "write major.minor.patch, such as 1.12.0" }]; // V4
  }
  const manager = parseMesosVersion(rules.mesosVersion) as MesosVersion;
  const least = parseMesosVersion(rules.kinds.get(header.kind ?? rules.kind) ?? rules.mesosVersion) as MesosVersion;
  const defects: Defect[] = [];
  if (compareMesosVersions(version, least) < 0) {
    const rule = `made for a Mesos older than the least one for kind ${header.kind}, ${printed(least)}`; // V5
    defects.push({ value, rule, nextStep: "build it against a newer Mesos, or lower --kind-version" });
  }
  const order = compareMesosVersions(version, manager);
  if (header.compatible === null && order !== 0) {
    const rule = `without compatible() a module must be made for exactly Mesos ${printed(manager)}`; // V6
    defects.push({ value, rule, nextStep: "give it compatible(), or use --mesos-version" });
  } else if (order > 0) {
    const rule = `made for a Mesos newer than ${printed(manager)}`; // V7
    defects.push({ value, rule, nextStep: "build it against that Mesos, or use --mesos-version" });
  }
  return defects;
}

function printed({ numbers, prerelease }: MesosVersion): string {
  return `${numbers.join(".")}${prerelease.length === 0 ? "" : `-${prerelease.join(".")}`}`;
}
