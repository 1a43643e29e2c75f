import type { Language } from "../../allocator/language.js";
import type { Complaint } from "../../base/bad-input.js";
import type { KindSettings } from "../../modules/kind-table.js";
import { DEFAULT_MESOS_VERSION } from "../../modules/mesos-version.js";
import type { ModuleReport, Verdict } from "../../modules/module-report.js";
import type { AllocatorReference } from "../../scenario/scenario.js";
import { BUILTIN_NAMES } from "../builtins.js";
import type { RowLanguage } from "../row-result.js";
import type { RunFailure } from "../run-failure.js";
import type { LoadableModule } from "./module-setup.js";
import type { Selectable } from "./read-selection.js";
import type { VerifiedModules } from "./verify-modules.js";

/** The modules of a run's manifests, by name, after they were verified. */
export class RunModules implements Selectable {
  /** The kind table by which they were verified. */
  readonly kinds: KindSettings;
  /** The sound ones in the order of loading. */
  readonly modules: readonly LoadableModule[];
  /** What breaks a rule; with any, nothing is simulated. */
  readonly refusals: readonly Complaint[];
  /** Whose code broke. */
  readonly #failed: readonly ModuleReport[];
  readonly #reports: readonly ModuleReport[];

  constructor({ result, libraries }: VerifiedModules, kinds: KindSettings) {
    this.kinds = kinds;
    this.refusals = result.refusals;
    this.#failed = result.modules.filter(({ verdict }) => verdict.kind === "failed");
    this.#reports = result.modules;
    this.modules = result.modules.flatMap(({ verdict, module: name, kind, parameters, library }): LoadableModule[] => {
      const located = libraries.get(library);
      if (verdict.kind !== "loaded" || name === null || kind === null || located === undefined) return [];
      return [{ name, kind, parameters, library: located }];
    });
  }

  get(name: string): LoadableModule | undefined {
    return this.modules.find((module) => module.name === name);
  }

  kindOf(name: string): string | undefined {
    return this.get(name)?.kind;
  }

  find(kind: string): readonly string[] {
    return this.modules.filter((module) => module.kind === kind).map(({ name }) => name);
  }

  /** Whether an entry of this name breaks a rule. */
  isRefused(name: string): boolean {
    return this.#reports.some(({ module, verdict }) => module === name && verdict.kind === "refused");
  }

  isLost(name: string): boolean {
    return this.isRefused(name) || this.failureOf(name) !== undefined;
  }

  languageOf(use: AllocatorReference): RowLanguage {
    return use.kind === "builtin" ? (this.hostOf(use.name) ?? "builtin") : use.language;
  }

  /** The language of a module that a manifest lists, sound or not. A built-in of the same name goes before it. */
  hostOf(name: string): Language | undefined {
    return BUILTIN_NAMES.has(name) ? undefined : this.#reports.find(({ module }) => module === name)?.host;
  }

  /** Why the code of the module of this name broke; undefined when it did not. */
  failureOf(name: string): RunFailure | undefined {
    const report = this.#failed.find(({ module }) => module === name);
    return report === undefined ? undefined : runFailure(report.verdict);
  }

  /**
   * What keeps every row from starting: a module's code broke, and it is not just one row's allocator. Startup is all or
   * nothing: which part it would have had may never be known.
   */
  commonFailure(allocators: ReadonlySet<string>): RunFailure | undefined {
    const report = this.#failed.find(({ module }) => module === null || !allocators.has(module));
    return report === undefined ? undefined : runFailure(report.verdict);
  }
}

function runFailure(verdict: Verdict): RunFailure {
  const { failure, complaint } = verdict as Verdict & { readonly kind: "failed" };
  return { kind: failure, message: `${complaint.value}: ${complaint.rule}`, cycle: null, frames: [], stack: null };
}

/** Of a run without a manifest. */
export const NO_MODULES: RunModules = new RunModules(
  {
    result: { loaded: true, modules: [], refusals: [], failures: [], warnings: [] },
    libraries: new Map(),
  },
  { mesosVersion: DEFAULT_MESOS_VERSION, minimums: {} },
);
