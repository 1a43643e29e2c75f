import type { BaselineComparison, Guard } from "../../compare/comparison.js";
import { isComparable } from "../../compare/comparison.js";
import { describeMetric } from "../../metrics/described-metric.js";
import { titleOf, writerOf } from "../figure.js";
import { pointTitle } from "./point-title.js";
import type { VerdictLine } from "./verdict-lines.js";

/** What became of each guarded metric against the baseline. */
export function guardLines({ guards }: BaselineComparison): VerdictLine[] {
  return guards.map((guard) => ({ kind: KINDS[guard.outcome], word: guard.outcome, text: guardText(guard) }));
}

const KINDS = { held: "good", regressed: "bad", missing: "open" } as const;

/** `preempt, refuse=5s: lua: wait.p95 prod: 10.2 s -> 12.9 s, 26.5 % worse [2.4, 3.1], 5 % allowed` */
function guardText(guard: Guard): string {
  const { scenario, label, metric, baselineMean, mean, reason } = guard;
  const write = writerOf(describeMetric(metric).unit);
  const title = pointTitle(guard);
  const where = `${scenario}${title === "" ? "" : `, ${title}`}: ${label}: ${titleOf(metric)}`;
  const values = baselineMean === null || mean === null ? "" : `: ${write(baselineMean)} -> ${write(mean)}`;
  const why = reason === null ? "" : `: ${reason}`;
  return `${where}${values}${changeText(guard, write)}${why}`;
}

function changeText({ difference, allowed }: Guard, write: (value: number) => string): string {
  if (difference === null) return "";
  const { relative, interval, verdict } = difference;
  const part = isComparable(relative) ? `, ${(Math.abs(relative) * 100).toFixed(1)} % ` : ", ";
  const ends = isComparable(interval) ? `, difference ${write(interval.low)} to ${write(interval.high)}` : "";
  return `${part}${WORDS[verdict]}${ends}; ${allowed * 100} % allowed`;
}

const WORDS = {
  better: "better",
  worse: "worse",
  higher: "more",
  lower: "less",
  equal: "different",
  unclear: "apart, which may be chance",
} as const;
