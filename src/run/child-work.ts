import { Worker } from "node:worker_threads";
import { AllocatorFailure } from "../allocator/failure.js";
import { BadInput } from "../base/bad-input.js";
import type { ChildAnswer } from "./child-answer.js";
import { FlightRecorder } from "./flight-record.js";
import { mendSandbox } from "./sandbox.js";

/** Where the parent puts the flight record's descriptor: after stdin, stdout, stderr and the channel. */
const RECORD_FD = 4;

/** The first of the files that come with the job. */
export const FIRST_FILE_FD = 5;

/** The child's side of a guarded process: takes one job, does it, answers, and is killed by its parent. */
export function serveParent<Job, Answer>(doWork: (job: Job, recorder: FlightRecorder) => Promise<Answer>): void {
  mendSandbox();
  endWithParent();
  process.once("message", async (job) => {
    const answer = await outcomeOf(() => doWork(job as Job, new FlightRecorder(RECORD_FD)));
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
    if (error instanceof BadInput) return { kind: "refused", complaints: error.complaints };
    return { kind: "defect", message: error instanceof Error ? error.message : String(error), stack };
  }
}

const WATCH_PARENT = `
  const { workerData: parent } = require("node:worker_threads");
  setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, "SIGKILL"); }, 1000);
`;

/**
 * An orphan ends. The channel's end is only noticed between calls, and an endless call never returns: so a second thread
 * looks as well whether the parent is still there.
 */
function endWithParent(): void {
  process.once("disconnect", () => process.exit(1));
  // Without streams of its own it would use this process's, and make pipes of them that do not wait for room: what native
  // code prints into a full one is lost.
  const streams = { stdout: true, stderr: true };
  new Worker(WATCH_PARENT, { eval: true, workerData: process.ppid, ...streams }).unref();
}
