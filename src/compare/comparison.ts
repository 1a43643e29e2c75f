import type { MetricDirection, ScopeKind } from "../metrics/metric.js";
import type { RowLanguage } from "../run/row-result.js";

/**
 * Scenarios x axis values x allocators x seeds, and what they came to: the document that `workbench compare --json` prints
 * and `comparison.json` holds, and all that a report of a comparison is made from. Plain JSON: no undefined, no NaN. What
 * has no value has a reason in its place.
 */
export interface Comparison {
  /** Version of this format. */
  readonly comparison: 1;
  readonly versions: Versions;
  /** The command that gives the same comparison again, as a POSIX shell takes it. */
  readonly command: string;
  /** SHA-256 over the scenarios and all decisions; null when a run failed. What the machine's clock measures is not in it. */
  readonly hash: string | null;
  readonly method: Method;
  /** Every metric that a cell has, by key, in the order in which reports show them. */
  readonly metrics: Readonly<Record<string, ComparedMetric>>;
  /** In the order of the command. */
  readonly scenarios: readonly ScenarioComparison[];
  /** What `--baseline` came to; null without it. */
  readonly baseline: BaselineComparison | null;
}

/** What took part: names and versions. */
export interface Versions {
  readonly workbench: string;
  readonly node: string;
  /** The virtual machines that scripts may run in: `{ "pyodide": "314.0.7" }`. */
  readonly runtimes: Readonly<Record<string, string>>;
}

/** How the figures were made. */
export interface Method {
  /** How often each sample was drawn anew for an interval. */
  readonly resamples: number;
  /** What part of such intervals holds the true value: 0.95. */
  readonly confidence: number;
  readonly interval: "BCa bootstrap of the mean";
  readonly effectSize: "Cohen's d_z";
  /** `--smallest-lead`: how many per cent of the mean of whoever is behind a lead must exceed to matter; 0: every lead does. */
  readonly smallestLeadPercent: number;
  /** `--shake-arrivals`, in per cent; null: not asked for. */
  readonly shakeArrivalsPercent: number | null;
  /** `--permute-ties` */
  readonly permuteTies: boolean;
}

/** A metric by its key, such as `wait.p95{role=prod}`. */
export interface ComparedMetric {
  /** Without its scope. */
  readonly name: string;
  readonly scope: ScopeKind;
  /** The role's or framework's name; empty for the whole run. */
  readonly of: string;
  /** `s`, `ms`, `share` (0..1), `tasks`, ...; empty: a plain number. */
  readonly unit: string;
  readonly direction: MetricDirection;
  /** The machine's clock measured it, while other runs went on: it differs from one comparison to the next. */
  readonly wallClock: boolean;
}

/** One scenario with all its axis values, allocators and seeds. */
export interface ScenarioComparison {
  /** Its name; no two scenarios of a comparison have the same. */
  readonly scenario: string;
  /** As the command names it. */
  readonly file: string;
  /** SHA-256 of the resolved scenario (parameters and flags put in), over all axis values, without the seed; null when skipped. */
  readonly hash: string | null;
  /** What the machine lacks, so that nothing of it was run; null when it was. The lists below are empty then. */
  readonly skipped: string | null;
  readonly seeds: readonly number[];
  readonly axes: readonly Axis[];
  /** The label that the others are compared with. */
  readonly reference: string;
  /** The metrics that its expectations are about, by key: its own question. */
  readonly asked: readonly string[];
  /** What the user should know and need not mend. */
  readonly notes: readonly string[];
  /** Every combination of axis values, the last axis fastest; exactly one where there is no axis. */
  readonly points: readonly ComparisonPoint[];
}

/** A value of the scenario that takes several in turn. */
export interface Axis {
  /** Where it stands: `frameworks.web.refuse`, as `--set` takes it. */
  readonly key: string;
  readonly values: readonly AxisValue[];
}

/** As the scenario has it: mostly a text or a number, but any value of JSON can be one. */
export type AxisValue = unknown;

/** A scenario at one combination of axis values: what is compared with each other. */
export interface ComparisonPoint {
  /** Each axis' value, by its key; empty where there is no axis. */
  readonly at: Readonly<Record<string, AxisValue>>;
  /** One cell for each allocator, in the order of the flags or of the file. */
  readonly cells: readonly Cell[];
  /** By metric that is not neutral: who is ahead of the next, and how far. Where nobody can be ranked it has no entry. */
  readonly leads: Readonly<Record<string, Lead>>;
  readonly expectations: readonly ComparedExpectation[];
}

/** One allocator at one point, over all seeds. */
export interface Cell {
  readonly label: string;
  /** What the allocator is called where it comes from. */
  readonly name: string;
  readonly language: RowLanguage;
  /** `failed`: a run of it did. Its figures are then those of the other seeds, and compared with nobody's. */
  readonly status: "ok" | "failed" | "skipped";
  /** What the machine lacks; null unless skipped. */
  readonly skipped: string | null;
  /** One for each seed, in that order; none when skipped. */
  readonly runs: readonly ComparedRun[];
  /** By key. All cells of a point have the same keys, except those that were skipped, which have none. */
  readonly metrics: Readonly<Record<string, CellMetric>>;
}

export interface ComparedRun {
  readonly seed: number;
  /** Null when it failed. */
  readonly decisionsHash: string | null;
  readonly failure: ComparedFailure | null;
  /** The cluster ran dry: nothing could happen any more, though not all jobs had ended. */
  readonly stalemate: boolean;
}

export interface ComparedFailure {
  readonly kind: "threw" | "timedOut" | "outOfMemory" | "crashed" | "illegalDecision" | "loadFailed";
  /** One line. */
  readonly message: string;
  /** Null while loading. */
  readonly cycle: number | null;
}

/** Why there is no figure. */
export interface NotComparable {
  readonly notComparable: string;
}

export function isComparable<T>(value: T | NotComparable): value is Exclude<T, NotComparable> {
  return typeof value !== "object" || value === null || !("notComparable" in value);
}

/** A metric of a cell. */
export interface CellMetric {
  /** One for each seed, in that order; null where that run has none. */
  readonly values: readonly (number | null)[];
  /** Why a run has none, by its seed. */
  readonly missing: Readonly<Record<string, string>>;
  readonly summary: Summary | NotComparable;
  /** Against the reference; null for the reference itself. */
  readonly difference: Difference | NotComparable | null;
  /**
   * 1 is best; null where ranking makes no sense: a neutral metric, or one that is not comparable. Two allocators have
   * different ranks only when the interval of their paired differences excludes 0, and that of all between them, too.
   */
  readonly rank: number | null;
}

/** A sample of values, one for each seed. */
export interface Summary {
  /** How many values. */
  readonly n: number;
  readonly mean: number;
  readonly median: number;
  /** Interpolates linearly between ranks. */
  readonly p95: number;
  /** Of the mean; needs two values. */
  readonly interval: Interval | NotComparable;
}

/** Both ends belong to it. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Paired differences, seed by seed: the allocator's value less the other's, in the metric's unit. */
export interface Difference {
  /** How many seeds have both values. */
  readonly n: number;
  readonly mean: number;
  readonly interval: Interval | NotComparable;
  /** The mean difference as a part of the other's mean, which is taken without its sign: 0.05 is 5 % more. */
  readonly relative: number | NotComparable;
  /** The mean difference / the standard deviation of the differences. */
  readonly effectSize: number | NotComparable;
  /** How many seeds differ in the direction of the mean difference; of a mean of 0, how many do not differ. */
  readonly agree: number;
  /** What the interval allows to say. */
  readonly verdict: Verdict;
  /** Whether it lasts when arrivals and run times are shaken a little; null: not asked for. */
  readonly shaken: Survival | NotComparable | null;
  /** Whether it lasts when ties are broken in another order; null: not asked for. */
  readonly tiesPermuted: Survival | NotComparable | null;
}

/**
 * `equal`: no seed differs. `unclear`: the interval holds 0. Else it excludes 0: `better` or `worse` where the metric has a
 * better side, `higher` or `lower` where it is neutral.
 */
export type Verdict = "better" | "worse" | "higher" | "lower" | "equal" | "unclear";

/** A difference once more, with the same seeds but something changed that should not matter. */
export interface Survival {
  /** How many pairs were run so. */
  readonly replicates: number;
  /** In how many of them the one that is ahead without the change still is. */
  readonly stays: number;
  /** stays / replicates */
  readonly share: number;
  /** The mean of the changed pairs' differences, and its interval. */
  readonly mean: number;
  readonly interval: Interval | NotComparable;
}

/** Who is best in a metric. */
export interface Lead {
  /** The labels of rank 1. Of several, no one is clearly ahead. */
  readonly best: readonly string[];
  /**
   * Who has a worse rank, and is behind the best by its mean by so little that it makes no odds: the whole interval of
   * the paired differences lies within the smallest lead of interest.
   */
  readonly negligiblyBehind: readonly string[];
  /** The best by its mean, and the difference to the next by its mean; null when there is only one. */
  readonly ahead: { readonly label: string; readonly of: string; readonly difference: Difference } | null;
  /** Who takes no part, and why. */
  readonly notRanked: readonly { readonly label: string; readonly reason: string }[];
}

/** An expectation of the scenario, judged once for each seed. */
export interface ComparedExpectation {
  readonly text: string;
  /** Null when it is about several. */
  readonly allocator: string | null;
  /** With how many seeds it held. */
  readonly held: number;
  /** With how many it could be judged; the others do not count. */
  readonly judged: number;
  /** One for each seed, in that order. */
  readonly seeds: readonly {
    readonly seed: number;
    readonly held: boolean | null;
    readonly actual: number | null;
    readonly reason: string | null;
  }[];
}

/** This comparison against an earlier one. */
export interface BaselineComparison {
  /** As the flag names it. */
  readonly file: string;
  /** One for each guarded metric in each cell that either comparison has. */
  readonly guards: readonly Guard[];
}

/** A cell's metric that must not become worse. */
export interface Guard {
  readonly scenario: string;
  readonly at: Readonly<Record<string, AxisValue>>;
  readonly label: string;
  readonly metric: string;
  /** How much worse it may be, as a part of the baseline's mean. */
  readonly allowed: number;
  /** `regressed`: worse by more than allowed, and the interval excludes 0. `missing`: one of the two has no figure. */
  readonly outcome: "held" | "regressed" | "missing";
  /** Why it is missing, or what else is to be known; null: nothing. */
  readonly reason: string | null;
  readonly baselineMean: number | null;
  readonly mean: number | null;
  /** This comparison less the baseline, over the seeds that both have. */
  readonly difference: Difference | null;
}
