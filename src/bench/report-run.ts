import { fstatSync } from "node:fs";
import { writeAll } from "../base/atomic-file.js";
import { wallMs } from "../base/stopwatch.js";
import { type AssembledPlan, toComparison } from "../compare/assembly/to-comparison.js";
import type { Comparison } from "../compare/comparison.js";
import { Outcomes } from "../compare/execution/outcomes.js";
import { programVersions } from "../compare/versions.js";
import { ParquetTable } from "../recording/parquet/parquet-table.js";
import { allColumns } from "../recording/parquet/table-files.js";
import { RecordingReader } from "../recording/recording-file.js";
import { comparisonHtml } from "../report/html/comparison-html.js";
import type { FlightRecorder } from "../run/flight-record.js";
import type { RowJob } from "../run/row-job.js";
import type { RowFigures } from "../run/row-result.js";
import { ScratchFile } from "../run/scratch-file.js";
import { simulateRow } from "../run/simulate-row.js";

export interface ReportFigures {
  readonly tasks: number;
  /** The simulation with its metrics and its recording. */
  readonly runMs: number;
  readonly recordingBytes: number;
  readonly report: WrittenFile;
  /** `tasks.parquet` with all its columns. */
  readonly table: WrittenFile;
  /** Of run, report and table in one process. */
  readonly peakMemoryBytes: number;
}

/** A file that is made of a recording. */
export interface WrittenFile {
  readonly writeMs: number;
  readonly bytes: number;
}

/**
 * Simulates a run that is recorded, and times what is written of it.
 * @param recordingFd the file that the recording of a row's process goes to
 * @throws AllocatorFailure
 */
export async function runReport(job: RowJob, recordingFd: number, recorder: FlightRecorder): Promise<ReportFigures> {
  const startedAt = wallMs();
  const figures = await simulateRow(job, recorder);
  const runMs = wallMs() - startedAt;
  const recording = new RecordingReader(recordingFd);
  const report = written((fd) => writeReport(fd, job, figures, recording));
  const table = written((fd) => writeTable(fd, recording));
  return {
    tasks: figures.metrics["tasks.submitted"] as number,
    runMs,
    recordingBytes: fstatSync(recordingFd).size,
    report,
    table,
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
  };
}

function written(write: (fd: number) => void): WrittenFile {
  const file = new ScratchFile();
  const startedAt = wallMs();
  write(file.fd);
  const writeMs = wallMs() - startedAt;
  const bytes = fstatSync(file.fd).size;
  file.close();
  return { writeMs, bytes };
}

const SCENARIO = "day";

function writeReport(fd: number, job: RowJob, figures: RowFigures, recording: RecordingReader): void {
  const charted = { scenario: SCENARIO, point: 0, label: job.label, seed: job.seed, charts: recording.charts() };
  writeAll(fd, Buffer.from(comparisonHtml(comparisonOf(job, figures), [charted])));
}

/** A comparison of this one run. */
function comparisonOf({ label, allocator, seed }: RowJob, figures: RowFigures): Comparison {
  const outcomes = new Outcomes();
  outcomes.set({ scenario: 0, point: 0, row: 0, seed: 0, variant: "plain" }, figures);
  const row = { label, name: label, language: "builtin", prepared: { kind: "ready", allocator }, setup: null } as const;
  const plan: AssembledPlan = {
    perturbations: { shakeArrivalsPercent: null, permuteTies: false },
    scenarios: [
      {
        kind: "planned",
        ...{ name: SCENARIO, file: SCENARIO, hash: "", seeds: [seed], axes: [] },
        ...{ reference: label, asked: [], notes: [] },
        points: [{ indexes: [], at: {}, rows: [row], expectations: [] }],
      },
    ],
  };
  const command = "workbench bench --part report";
  const options = { asked: [], allMetrics: false, smallestLeadPercent: 0 };
  return toComparison(plan, outcomes, { versions: programVersions(), command, ...options });
}

const ORIGIN = { scenario: SCENARIO, point: 0, allocator: "hierarchical", seed: 1 };

function writeTable(fd: number, recording: RecordingReader): void {
  const parquet = new ParquetTable(fd, allColumns("tasks", []), "workbench bench");
  for (const rows of recording.rows("tasks")) parquet.append(rows, ORIGIN);
  parquet.finish();
}
