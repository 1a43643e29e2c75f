import { wallMs } from "../base/stopwatch.js";
import { loadBuiltin } from "../run/builtins.js";
import { FIRST_FILE_FD, serveParent } from "../run/child-work.js";
import type { FlightRecorder } from "../run/flight-record.js";
import type { RowJob } from "../run/row-job.js";
import { simulateRow } from "../run/simulate-row.js";
import { runBorder } from "./border-run.js";
import { runDeclines } from "./decline-run.js";
import { runLanguage } from "./languages/language-run.js";
import { runManifest } from "./manifest-run.js";
import type { AnswerOf, MeasuredRow, Measurement } from "./measurement.js";
import { runRecorded } from "./recorded-run.js";
import { runReport } from "./report-run.js";

serveParent<Measurement, AnswerOf<Measurement["kind"]>>(async (measurement, recorder) => {
  switch (measurement.kind) {
    case "recorded":
      return runRecorded(measurement.file, measurement.passes, await loadBuiltin("hierarchical"));
    case "declines":
      return runDeclines(measurement.course, await loadBuiltin("hierarchical"));
    case "language":
      return runLanguage(measurement.course);
    case "row":
      return measureRow(measurement.job, recorder);
    case "border":
      return runBorder(measurement.course);
    case "manifest":
      return runManifest(measurement.course);
    case "report":
      // The recording comes after the trail.
      return runReport(measurement.job, FIRST_FILE_FD + 1, recorder);
  }
});

async function measureRow(job: RowJob, recorder: FlightRecorder): Promise<MeasuredRow> {
  const startedAt = wallMs();
  const figures = await simulateRow(job, recorder);
  return { figures, wallMs: wallMs() - startedAt, peakMemoryBytes: process.resourceUsage().maxRSS * 1024 };
}
