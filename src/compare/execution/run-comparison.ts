import pLimit from "p-limit";
import type { UnfinishedFile } from "../../base/atomic-file.js";
import { BadInput } from "../../base/bad-input.js";
import type { UnrecordedJob } from "../../run/row-of-scenario.js";
import type { FailedRow, RowOutcome } from "../../run/row-result.js";
import { runRow } from "../../run/run-row.js";
import { type PlannedComparison, type RunId, runsOf } from "../plan/planned-comparison.js";
import { CodeFiles } from "./code-files.js";
import { Outcomes } from "./outcomes.js";
import { runDigest } from "./run-digest.js";
import { RunJobs } from "./run-jobs.js";
import type { RunStore } from "./run-store.js";

export interface ExecutionOptions {
  /** How many processes at once. The result does not depend on it. */
  readonly jobs: number;
  /** Keeps what is done; null: nothing is kept, and nothing recorded. */
  readonly store: RunStore | null;
  /** Which runs are recorded. */
  readonly recorded: (run: RunId) => boolean;
  /** Names and versions of what runs, as a text: runs of another program are other runs. */
  readonly program: string;
  readonly observer: ComparisonObserver;
}

/** Is told how the runs come along. */
export interface ComparisonObserver {
  started(run: RunId): void;
  /** @param fresh false: it was done before, or is the same as another */
  ended(run: RunId, outcome: RowOutcome, fresh: boolean): void;
  /** The process was killed from outside, and the run begins anew. */
  repeated(run: RunId, message: string): void;
}

/** How often a run is begun whose process is killed from outside. */
const ATTEMPTS = 3;

/** Runs everything that is planned, several processes at a time. Whatever goes wrong in one run, the others go on. */
export async function runComparison(plan: PlannedComparison, options: ExecutionOptions): Promise<Outcomes> {
  const execution = new Execution(plan, options);
  await pLimit(options.jobs).map(runsOf(plan), (run) => execution.run(run));
  return execution.outcomes;
}

class Execution {
  readonly outcomes: Outcomes = new Outcomes();
  readonly #jobs: RunJobs;
  readonly #code = new CodeFiles();
  readonly #options: ExecutionOptions;
  /** By digest. Axes of one row leave the others as they were: these are run once. */
  readonly #begun = new Map<string, Promise<RowOutcome>>();

  constructor(plan: PlannedComparison, options: ExecutionOptions) {
    this.#jobs = new RunJobs(plan);
    this.#options = options;
  }

  async run(id: RunId): Promise<void> {
    const { observer } = this.#options;
    observer.started(id);
    const job = this.#jobOf(id);
    if ("status" in job) this.#ended(id, job, false);
    else await this.#runOnce(id, job);
  }

  #ended(id: RunId, outcome: RowOutcome, fresh: boolean): void {
    this.outcomes.set(id, outcome);
    this.#options.observer.ended(id, outcome, fresh);
  }

  #jobOf(id: RunId): UnrecordedJob | RowOutcome {
    try {
      return this.#jobs.of(id);
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      // What is drawn with another seed can break a rule that the first one kept.
      const failure = { kind: "loadFailed", message: error.message, cycle: null, frames: [], stack: null } as const;
      return { status: "failed", failure, journal: null };
    }
  }

  async #runOnce(id: RunId, job: UnrecordedJob): Promise<void> {
    const { store, program, recorded } = this.#options;
    const digest = runDigest(job, this.#code.of(job), program);
    const recording = store !== null && recorded(id) ? store.recordingPath(digest) : null;
    const key = recording ?? digest;
    const begun = this.#begun.get(key);
    const done = begun === undefined ? store?.get(digest, recording !== null) : undefined;
    const outcome =
      begun ?? (done === undefined ? this.#execute(id, job, digest, recording !== null) : Promise.resolve(done));
    this.#begun.set(key, outcome);
    const ended = await outcome;
    if (recording !== null && ended.status === "ok") this.outcomes.setRecording(id, recording);
    this.#ended(id, ended, begun === undefined && done === undefined);
  }

  async #execute(id: RunId, job: UnrecordedJob, digest: string, recorded: boolean): Promise<RowOutcome> {
    const { store, observer } = this.#options;
    for (let attempt = 1; ; attempt++) {
      const outcome = await runInto(recorded ? (store?.newRecording(digest) ?? null) : null, job);
      if (outcome.status === "ok") store?.put(digest, outcome);
      if (outcome.status !== "failed" || outcome.failure.wasKilled !== true) return outcome;
      if (attempt === ATTEMPTS) return killedEachTime(outcome);
      observer.repeated(id, outcome.failure.message);
    }
  }
}

/** @param file takes the run's recording, and stays only when that is complete; null: it has none */
async function runInto(file: UnfinishedFile | null, job: UnrecordedJob): Promise<RowOutcome> {
  const recordingFd = file?.fd ?? null;
  const files = { journalFd: null, recordingFd, failurePath: null, trailFd: null };
  const outcome = await runRow({ ...job, journal: null, recording: file !== null }, files, SILENT);
  if (outcome.status === "ok") file?.commit();
  else file?.discard();
  return outcome;
}

/** What allocators print is not shown: it would come from many runs at once. */
const SILENT = { print: () => undefined, onProgress: () => undefined };

function killedEachTime(outcome: FailedRow): FailedRow {
  const message = `${outcome.failure.message} (in each of ${ATTEMPTS} attempts)`;
  return { ...outcome, failure: { ...outcome.failure, message } };
}
