import type { BenchSetting } from "./bench-setting.js";
import { dayJob } from "./day-job.js";
import { measure } from "./measure.js";
import type { Measured } from "./measurement.js";
import type { ReportFigures } from "./report-run.js";

/** The simulated day once more, recorded, and what is written of it: its report, and the table of its tasks. */
export function measureReport({ sizes, tell, print }: BenchSetting): Promise<Measured<ReportFigures>> {
  tell(`a day of ${sizes.day.tasks} tasks with its report`);
  return measure({ kind: "report", job: { ...dayJob(sizes.day), recording: true } }, print);
}
