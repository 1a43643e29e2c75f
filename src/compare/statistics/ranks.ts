import { ascending, mean } from "d3-array";
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
  // Each pair stands on both sides of several cuts.
  const known = new Map<string, boolean>();
  const areApart = (one: number, other: number): boolean => {
    const key = `${one} ${other}`;
    const apart = known.get(key) ?? isClear(differenceOf(valuesAt(inOrder, one), valuesAt(inOrder, other), direction));
    known.set(key, apart);
    return apart;
  };
  let rank = 1;
  return inOrder.map((contender, place) => {
    const after = inOrder.map((_, i) => i).slice(place);
    const isCut = inOrder.slice(0, place).every((_, one) => after.every((other) => areApart(one, other)));
    if (place > 0 && isCut) rank = place + 1;
    return { ...contender, rank };
  });
}

function valuesAt(contenders: readonly Contender[], place: number): readonly number[] {
  return (contenders[place] as Contender).values;
}

function byMean(a: Contender, b: Contender): number {
  return ascending(mean(a.values), mean(b.values));
}
