import { SCRIPT_METRIC_PREFIX } from "../../cluster/metric-sample.js";
import { type DescribedMetric, describeMetric } from "../../metrics/described-metric.js";
import type { RowFigures } from "../../run/row-result.js";

/** Which figures of a run a comparison is about. */
export interface MetricChoice {
  /** Keys that somebody asks for: expectations, `--max-regression`. */
  readonly asked: ReadonlySet<string>;
  /** `--all-metrics`: also those of single frameworks, and those by Mesos' names. */
  readonly all: boolean;
}

/**
 * The keys of all figures, or of reasons for there being none, in the order in which runs have them. Those of frameworks
 * and those by Mesos' names are many, and say little that those of roles and of the run do not.
 */
export function comparedKeys(runs: Iterable<RowFigures>, { asked, all }: MetricChoice): string[] {
  const keys = new Set<string>();
  for (const { metrics, notComparable } of runs) {
    for (const key of Object.keys(metrics)) keys.add(key);
    for (const key of Object.keys(notComparable)) keys.add(key);
  }
  return [...keys].filter((key) => all || asked.has(key) || isCompared(describeMetric(key)));
}

/** Mesos' names are paths. */
function isCompared({ name, scope }: DescribedMetric): boolean {
  return scope !== "framework" && (!name.includes("/") || name.startsWith(SCRIPT_METRIC_PREFIX));
}
