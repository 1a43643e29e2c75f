import type { RowLanguage } from "../run/row-result.js";
import type { BorderFigures } from "./border-run.js";
import type { DeclineFigures } from "./decline-run.js";
import type { LanguageRunFigures } from "./languages/language-run.js";
import type { StartFigures } from "./languages/start-up.js";
import type { ManifestFigures } from "./manifest-run.js";
import type { Measured } from "./measurement.js";
import type { RecordedJournal } from "./recorded-figures.js";
import type { PassFigures } from "./recorded-run.js";
import type { ReportFigures } from "./report-run.js";
import type { Target } from "./target.js";

export const BENCH_PARTS = ["recorded", "scaling", "day", "languages", "modules", "report"] as const;
export type BenchPart = (typeof BENCH_PARTS)[number];

/** The document that `workbench bench --json` prints. Times are milliseconds unless they say otherwise, memory is bytes. */
export interface BenchDocument {
  readonly quick: boolean;
  readonly machine: MachineFigures;
  /** Parts that were not asked for are null. */
  readonly recorded: RecordedPart | null;
  readonly scaling: ScalingPart | null;
  readonly day: Measured<DayFigures> | null;
  readonly languages: LanguagesPart | null;
  readonly modules: ModulesPart | null;
  /** The day once more, with what is written of it. */
  readonly report: Measured<ReportFigures> | null;
  readonly targets: readonly Target[];
}

export interface MachineFigures {
  readonly node: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  /** The reference loop, before the first part and after each: the machine may have been busy at times. */
  readonly reference: readonly ReferenceTime[];
}

export interface ReferenceTime {
  readonly after: BenchPart | "nothing";
  readonly ms: number;
}

export type RecordedPart =
  | { readonly skipped: string; readonly journals: readonly [] }
  | { readonly skipped: null; readonly source: string; readonly journals: readonly RecordedRow[] };

export interface RecordedRow {
  /** The file's name without its endings. */
  readonly name: string;
  /** The figures of Mesos' own allocator. */
  readonly cpp: RecordedJournal | null;
  readonly ours: Measured<{
    readonly operations: number;
    readonly cycles: number;
    readonly offers: number;
    /** Whether each operation caused as many offers as are recorded. */
    readonly identical: boolean;
    /** The medians over fresh processes. */
    readonly first: PassFigures;
    /** The medians over the further passes of one of them. */
    readonly warm: PassFigures | null;
  }>;
  /** How many times faster ours is; null where either figure is missing. */
  readonly ratio: {
    readonly first: {
      readonly total: number | null;
      readonly cycleP50: number | null;
      readonly saturated: number | null;
    };
    readonly warm: {
      readonly total: number | null;
      readonly cycleP50: number | null;
      readonly saturated: number | null;
    };
  };
}

export interface ScalingPart {
  readonly rows: readonly ScalingRow[];
  /** y grows as x to the power of this; null with too few sizes. */
  readonly growth: {
    /** Of a cycle's p50 over agents x frameworks. */
    readonly cycleOverSize: number | null;
    /** Of a cycle's p50 over what changed since the last one: the offers it makes. */
    readonly cycleOverOffers: number | null;
    /** Of a saturated cycle over agents x frameworks. */
    readonly saturatedOverSize: number | null;
    /** Of a revive in the saturated cluster over agents x frameworks. */
    readonly reviveOverSize: number | null;
    /** Of memory over the filters that are kept. */
    readonly memoryOverFilters: number | null;
  };
  readonly whole: Measured<DeclineFigures>;
  readonly filters: Measured<DeclineFigures>;
}

export interface ScalingRow {
  readonly agents: number;
  readonly frameworks: number;
  readonly ours: Measured<DeclineFigures>;
  /** The p50 of Mesos' own allocator, and how many times faster ours is; null where it was not recorded. */
  readonly cppCycleP50: number | null;
  readonly ratio: number | null;
}

export interface DayFigures {
  readonly tasks: number;
  readonly agents: number;
  readonly frameworks: number;
  readonly tasksFinished: number;
  readonly offers: number;
  readonly cycles: number;
  readonly cpuUtilisation: number;
  readonly cycleMs: { readonly p50: number; readonly p95: number };
  /** The whole run: simulation, journal hash, metrics. */
  readonly wallMs: number;
  readonly peakMemoryBytes: number;
  readonly decisionsHash: string;
}

/** One algorithm in every language, on a cluster in which everybody declines everything. */
export interface LanguagesPart {
  readonly agents: number;
  readonly frameworks: number;
  /** The first is the built-in one. */
  readonly rows: readonly LanguageRow[];
}

export interface LanguageRow {
  readonly name: string;
  readonly language: RowLanguage;
  readonly ours: Measured<LanguageRunFigures>;
  readonly start: Measured<StartFigures>;
  /** Its call in units of that of the built-in one, which is in TypeScript. */
  readonly timesTypeScript: number | null;
  /** The border's time in units of the guest's. */
  readonly borderOfGuest: number | null;
  /** Microseconds for one operation that crosses, offers on the way back included. */
  readonly borderUs: number | null;
  /** How much more memory the same cycles take at most than with the built-in one. */
  readonly memoryBeyondBytes: number | null;
}

/** Native modules. Skipped without a C compiler. */
export interface ModulesPart {
  readonly border: Measured<BorderFigures>;
  readonly manifest: Measured<ManifestFigures>;
}
