import { SCRIPT_METRIC_PREFIX } from "../../cluster/metric-sample.js";
import type { RowOutcome } from "../../run/row-result.js";
import type { RunId } from "../plan/planned-comparison.js";

/** What came of each run. */
export class Outcomes {
  readonly #byRun = new Map<string, RowOutcome>();
  readonly #recordings = new Map<string, string>();

  set(run: RunId, outcome: RowOutcome): void {
    this.#byRun.set(keyOf(run), outcome);
  }

  /** @throws Error when it was not run: a defect of the caller */
  get(run: RunId): RowOutcome {
    const outcome = this.#byRun.get(keyOf(run));
    if (outcome === undefined) throw new Error(`no outcome of run ${keyOf(run)}`);
    return outcome;
  }

  /** @param path of the file that holds the run's recording */
  setRecording(run: RunId, path: string): void {
    this.#recordings.set(keyOf(run), path);
  }

  /** The file that holds the run's recording; undefined: it failed, or was not to be recorded. */
  recordingOf(run: RunId): string | undefined {
    return this.#recordings.get(keyOf(run));
  }

  all(): Iterable<RowOutcome> {
    return this.#byRun.values();
  }

  /** The units that scripts gave to their own numbers, by the metric's key. */
  scriptUnits(): ReadonlyMap<string, string> {
    const units = new Map<string, string>();
    for (const outcome of this.#byRun.values()) {
      if (outcome.status !== "ok") continue;
      for (const [name, { unit }] of Object.entries(outcome.scriptMetrics)) {
        units.set(`${SCRIPT_METRIC_PREFIX}${name}`, unit);
      }
    }
    return units;
  }
}

function keyOf({ scenario, point, row, seed, variant }: RunId): string {
  return `${scenario} ${point} ${row} ${seed} ${variant}`;
}
