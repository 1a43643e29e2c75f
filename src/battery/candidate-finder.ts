import type { ParameterValue } from "../allocator/allocator.js";
import type { ModuleParameter } from "../kinds/module-parameter.js";
import type { LoadableModule } from "../run/modules/module-setup.js";
import type { RunModules } from "../run/modules/run-modules.js";
import { prepareModule } from "../run/prepare-module.js";
import type { PreparedAllocator } from "../run/prepared-allocator.js";
import type { LuaEngine } from "../runtimes/lua/load-lua.js";
import type { BatteryCandidate } from "./battery-candidate.js";
import type { BatterySubject } from "./battery-subject.js";
import { isTestedKind } from "./tested-kind.js";

export interface CandidateSettings {
  readonly luaEngine: LuaEngine;
  /** In place of those of the manifest (M29); none: as in the manifest. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
}

/** Makes candidates of names, after the modules of the manifests were verified and found to be known. */
export class CandidateFinder {
  readonly #modules: RunModules;
  readonly #settings: CandidateSettings;

  constructor(modules: RunModules, settings: CandidateSettings) {
    this.#modules = modules;
    this.#settings = settings;
  }

  /** A module of the manifests if there is one of that name, else what is built in. */
  named(kind: string, name: string): BatteryCandidate {
    return this.#modules.hostOf(name) === undefined ? this.builtIn(kind, name) : this.module(name);
  }

  builtIn(kind: string, name: string): BatteryCandidate {
    return { name, kind, language: "builtin", state: this.#ready(kind, name, null) };
  }

  module(name: string): BatteryCandidate {
    const language = this.#modules.hostOf(name) ?? "builtin";
    const failure = this.#modules.failureOf(name);
    if (failure !== undefined) return { name, kind: "module", language, state: { kind: "failed", failure } };
    const module = this.#modules.get(name);
    if (module === undefined) throw new Error(`no module ${name} was verified`);
    if (module.kind === "Allocator") {
      const { luaEngine } = this.#settings;
      return this.allocator(name, language, prepareModule(name, this.#modules, { place: name, luaEngine }));
    }
    return { name, kind: module.kind, language, state: this.#ready(module.kind, name, module) };
  }

  allocator(name: string, language: BatteryCandidate["language"], prepared: PreparedAllocator): BatteryCandidate {
    const { parameters } = this.#settings;
    const known = { name, kind: "Allocator", language };
    if (prepared.kind !== "ready") return { ...known, state: prepared };
    const subject: BatterySubject = { kind: "Allocator", name, allocator: prepared.allocator, parameters };
    return { ...known, state: { kind: "ready", subject } };
  }

  #ready(kind: string, name: string, module: LoadableModule | null): BatteryCandidate["state"] {
    if (!isTestedKind(kind) || kind === "Allocator") throw new Error(`modules of kind ${kind} have no battery`);
    return { kind: "ready", subject: { kind, name, module, parameters: asList(this.#settings.parameters) } };
  }
}

function asList(parameters: Readonly<Record<string, ParameterValue>>): readonly ModuleParameter[] | null {
  const entries = Object.entries(parameters).map(([key, value]) => ({ key, value: String(value) }));
  return entries.length === 0 ? null : entries;
}
