import { mean, median, quantile } from "d3-array";
import type { NotComparable, Summary } from "../comparison.js";
import { bcaInterval } from "./bca-interval.js";

/** A sample in a few figures. @param reason why there is none when there is none */
export function summaryOf(values: readonly number[], reason: string): Summary | NotComparable {
  if (values.length === 0) return { notComparable: reason };
  return {
    n: values.length,
    mean: mean(values) as number,
    median: median(values) as number,
    p95: quantile(values, 0.95) as number,
    interval: bcaInterval(values),
  };
}
