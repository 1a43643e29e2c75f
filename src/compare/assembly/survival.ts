import { mean } from "d3-array";
import type { RowOutcome } from "../../run/row-result.js";
import type { Difference, NotComparable, Survival } from "../comparison.js";
import { bcaInterval } from "../statistics/bca-interval.js";
import { type PlainDifference, pairedDifferences } from "../statistics/difference.js";
import type { CellRuns } from "./cell-runs.js";
import { align, sampleOf } from "./samples.js";

/** A difference with what the changed runs of both say of it. */
export function withSurvival(
  difference: PlainDifference,
  pair: readonly [CellRuns, CellRuns],
  key: string,
  seeds: readonly number[],
): Difference {
  const under = (variant: "shaken" | "tiesPermuted") => {
    const [own, other] = [pair[0][variant], pair[1][variant]];
    return own === null || other === null ? null : survival(difference.mean, own, other, key, seeds);
  };
  return { ...difference, shaken: under("shaken"), tiesPermuted: under("tiesPermuted") };
}

function survival(
  lead: number,
  own: readonly RowOutcome[],
  others: readonly RowOutcome[],
  key: string,
  seeds: readonly number[],
): Survival | NotComparable {
  if (lead === 0) return { notComparable: "nobody is ahead" };
  const samples = [own, others].map((outcomes, i) => ({ label: String(i), sample: sampleOf(outcomes, key) }));
  const { values, leftOut } = align(samples, seeds);
  const [mine, theirs] = [values.get("0"), values.get("1")];
  if (mine === undefined || theirs === undefined) return { notComparable: leftOut[0]?.reason ?? "nothing to compare" };
  const differences = pairedDifferences(mine, theirs);
  const stays = differences.filter((difference) => Math.sign(difference) === Math.sign(lead)).length;
  return {
    replicates: differences.length,
    stays,
    share: stays / differences.length,
    mean: mean(differences) as number,
    interval: bcaInterval(differences),
  };
}
