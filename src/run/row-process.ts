import { serveParent } from "./child-work.js";
import type { RowJob } from "./row-job.js";
import type { RowFigures } from "./row-result.js";
import { simulateRow } from "./simulate-row.js";

serveParent<RowJob, RowFigures>((job, recorder) => simulateRow(job, recorder));
