import { mean } from "d3-array";
import { isComparable } from "../comparison.js";
import { bcaInterval } from "./bca-interval.js";
import { pairedDifferences } from "./difference.js";

/**
 * Whether a lead is too small to matter, however sure it is: the whole interval of the paired differences lies within the
 * smallest lead of interest, a part of the mean of those behind. Where that mean is 0 there is no such lead.
 * Source: the smallest effect size of interest (Lakens, Scheel, Isager 2018).
 *
 * @param values one for each pair, as in `behind`; at least one
 * @param smallestLead 0.01 is 1 %; 0: every lead matters
 */
export function isNegligible(values: readonly number[], behind: readonly number[], smallestLead: number): boolean {
  const least = smallestLead * Math.abs(mean(behind) as number);
  const differences = pairedDifferences(values, behind);
  // Most leads are no small ones: they are spared the resamples.
  if (least === 0 || Math.abs(mean(differences) as number) > least) return false;
  const interval = bcaInterval(differences);
  return isComparable(interval) && interval.low >= -least && interval.high <= least;
}
