import type { RowOutcome } from "../../run/row-result.js";
import type { NotComparable } from "../comparison.js";

/** A metric of one allocator: a value or a reason for each seed. */
export type Sample = readonly (number | NotComparable)[];

export interface LabelledSample {
  readonly label: string;
  readonly sample: Sample;
}

export function sampleOf(outcomes: readonly RowOutcome[], key: string): Sample {
  return outcomes.map((outcome) => figureOf(outcome, key));
}

function figureOf(outcome: RowOutcome, key: string): number | NotComparable {
  if (outcome.status === "failed") return { notComparable: `failed: ${outcome.failure.message}` };
  if (outcome.status === "skipped") return { notComparable: `skipped: ${outcome.reason}` };
  return outcome.metrics[key] ?? { notComparable: outcome.notComparable[key] ?? "the run has no such metric" };
}

export function isValue(value: number | NotComparable | undefined): value is number {
  return typeof value === "number";
}

/** The values alone. */
export function valuesOf(sample: Sample): number[] {
  return sample.filter(isValue);
}

/** Why a sample without any value has none. */
export function whyNone(sample: Sample): string {
  const [first] = sample;
  return first === undefined || isValue(first) ? "it was not run" : first.notComparable;
}

/** Samples side by side. */
export interface Aligned {
  readonly values: ReadonlyMap<string, readonly number[]>;
  /** Who lacks a value with a seed with which another has one, and why. */
  readonly leftOut: readonly { readonly label: string; readonly reason: string }[];
}

/**
 * Puts samples side by side, over the seeds with which any of them has a value. Who lacks one of those is left out: to
 * leave out the seed instead would flatter the one that fared so badly with it that it has no figure.
 */
export function align(samples: readonly LabelledSample[], seeds: readonly number[]): Aligned {
  const used = seeds.flatMap((_, i) => (samples.some(({ sample }) => isValue(sample[i])) ? [i] : []));
  const values = new Map<string, readonly number[]>();
  const leftOut: { label: string; reason: string }[] = [];
  for (const { label, sample } of samples) {
    const lacking = used.find((i) => !isValue(sample[i]));
    if (used.length === 0) leftOut.push({ label, reason: whyNone(sample) });
    else if (lacking === undefined)
      values.set(
        label,
        used.map((i) => sample[i] as number),
      );
    else {
      const { notComparable } = sample[lacking] as NotComparable;
      leftOut.push({ label, reason: `no value with seed ${seeds[lacking]}: ${notComparable}` });
    }
  }
  return { values, leftOut };
}
