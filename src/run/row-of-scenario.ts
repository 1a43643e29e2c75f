import { basename } from "node:path";
import { defaultSymbol } from "../runtimes/native/default-symbol.js";
import type { AllocatorReference, Scenario, ScenarioRow } from "../scenario/scenario.js";
import type { ModuleSetup } from "./modules/module-setup.js";
import type { RunModules } from "./modules/run-modules.js";
import type { PreparedAllocator } from "./prepared-allocator.js";
import type { RowJob } from "./row-job.js";
import type { RowLanguage, RowOutcome } from "./row-result.js";

/** A job before it is said what is written of its run. */
export type UnrecordedJob = Omit<RowJob, "journal" | "recording">;

/** What the row's process is given, or why there is no need for one. */
export function rowJob(
  row: ScenarioRow,
  prepared: PreparedAllocator,
  { name, seed }: Pick<Scenario, "name" | "seed">,
  setup: ModuleSetup | null,
): UnrecordedJob | RowOutcome {
  if (prepared.kind === "skipped") return { status: "skipped", reason: prepared.reason };
  if (prepared.kind === "failed") return { status: "failed", failure: prepared.failure, journal: null };
  const { label, parameters, plan, limits } = row;
  const { allocator } = prepared;
  const source = `workbench ${name}: ${label}`;
  return { label, allocator, parameters, plan, seed, limits, source, ...(setup === null ? {} : { modules: setup }) };
}

/** What the allocator is called and written in. */
export function identityOf(
  use: AllocatorReference,
  modules: RunModules,
): { readonly name: string; readonly language: RowLanguage } {
  const language = modules.languageOf(use);
  if (use.kind === "builtin") return { name: use.name, language };
  const { path, symbol } = use;
  return { name: language === "native" ? (symbol ?? defaultSymbol(path)) : basename(path), language };
}
