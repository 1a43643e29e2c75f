import { BadInput, type Complaint } from "../base/bad-input.js";
import type { KindSettings } from "../modules/kind-table.js";
import type { Manifest } from "../modules/manifest.js";
import type { LuaEngine } from "../runtimes/lua/load-lua.js";
import type { RunLimits, ScenarioRow } from "../scenario/scenario.js";
import type { GivenSelection } from "./modules/given-selection.js";
import type { ModuleSetup } from "./modules/module-setup.js";
import { type ReadSelection, readSelection } from "./modules/read-selection.js";
import { RunModules } from "./modules/run-modules.js";
import { verifyModules } from "./modules/verify-modules.js";
import { prepareAllocators } from "./prepare-allocators.js";
import type { PreparedAllocator } from "./prepared-allocator.js";
import { uncountedSteps } from "./uncounted-steps.js";

/** The modules that a run is to have. */
export interface ModuleRequest {
  readonly manifests: readonly Manifest[];
  readonly kinds: KindSettings;
}

/** What is to be run with which allocator. */
export interface AllocatorRow extends Pick<ScenarioRow, "label" | "use" | "limits"> {
  /** Which modules it chooses beside its allocator. */
  readonly selection: GivenSelection;
}

export interface PreparationOptions {
  readonly luaEngine: LuaEngine;
  /** While modules are verified. */
  readonly limits: RunLimits;
  /** Takes what foreign code prints. @param row null: it is no row's own */
  readonly print: (row: AllocatorRow | null, line: string) => void;
}

/** All that is known before anything is simulated. */
export interface PreparedRun {
  /** One for each row. */
  readonly allocators: readonly PreparedAllocator[];
  readonly modules: RunModules;
  /** One for each row; null: it has neither modules nor a selection among the built-in ones. */
  readonly setups: readonly (ModuleSetup | null)[];
  readonly warnings: readonly (Complaint | string)[];
}

/**
 * Verifies the modules, and looks up the allocators, of a run.
 *
 * @throws BadInput with everything that is wrong with any of them
 */
export async function prepareRun(
  rows: readonly AllocatorRow[],
  request: ModuleRequest,
  { luaEngine, limits, print }: PreparationOptions,
): Promise<PreparedRun> {
  const { manifests, kinds } = request;
  const settings = { kinds, limits, luaEngine, print: (line: string) => print(null, line) };
  const verified = await verifyModules(manifests, settings);
  const modules = new RunModules(verified, kinds);
  const selections = rows.map(({ selection }) => readSelection(selection, modules));
  const complaints = distinct(selections.flatMap((read) => read.complaints));
  // What is wrong with a refused module is told by its refusal.
  const judged = rows.filter(({ use }) => use.kind !== "builtin" || !modules.isRefused(use.name));
  const toPrepare = judged.map((row) => ({ ...row, print: (line: string) => print(row, line) }));
  const allocators = await orAddedTo([...modules.refusals, ...complaints], () =>
    prepareAllocators(toPrepare, luaEngine, modules),
  );
  const isBare = (row: AllocatorRow) => manifests.length === 0 && Object.keys(row.selection).length === 0;
  return {
    allocators: startable(allocators, modules.commonFailure(named(rows))),
    modules,
    setups: rows.map((row, i) => {
      const { selection } = selections[i] as ReadSelection;
      return isBare(row) ? null : { modules: modules.modules, selection, luaEngine };
    }),
    warnings: distinct([
      ...verified.result.warnings,
      ...selections.flatMap(({ warnings }) => warnings),
      ...rows.flatMap(({ label, use, limits: { steps } }) => uncountedSteps(label, modules.languageOf(use), steps)),
    ]),
  };
}

/** Rows that choose alike are wrong alike. */
function distinct<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

/** @throws BadInput with the complaints so far and those of the action */
async function orAddedTo<T>(complaints: readonly Complaint[], action: () => Promise<T>): Promise<T> {
  const all = [...complaints];
  try {
    const value = await action();
    if (all.length === 0) return value;
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    all.push(...error.complaints);
  }
  throw new BadInput(all);
}

function named(rows: readonly AllocatorRow[]): ReadonlySet<string> {
  return new Set(rows.flatMap(({ use }) => (use.kind === "builtin" ? [use.name] : [])));
}

/** Where a module that all rows have cannot be loaded, none of them starts. */
function startable(
  allocators: readonly PreparedAllocator[],
  failure: ReturnType<RunModules["commonFailure"]>,
): readonly PreparedAllocator[] {
  if (failure === undefined) return allocators;
  return allocators.map((allocator) => (allocator.kind === "ready" ? { kind: "failed", failure } : allocator));
}
