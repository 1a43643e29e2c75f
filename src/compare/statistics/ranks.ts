import { ascending, mean } from "d3-array";
import type { MetricDirection } from "../../metrics/metric.js";
import { differenceOf, isClear } from "./difference.js";

/** One that is to be ranked, with a value for each seed; the same seeds for all. */
export interface Contender {
  readonly label: string;
  readonly values: readonly number[];
}

export interface Ranked extends Contender {
  /** 1 is best; who shares a rank leaves out the ranks after it, as in sports. */
  readonly rank: number;
}

/**
 * Orders by mean, best first, and ranks as far as the intervals allow: between two neighbours in that order the rank
 * changes only where each of those before is clearly apart from each of those after.
 */
export function ranked(contenders: readonly Contender[], direction: "lower" | "higher"): Ranked[] {
  const inOrder = [...contenders].sort((a, b) => byMean(a, b) * (direction === "lower" ? 1 : -1));
  let rank = 1;
  return inOrder.map((contender, place) => {
    if (place > 0 && areApart(inOrder.slice(0, place), inOrder.slice(place), direction)) rank = place + 1;
    return { ...contender, rank };
  });
}

function byMean(a: Contender, b: Contender): number {
  return ascending(mean(a.values), mean(b.values));
}

function areApart(before: readonly Contender[], after: readonly Contender[], direction: MetricDirection): boolean {
  return before.every((one) => after.every((other) => isClear(differenceOf(one.values, other.values, direction))));
}
