import { gzipSync } from "node:zlib";
import type { AllocatorFactory } from "../allocator/allocator.js";
import { type CallMonitor, toAll } from "../allocator/operation-sink.js";
import { writeAll } from "../base/atomic-file.js";
import { wallMs } from "../base/stopwatch.js";
import { bothObservers } from "../cluster/both-observers.js";
import type { Directory } from "../cluster/directory.js";
import { JournalWriter, type TextSink } from "../journal/journal-writer.js";
import type { ParticipatingModules } from "../kinds/participating-modules.js";
import { AllocatorTraffic } from "../metrics/mesos/allocator-traffic.js";
import { RunHistory } from "../metrics/run-history.js";
import type { RunRecorder } from "../recording/run-recorder.js";
import { directoryOf } from "../simulator/directory-of.js";
import { simulate } from "../simulator/simulate.js";
import { announced } from "./announced-allocator.js";
import { FIRST_FILE_FD } from "./child-work.js";
import type { FlightRecorder } from "./flight-record.js";
import { guestLimits } from "./guest-limits.js";
import { JournalTrail, MOST_TRAIL_BYTES } from "./journal-trail.js";
import { factoryOf } from "./loadable-allocator.js";
import { openParticipants } from "./modules/open-participants.js";
import { printToParent } from "./print-to-parent.js";
import type { RowJob } from "./row-job.js";
import type { RowFigures } from "./row-result.js";

/**
 * Simulates one row, in the process that was started for it.
 * @param trailFd the first of the files that come with a row's job; those that it asks for follow
 * @throws AllocatorFailure
 */
export async function simulateRow(
  job: RowJob,
  recorder: FlightRecorder,
  trailFd: number = FIRST_FILE_FD,
): Promise<RowFigures> {
  const { plan, seed, parameters, tieSeed } = job;
  const directory = directoryOf(plan, tieSeed ?? null);
  const history = new RunHistory(directory, plan);
  const recording = job.recording ? await recorderOf(job, history, trailFd) : null;
  const journal = journalOf(job, directory, trailFd);
  const traffic = new AllocatorTraffic(journal, followed(recorder, journal));
  let readyMs = 0;
  const create: AllocatorFactory = async (context) => {
    const allocator = await factoryOf(job.allocator, job.limits)(context);
    readyMs = wallMs();
    return allocator;
  };
  const { reason, ledger, gauges, tallies } = await simulate({
    plan,
    directory,
    seed,
    createAllocator: announced(create, recorder),
    parameters,
    observer: recording === null ? history : bothObservers(recording, history),
    journal: toAll(history, traffic),
    monitor: traffic,
    modules: await participants(job, recorder),
  });
  recorder.phase("closing");
  recording?.write();
  // Loaded when there is something to compute: a run is to begin soon.
  const { computeMetrics } = await import("../metrics/compute-metrics.js");
  const metrics = computeMetrics(history, { ledger, gauges, traffic, tallies });
  return { status: "ok", endedBy: reason, readyMs, decisionsHash: journal.finish(), ...metrics };
}

/** Loaded only where there is something to record. */
async function recorderOf({ journal }: RowJob, history: RunHistory, trailFd: number): Promise<RunRecorder> {
  const [{ RunRecorder }, { RecordingWriter }] = await Promise.all([
    import("../recording/run-recorder.js"),
    import("../recording/recording-file.js"),
  ]);
  return new RunRecorder(history, new RecordingWriter(journal === null ? trailFd + 1 : trailFd + 2));
}

/** The modules beside the allocator; null: there are none. */
async function participants(
  { modules, limits, seed }: RowJob,
  recorder: FlightRecorder,
): Promise<ParticipatingModules | null> {
  if (modules === undefined) return null;
  recorder.phase("loading");
  const world = { limits: guestLimits(limits), seed, print: printToParent };
  return openParticipants(modules, world, { monitor: recorder, warn: printToParent });
}

/** The trail is told of each call before it begins. */
function followed(recorder: FlightRecorder, journal: JournalWriter): CallMonitor {
  return {
    enter: (cycle, t, operation) => {
      journal.begin(t, operation);
      recorder.enter(cycle, t);
    },
    leave: () => recorder.leave(),
  };
}

function journalOf({ journal, source, seed, plan }: RowJob, directory: Directory, trailFd: number): JournalWriter {
  const trail = new JournalTrail(trailFd, journal === null ? MOST_TRAIL_BYTES : null);
  const follow: TextSink = (text) => trail.write(text);
  if (journal === null) return new JournalWriter(directory, null, follow);
  const header = { source, seed, options: plan.options, isSummary: false };
  const sink: TextSink = (text) => writeAll(trailFd + 1, journal === "gzip" ? gzipSync(text) : Buffer.from(text));
  return new JournalWriter(directory, { header, sink }, follow);
}
