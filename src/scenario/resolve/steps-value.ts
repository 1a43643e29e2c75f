import { formatDuration, type Micros } from "../../base/time.js";
import type { Cursor } from "../document/cursor.js";
import { readDuration } from "./duration-value.js";

/** A value from a time on. */
export interface Step {
  readonly at: Micros;
  readonly value: number;
}

/**
 * Values over time, `[[0s, 0.5], [10m, 1.2]]`; undefined when there are none.
 * @param sameTime whether two may stand at one time
 */
export function readSteps(list: Cursor, sameTime: "allowed" | "refused"): Step[] | undefined {
  const steps: Step[] = [];
  let last: Micros = sameTime === "allowed" ? 0 : -1;
  for (const [time, value] of list.items.map((item) => item.items)) {
    const at = time && readDuration(time);
    if (time === undefined || at === undefined || value?.number === undefined) continue;
    if (at < last || (at === last && sameTime === "refused")) {
      const nextStep = sameTime === "allowed" ? "sort them by time" : "sort them by time, each with a time of its own";
      time.complain(
        `values over time stand in order of time, and the one before is of ${formatDuration(last)}`,
        nextStep,
      );
      continue;
    }
    last = at;
    steps.push({ at, value: value.number });
  }
  return steps.length === 0 ? undefined : steps;
}
