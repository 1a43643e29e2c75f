import { type Complaint, formatComplaint } from "../base/bad-input.js";
import type { ModuleParameter } from "../kinds/module-parameter.js";
import type { CodeFailure, OpenLibrary } from "../kinds/open-library.js";
import type { KindTable } from "./kind-table.js";
import type { LibraryOpener } from "./library-opener.js";
import { type DuplicateRule, type LoadedModule, Loading } from "./loading.js";
import type { Manifest } from "./manifest.js";
import { complaintOf, type ModuleReport } from "./module-report.js";
import type { Refusal } from "./refusal.js";
import type { Platform } from "./resolved-library.js";

export interface RegistrySettings {
  readonly platform: Platform;
  /** Default: `mayBeIdentical`. */
  readonly duplicates?: DuplicateRule;
}

export interface LoadResult {
  /** Whether the modules are registered now: all of them, or none. */
  readonly loaded: boolean;
  /** One for every entry, in the order of the manifests. */
  readonly modules: readonly ModuleReport[];
  /** What is wrong with modules and libraries, found without their code breaking; exit code 2. */
  readonly refusals: readonly Complaint[];
  /** Whose code broke while it was loaded; exit code 3. */
  readonly failures: readonly Complaint[];
  readonly warnings: readonly Complaint[];
}

/** What came of `create`. Refused: nothing of the module ran. */
export type Creation<Instance> =
  | { readonly kind: "created"; readonly instance: Instance }
  | { readonly kind: "refused"; readonly refusal: Refusal }
  | CodeFailure;

/**
 * The modules that are loaded, by name. Libraries once opened stay open (M22).
 *
 * @typeParam Instance what the opener's modules create
 */
export class ModuleRegistry<Instance> {
  readonly #opener: LibraryOpener<Instance>;
  readonly #settings: Required<RegistrySettings>;
  readonly #libraries = new Map<string, OpenLibrary<Instance>>();
  #modules: ReadonlyMap<string, LoadedModule<Instance>> = new Map();

  constructor(opener: LibraryOpener<Instance>, { platform, duplicates = "mayBeIdentical" }: RegistrySettings) {
    this.#opener = opener;
    this.#settings = { platform, duplicates };
  }

  /**
   * Loads manifests in their order, in addition to what is loaded. Differs from Mesos' M27 on purpose: there the modules
   * before the first bad one stay registered. Here startup is all or nothing, so every module is looked at, all that is
   * wrong is told at once, and any complaint leaves the registry as it was.
   *
   * @param kinds made anew for every load, as Mesos does (M37)
   */
  async load(manifests: readonly Manifest[], kinds: KindTable): Promise<LoadResult> {
    const rules = { ...this.#settings, kinds };
    const loading = new Loading(this.#opener, rules, this.#modules, this.#libraries);
    for (const { libraries } of manifests) {
      for (const library of libraries) await loading.library(library);
    }
    for (const [key, opening] of loading.openings) {
      if (opening.kind === "ready") this.#libraries.set(key, opening.value);
    }
    const result = resultOf(loading.reports);
    if (result.loaded) this.#modules = loading.modules;
    return result;
  }

  /** @returns undefined for a name that is not loaded */
  kindOf(name: string): string | undefined {
    return this.#modules.get(name)?.header.kind ?? undefined;
  }

  /** Whether a module of this name and kind is loaded; never an error (M33). */
  contains(kind: string, name: string): boolean {
    return this.kindOf(name) === kind;
  }

  /** The names of all modules of a kind, in the order in which they were loaded (M34; in Mesos a hash map's). */
  find(kind: string): readonly string[] {
    return [...this.#modules.keys()].filter((name) => this.contains(kind, name));
  }

  /**
   * Makes a new instance at every call (M32, D30).
   *
   * @param parameters replace those of the manifest altogether, even if there are none (M29)
   */
  async create(kind: string, name: string, parameters?: readonly ModuleParameter[]): Promise<Creation<Instance>> {
    const loaded = this.#modules.get(name);
    if (loaded === undefined) return refused(name, "there is no loaded module of this name", this.#known(kind));
    const { header, module } = loaded;
    if (header.create === null) return refused(name, "the module has no create()", "ask its author for another build");
    if (header.kind !== kind) {
      return refused(name, `the module is of kind ${header.kind}, not ${kind}`, this.#known(kind));
    }
    const reply = await module.create(parameters ?? loaded.parameters);
    if (reply.kind === "failed") return reply;
    if (reply.value !== null) return { kind: "created", instance: reply.value };
    return { kind: "failed", failure: "loadFailed", message: `create() of module ${name} gave no instance` };
  }

  /**
   * Drops a module, for tests (M35). Its library stays open, and it can be loaded again, with other parameters, too.
   *
   * @returns null, or why there is nothing to unload
   */
  unload(name: string): Refusal | null {
    if (!this.#modules.has(name)) {
      const nextStep = "load it first";
      return { number: "M35", value: name, rule: "there is no loaded module of this name", nextStep };
    }
    this.#modules = new Map([...this.#modules].filter(([key]) => key !== name));
    return null;
  }

  #known(kind: string): string {
    const names = this.find(kind);
    return names.length === 0 ? `no module of kind ${kind} is loaded` : `of kind ${kind} are ${names.join(", ")}`;
  }
}

function refused(value: string, rule: string, nextStep: string): Creation<never> {
  return { kind: "refused", refusal: { number: "M31", value, rule, nextStep } };
}

function resultOf(modules: readonly ModuleReport[]): LoadResult {
  const complaints = (kind: "refused" | "failed") =>
    distinct(
      modules.filter(({ verdict }) => verdict.kind === kind).flatMap(({ verdict }) => complaintOf(verdict) ?? []),
    );
  const refusals = complaints("refused");
  const failures = complaints("failed");
  const loaded = refusals.length === 0 && failures.length === 0;
  return { loaded, modules, refusals, failures, warnings: distinct(modules.flatMap(({ warnings }) => warnings)) };
}

/** A library that cannot be opened is the verdict of all its modules, but one line. */
function distinct(complaints: readonly Complaint[]): Complaint[] {
  return [...new Map(complaints.map((complaint) => [formatComplaint(complaint), complaint])).values()];
}
