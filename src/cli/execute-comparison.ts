import type { Versions } from "../compare/comparison.js";
import { comparisonInputs } from "../compare/execution/comparison-inputs.js";
import type { Outcomes } from "../compare/execution/outcomes.js";
import { isRecorded, type RecordedSeeds } from "../compare/execution/recorded-runs.js";
import { type ComparisonObserver, runComparison } from "../compare/execution/run-comparison.js";
import { ComparisonState } from "../compare/execution/state.js";
import {
  type PlannedComparison,
  type PlannedScenario,
  type RunId,
  runsOf,
} from "../compare/plan/planned-comparison.js";
import { onInterruption } from "../run/interruption.js";
import { type CompareFlagTexts, decidingFlags } from "./compare-flags.js";
import { CompareProgress } from "./compare-progress.js";
import type { Console } from "./console.js";
import { makeFolder } from "./journal-paths.js";
import { quoted } from "./repeat-command.js";

export interface ExecutionPlan {
  readonly jobs: number;
  readonly recordRuns: RecordedSeeds;
  /** The command that repeats it, without where it goes. */
  readonly command: string;
  readonly versions: Versions;
}

export interface ExecutedComparison {
  readonly outcomes: Outcomes;
  /** To be called when the reports are written: nothing is left to go on with. */
  readonly complete: () => void;
}

/** Runs what is planned, shows how it comes along, and leaves in the folder what an interrupted one can go on with. */
export async function executeComparison(
  plan: PlannedComparison,
  { jobs, recordRuns, command, versions }: ExecutionPlan,
  texts: CompareFlagTexts,
  console: Console,
): Promise<ExecutedComparison> {
  const program = JSON.stringify(versions);
  const state = openState(plan, texts, program, console);
  const runs = runsOf(plan);
  let done = 0;
  const shown = new ShownRuns(plan, runs, jobs, texts, console);
  const forget = onInterruption(() => {
    shown.stop();
    if (state === null || done === runs.length) return;
    const again = `${command} --out ${quoted(texts.out ?? "")} --resume`;
    console.note(`interrupted: ${done} of ${runs.length} runs are done; go on with: ${again}`);
  });
  const observer: ComparisonObserver = {
    started: (run) => shown.started(run),
    ended: (run, outcome, fresh) => {
      if (outcome.status !== "failed") done++;
      shown.ended(run, fresh);
    },
    repeated: (run, message) => shown.repeated(run, message),
  };
  try {
    const store = state?.store ?? null;
    const recorded = (run: RunId) => isRecorded(run, recordRuns);
    const outcomes = await runComparison(plan, { jobs, store, recorded, program, observer });
    return { outcomes, complete: () => state?.remove() };
  } finally {
    forget();
    shown.stop();
  }
}

/** @throws BadInput when the folder cannot be made, or there is nothing to go on with */
function openState(
  plan: PlannedComparison,
  texts: CompareFlagTexts,
  program: string,
  console: Console,
): ComparisonState | null {
  const { out, resume, quiet } = texts;
  if (out === undefined) return null;
  const inputs = comparisonInputs(plan, decidingFlags(texts), program);
  if (resume) return ComparisonState.resume(out, inputs);
  makeFolder(out, "--out");
  const { state, replaced } = ComparisonState.begin(out, inputs);
  if (replaced && !quiet)
    console.note(`note: the unfinished comparison in ${out} is begun anew; --resume goes on with one`);
  return state;
}

/** What is shown of the runs while they go on. */
class ShownRuns {
  readonly #plan: PlannedComparison;
  readonly #progress: CompareProgress | null;
  readonly #quiet: boolean;
  readonly #console: Console;

  constructor(
    plan: PlannedComparison,
    runs: readonly RunId[],
    jobs: number,
    { quiet = false }: { readonly quiet?: boolean },
    console: Console,
  ) {
    this.#plan = plan;
    this.#quiet = quiet;
    this.#console = console;
    const kinds = runs.map((run) => this.#kindOf(run));
    this.#progress = console.showsProgress && !quiet ? new CompareProgress(console, kinds, jobs) : null;
  }

  started(run: RunId): void {
    this.#progress?.started(JSON.stringify(run));
  }

  ended(run: RunId, fresh: boolean): void {
    this.#progress?.ended(JSON.stringify(run), this.#kindOf(run), fresh);
  }

  repeated(run: RunId, message: string): void {
    if (this.#quiet) return;
    const seed = this.#scenarioOf(run).seeds[run.seed];
    this.#console.note(`note: ${this.#kindOf(run)}, seed ${seed}: ${message}; the run is repeated`);
  }

  stop(): void {
    this.#progress?.stop();
  }

  /** `preempt: lua` */
  #kindOf(run: RunId): string {
    const { name, points } = this.#scenarioOf(run);
    return `${name}: ${points[run.point]?.rows[run.row]?.label}`;
  }

  #scenarioOf({ scenario }: RunId): PlannedScenario {
    return this.#plan.scenarios[scenario] as PlannedScenario;
  }
}
