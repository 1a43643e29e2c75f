import { AllocatorFailure } from "../allocator/failure.js";
import { BadInput } from "../base/bad-input.js";
import { NotBuilt } from "../base/built-file.js";
import { usePythonImage } from "../runtimes/python/image-path.js";
import type { ChildAnswer, WorkOrder } from "./child-answer.js";
import { restoreEngineFlags } from "./engine-flags.js";
import { FlightRecorder } from "./flight-record.js";
import { markNativePrints, timePrints } from "./print-to-parent.js";
import type { RunFailure } from "./run-failure.js";
import { enterSandbox } from "./sandbox/enter-sandbox.js";

/** Where the parent puts the flight record's descriptor: after stdin, stdout, stderr and the channel. */
const RECORD_FD = 4;

/** The first of the files that come with the job. */
export const FIRST_FILE_FD = 5;

/** The child's side of a guarded process: takes one job, does it, answers, and is killed by its parent. */
export function serveParent<Job, Answer>(doWork: (job: Job, recorder: FlightRecorder) => Promise<Answer>): void {
  if (process.permission !== undefined) enterSandbox();
  restoreEngineFlags();
  process.once("disconnect", () => process.exit(1));
  process.once("message", async (order) => {
    const { job, pythonImage } = order as WorkOrder<Job>;
    usePythonImage(pythonImage);
    const recorder = new FlightRecorder(RECORD_FD, markNativePrints);
    timePrints(() => recorder.record);
    const answer = await outcomeOf(() => doWork(job, recorder));
    process.send?.(answer);
  });
}

async function outcomeOf<Answer>(doWork: () => Promise<Answer>): Promise<ChildAnswer<Answer>> {
  try {
    return { kind: "answered", answer: await doWork() };
  } catch (error) {
    const stack = error instanceof Error ? (error.stack ?? null) : null;
    if (error instanceof AllocatorFailure) {
      const { kind, message, cycle, frames } = error;
      return { kind: "failed", failure: { kind, message, cycle, frames, stack } };
    }
    if (error instanceof NotBuilt) return { kind: "failed", failure: loadFailure(error, stack) };
    if (error instanceof BadInput) return { kind: "refused", complaints: error.complaints };
    return { kind: "defect", message: error instanceof Error ? error.message : String(error), stack };
  }
}

function loadFailure({ message }: NotBuilt, stack: string | null): RunFailure {
  return { kind: "loadFailed", message, cycle: null, frames: [], stack };
}
