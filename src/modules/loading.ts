import { isAbsolute } from "node:path";
import type { Complaint } from "../base/bad-input.js";
import type { ModuleHeader } from "../kinds/module-header.js";
import type { CodeFailure, Opening, OpenLibrary, OpenModule, Unopenable } from "../kinds/open-library.js";
import type { KindTable } from "./kind-table.js";
import type { LibraryOpener } from "./library-opener.js";
import { searchVariable } from "./library-search.js";
import type { ManifestLibrary, ManifestModule } from "./manifest.js";
import type { MesosVersion } from "./mesos-version.js";
import { differenceOf, type ModuleIdentity } from "./module-identity.js";
import type { ModuleReport, Verdict } from "./module-report.js";
import { namingAdvice } from "./naming-advice.js";
import type { Refusal } from "./refusal.js";
import { type Platform, type ResolvedLibrary, resolveLibrary } from "./resolved-library.js";
import { verifyModule } from "./verify-module.js";

/** A module that stands in the registry. */
export interface LoadedModule<Instance> extends ModuleIdentity {
  readonly name: string;
  readonly module: OpenModule<Instance>;
}

/**
 * `mayBeIdentical`: the same module listed again is skipped (M24, Mesos 1.0 and later). `never`: a name stands once,
 * whatever its content (M23, Mesos up to 0.28; D6).
 */
export type DuplicateRule = "mayBeIdentical" | "never";

/** As the emulated Mesos has it; its 1.0 was the first to skip identical entries. */
export function duplicateRuleOf({ numbers: [major] }: MesosVersion): DuplicateRule {
  return major < 1 ? "never" : "mayBeIdentical";
}

export interface LoadingRules {
  readonly platform: Platform;
  readonly duplicates: DuplicateRule;
  readonly kinds: KindTable;
}

/** One call of load: goes through manifests in their order and stages what is sound, until it is known whether all is. */
export class Loading<Instance> {
  /** What the registry has after a load without a complaint. */
  readonly modules: Map<string, LoadedModule<Instance>>;
  /** By the library's string: opened once, however often it is listed (M21). */
  readonly openings: Map<string, Opening<Instance>>;
  readonly reports: ModuleReport[] = [];
  readonly #opener: LibraryOpener<Instance>;
  readonly #rules: LoadingRules;

  constructor(
    opener: LibraryOpener<Instance>,
    rules: LoadingRules,
    registered: ReadonlyMap<string, LoadedModule<Instance>>,
    open: ReadonlyMap<string, OpenLibrary<Instance>>,
  ) {
    this.#opener = opener;
    this.#rules = rules;
    this.modules = new Map(registered);
    this.openings = new Map([...open].map(([key, value]) => [key, { kind: "ready", value }]));
  }

  async library(entry: ManifestLibrary): Promise<void> {
    const resolved = resolveLibrary(entry.library, this.#rules.platform);
    const known = this.openings.get(resolved.library);
    const opening = known ?? (await this.#opener.open(resolved));
    this.openings.set(resolved.library, opening);
    if (opening.kind !== "ready") {
      this.#reportUnopened(entry, resolved, openingVerdict(opening, entry.place, resolved, this.#rules.platform));
      return;
    }
    if (entry.modules.length === 0) this.#report(resolved, entry.place, null, null, { kind: "loaded" });
    for (const module of entry.modules) await this.#module(module, resolved, opening.value);
  }

  /** Every module in it shares the library's verdict. */
  #reportUnopened(entry: ManifestLibrary, resolved: ResolvedLibrary, verdict: Verdict): void {
    if (entry.modules.length === 0) this.#report(resolved, entry.place, null, null, verdict);
    for (const module of entry.modules) this.#report(resolved, module.place, module, null, verdict);
  }

  /** The order of checks is Mesos' (module facts, section 3). */
  async #module(entry: ManifestModule, resolved: ResolvedLibrary, library: OpenLibrary<Instance>): Promise<void> {
    const { library: key } = resolved;
    const registered = this.modules.get(entry.name);
    const conclude = (header: ModuleHeader | null, ending: Refusal | CodeFailure | Good) =>
      this.#report(resolved, entry.place, entry, header, verdictOf(ending, entry, key));

    if (registered !== undefined && this.#rules.duplicates === "never") return conclude(null, NAME_TAKEN);
    // No library exports a nameless symbol; some loaders would give something all the same.
    const found = entry.name === "" ? NOTHING : await library.module(entry.name);
    if (found.kind === "failed") return conclude(null, found);
    if (found.value === null) return conclude(null, NO_SYMBOL);
    const { header } = found.value;
    const broken = await verifyModule(found.value, this.#rules.kinds);
    if (broken !== null) return conclude(header, broken);
    const loaded = { name: entry.name, library: key, parameters: entry.parameters, header, module: found.value };
    if (registered !== undefined) return conclude(header, differenceOf(registered, loaded) ?? { kind: "identical" });
    this.modules.set(entry.name, loaded);
    conclude(header, { kind: "loaded" });
  }

  #report(
    { library, host }: ResolvedLibrary,
    place: string,
    module: ManifestModule | null,
    header: ModuleHeader | null,
    verdict: Verdict,
  ): void {
    this.reports.push({
      place,
      library,
      host,
      module: module?.name ?? null,
      kind: header?.kind ?? null,
      moduleApiVersion: header?.moduleApiVersion ?? null,
      mesosVersion: header?.mesosVersion ?? null,
      authorName: header?.authorName ?? null,
      authorEmail: header?.authorEmail ?? null,
      description: header?.description ?? null,
      parameters: module?.parameters ?? [],
      verdict,
      warnings: module === null || header === null ? [] : advice(module, header),
    });
  }
}

type Good = { readonly kind: "loaded" } | { readonly kind: "identical" };

const NOTHING = { kind: "ready", value: null } as const;

const NAME_TAKEN: Refusal = {
  number: "M23",
  rule: "the name stands twice in what is loaded",
  nextStep: "give the modules different names",
};

/** Also what becomes of a library that holds no modules at all. */
const NO_SYMBOL: Refusal = {
  number: "M38",
  rule: "the library has no module of this name",
  nextStep: "name a data symbol that it exports",
};

function openingVerdict(
  opening: Unopenable | CodeFailure,
  place: string,
  { library, opening: how }: ResolvedLibrary,
  platform: Platform,
): Verdict {
  if (opening.kind === "failed") {
    const rule = `while the library was opened: ${opening.message}`;
    const complaint = { place, value: library, rule, nextStep: "ask its author, or leave it out" };
    return { ...failedBy(opening), reason: rule, complaint };
  }
  const variable = searchVariable(platform);
  const searched = variable === null ? "" : `, or put its folder on ${variable}`;
  const nextStep =
    how === "path"
      ? `name a library for this machine${isAbsolute(library) ? "" : "; its path begins in the current directory"}`
      : `write ./${library} for one in the current directory${searched}`;
  const reason = `the library cannot be opened: ${opening.message}`;
  return { kind: "refused", number: "M19", reason, complaint: { place, value: library, rule: reason, nextStep } };
}

function verdictOf(ending: Refusal | CodeFailure | Good, { name, place }: ManifestModule, library: string): Verdict {
  if ("number" in ending) {
    const { number, ...said } = ending;
    const rule = `${said.value === undefined ? "" : `${name} `}in ${library}: ${said.rule}`;
    const reason = said.value === undefined ? said.rule : `${JSON.stringify(said.value)}: ${said.rule}`;
    return { kind: "refused", number, reason, complaint: { place, value: name, ...said, rule } };
  }
  if (ending.kind !== "failed") return ending;
  const rule = `in ${library}: ${ending.message}`;
  const complaint = { place, value: name, rule, nextStep: "ask its author, or leave it out" };
  return { ...failedBy(ending), reason: ending.message, complaint };
}

function failedBy({ failure }: CodeFailure): { readonly kind: "failed"; readonly failure: CodeFailure["failure"] } {
  return { kind: "failed", failure };
}

function advice({ name, place }: ManifestModule, header: ModuleHeader): Complaint[] {
  const rule = namingAdvice(name, header);
  return rule === null ? [] : [{ place, value: name, rule, nextStep: "it works all the same" }];
}
