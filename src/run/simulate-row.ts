import { gzipSync } from "node:zlib";
import { writeAll } from "../base/atomic-file.js";
import type { Directory } from "../cluster/directory.js";
import { JournalWriter, type TextSink } from "../journal/journal-writer.js";
import { computeMetrics } from "../metrics/compute-metrics.js";
import { RunHistory } from "../metrics/run-history.js";
import { directoryOf } from "../simulator/directory-of.js";
import { simulate } from "../simulator/simulate.js";
import { announced } from "./announced-allocator.js";
import { FIRST_FILE_FD } from "./child-work.js";
import type { FlightRecorder } from "./flight-record.js";
import { factoryOf } from "./loadable-allocator.js";
import type { RowJob } from "./row-job.js";
import type { RowFigures } from "./row-result.js";

/** Simulates one row, in the process that was started for it. @throws AllocatorFailure */
export async function simulateRow(job: RowJob, recorder: FlightRecorder): Promise<RowFigures> {
  const { plan, seed, parameters } = job;
  const directory = directoryOf(plan);
  const history = new RunHistory(directory, plan);
  const journal = journalOf(job, directory);
  const { reason } = await simulate({
    plan,
    directory,
    seed,
    createAllocator: announced(factoryOf(job.allocator, job.limits), recorder),
    parameters,
    observer: history,
    journal,
    monitor: recorder,
  });
  recorder.phase("closing");
  return { status: "ok", endedBy: reason, decisionsHash: journal.finish(), ...computeMetrics(history) };
}

function journalOf({ journal, source, seed, plan }: RowJob, directory: Directory): JournalWriter {
  if (journal === null) return new JournalWriter(directory);
  const header = { source, seed, options: plan.options, isSummary: false };
  const sink: TextSink = (text) => writeAll(FIRST_FILE_FD, journal === "gzip" ? gzipSync(text) : Buffer.from(text));
  return new JournalWriter(directory, { header, sink });
}
