import pLimit from "p-limit";
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
  /** Keeps what is done; null: nothing is kept. */
  readonly store: RunStore | null;
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
    const { outcome, fresh } = "status" in job ? { outcome: Promise.resolve(job), fresh: false } : this.#once(id, job);
    const ended = await outcome;
    this.outcomes.set(id, ended);
    observer.ended(id, ended, fresh);
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

  #once(id: RunId, job: UnrecordedJob): { outcome: Promise<RowOutcome>; fresh: boolean } {
    const digest = runDigest(job, this.#code.of(job), this.#options.program);
    const begun = this.#begun.get(digest);
    if (begun !== undefined) return { outcome: begun, fresh: false };
    const done = this.#options.store?.get(digest);
    const outcome = done === undefined ? this.#execute(id, job, digest) : Promise.resolve(done);
    this.#begun.set(digest, outcome);
    return { outcome, fresh: done === undefined };
  }

  async #execute(id: RunId, job: UnrecordedJob, digest: string): Promise<RowOutcome> {
    for (let attempt = 1; ; attempt++) {
      const outcome = await runRow({ ...job, journal: null }, NO_FILES, SILENT);
      if (outcome.status === "ok") this.#options.store?.put(digest, outcome);
      if (outcome.status !== "failed" || outcome.failure.wasKilled !== true) return outcome;
      if (attempt === ATTEMPTS) return killedEachTime(outcome);
      this.#options.observer.repeated(id, outcome.failure.message);
    }
  }
}

const NO_FILES = { journalFd: null, failurePath: null, trailFd: null };

/** What allocators print is not shown: it would come from many runs at once. */
const SILENT = { print: () => undefined, onProgress: () => undefined };

function killedEachTime(outcome: FailedRow): FailedRow {
  const message = `${outcome.failure.message} (in each of ${ATTEMPTS} attempts)`;
  return { ...outcome, failure: { ...outcome.failure, message } };
}
