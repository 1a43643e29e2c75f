import { serveParent } from "./child-work.js";
import type { RowJob } from "./row-job.js";
import type { RowFigures } from "./row-result.js";
import { simulateRow } from "./simulate-row.js";

/** What `row-process.cts` runs. The build makes one file of it, and compiles that by simulating rows with it. */
export { simulateRow };

serveParent<RowJob, RowFigures>((job, recorder) => simulateRow(job, recorder));
