import { microsToSeconds } from "../base/time.js";
import { numbersOf } from "../metrics/numbers-of.js";
import type { RunHistory } from "../metrics/run-history.js";
import { evenPlaces } from "./even-places.js";
import type { Distribution } from "./run-charts.js";
import { shortNumber } from "./short-number.js";

const MOST_POINTS = 500;

/** Whose tasks, by id. */
export interface TaskGroup {
  /** A role, or empty for all. */
  readonly of: string;
  readonly tasks: Int32Array;
}

/** How long the tasks of each group waited for their first start, and took until their end: as the metrics of these names. */
export function distributionsOf({ tasks }: RunHistory, groups: readonly TaskGroup[]): Distribution[] {
  const made = groups.flatMap(({ of, tasks: ids }) => {
    const started = ids.filter((id) => tasks.firstStartedAt.get(id) >= 0);
    const finished = ids.filter((id) => tasks.isFinished(id));
    const since = (at: number, id: number) => microsToSeconds(at - tasks.submittedAt.get(id));
    const waits = numbersOf(started, (id) => since(tasks.firstStartedAt.get(id), id));
    const turnarounds = numbersOf(finished, (id) => since(tasks.finishedAt.get(id), id));
    return [distribution("wait", of, waits), distribution("turnaround", of, turnarounds)];
  });
  return made.filter(({ count }) => count > 0);
}

/** @param values sorted in place */
function distribution(name: Distribution["name"], of: string, values: Float64Array): Distribution {
  values.sort();
  const count = values.length;
  const seconds: number[] = [];
  const parts: number[] = [];
  for (const i of evenPlaces(count, MOST_POINTS)) {
    const value = shortNumber(values[i] as number);
    // Of equal values the last one tells how many are at most so large.
    if (seconds.at(-1) === value) parts.pop();
    else seconds.push(value);
    parts.push(shortNumber((i + 1) / count));
  }
  return { name, of, count, seconds, parts };
}
