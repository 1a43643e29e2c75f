import type { RowJob } from "../run/row-job.js";
import type { RowFigures } from "../run/row-result.js";
import type { RunFailure } from "../run/run-failure.js";
import type { BorderCourse, BorderFigures } from "./border-run.js";
import type { DeclineCourse, DeclineFigures } from "./decline-run.js";
import type { LanguageCourse, LanguageRunFigures } from "./languages/language-run.js";
import type { ManifestCourse, ManifestFigures } from "./manifest-run.js";
import type { RecordedRun } from "./recorded-run.js";
import type { ReportFigures } from "./report-run.js";

/** One thing that is timed, in a process of its own: nothing that was compiled or filled before it counts. */
export type Measurement =
  /** A recorded journal, through the built-in allocator. */
  | { readonly kind: "recorded"; readonly file: string; readonly passes: number }
  /** Frameworks that decline everything, through the built-in allocator. */
  | { readonly kind: "declines"; readonly course: DeclineCourse }
  /** The reference allocator in one language. */
  | { readonly kind: "language"; readonly course: LanguageCourse }
  /** A whole simulation, as `workbench run` does it. */
  | { readonly kind: "row"; readonly job: RowJob }
  /** Calls of native modules. */
  | { readonly kind: "border"; readonly course: BorderCourse }
  /** Manifests, as `workbench modules check` verifies them. */
  | { readonly kind: "manifest"; readonly course: ManifestCourse }
  /** A whole simulation that is recorded, and the files that `--out` writes of it. */
  | { readonly kind: "report"; readonly job: RowJob };

export interface MeasuredRow {
  readonly figures: RowFigures;
  /** From the job's arrival to the last metric. */
  readonly wallMs: number;
  readonly peakMemoryBytes: number;
}

/** What comes back of each kind. */
export interface MeasurementAnswers {
  readonly recorded: RecordedRun;
  readonly declines: DeclineFigures;
  readonly language: LanguageRunFigures;
  readonly row: MeasuredRow;
  readonly border: BorderFigures;
  readonly manifest: ManifestFigures;
  readonly report: ReportFigures;
}

export type AnswerOf<Kind extends Measurement["kind"]> = MeasurementAnswers[Kind];

/** A part of the benchmark that broke or cannot be timed here costs that part alone. */
export type Measured<Figures> =
  | ({ readonly status: "ok" } & Figures)
  | { readonly status: "failed"; readonly failure: Pick<RunFailure, "kind" | "message" | "cycle"> }
  | { readonly status: "skipped"; readonly skipped: string };
