import type { ParameterValue } from "../allocator/allocator.js";
import type { Micros } from "../base/time.js";
import type { ClusterPlan } from "../cluster/plan.js";
import type { LoadedModules, ModuleChoice } from "./modules/scenario-modules.js";

/** A scenario file, read, checked and resolved: nothing in it refers to the file's own spelling any more. */
export interface Scenario {
  readonly name: string;
  /** Absolute path of the file it came from. */
  readonly file: string;
  readonly seed: number;
  /** One row each, in the order of the flags or of the file. */
  readonly rows: readonly ScenarioRow[];
  readonly expectations: readonly Expectation[];
  /** The modules that all rows have; which of them a row chooses, it says itself. */
  readonly modules: LoadedModules;
  /** What the user should know and need not mend: what a trace left out, jobs that can never start. */
  readonly notes: readonly string[];
  /** The resolved document (parameters and seed put in), for the run's hash. */
  readonly document: unknown;
}

/** One allocator and the cluster it is tried on (the scenario's, with the row's overrides). */
export interface ScenarioRow {
  readonly label: string;
  readonly use: AllocatorReference;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly plan: ClusterPlan;
  readonly limits: RunLimits;
  readonly modules: ModuleChoice;
}

export type AllocatorReference =
  | { readonly kind: "builtin"; readonly name: string }
  | {
      readonly kind: "file";
      readonly language: "lua" | "python" | "javascript" | "native";
      /** Absolute. */
      readonly path: string;
      /** The data symbol of a native module; null: derived from the file's name. */
      readonly symbol: string | null;
      /** A source in C or C++: compiled first. */
      readonly compile: boolean;
    };

/** Null lifts a limit. */
export interface RunLimits {
  /** Wall-clock time for one call of the allocator. */
  readonly callMs: number | null;
  /** Wall-clock time of the run's process, from its start. */
  readonly runMs: number | null;
  /** Steps of a guest in one call, where its language counts them: the same on every machine. */
  readonly steps: number | null;
  /** Memory of the run's process. */
  readonly memoryBytes: number | null;
  /** What foreign code may print and answer in one call. */
  readonly outputBytes: number | null;
  /** The stack of a guest. Null: as much as its language can bear. */
  readonly stackBytes: number | null;
}

export const DEFAULT_LIMITS: RunLimits = {
  callMs: 10_000,
  runMs: null,
  steps: null,
  memoryBytes: 1024 ** 3,
  outputBytes: 10 * 1024 ** 2,
  stackBytes: null,
};

export type Comparison = "below" | "above" | "atMost" | "atLeast" | "equals";

export type Expectation = ExpectedMetric | ExpectedDecisions;

export interface ExpectedMetric extends Expected {
  readonly kind: "metric";
  readonly allocator: string;
  /** `wait.p95{role=prod}` */
  readonly metric: string;
}

export interface ExpectedDecisions extends Expected {
  readonly kind: "distinctDecisions";
  /** Row labels. */
  readonly of: readonly string[];
}

interface Expected {
  /** On one line: `lua: wait.p95{role=prod} below 30`. */
  readonly text: string;
  readonly comparison: Comparison;
  readonly bound: number;
  /** Which entry of the scenario's list it is of: one that has several bounds is as many expectations. */
  readonly entry: number;
  /** Whether the scenario's control leaves it alone. */
  readonly unaffected: boolean;
}

/** How long the longest run may take in virtual time; beyond it a scenario is refused as absurd. */
export const LONGEST_DURATION: Micros = 100 * 365 * 86_400_000_000;
