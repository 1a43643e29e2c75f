import { mean, quantileSorted } from "d3-array";
import type { MetricDefinition } from "./metric.js";
import { EVERY_SCOPE } from "./metric.js";
import type { ScopedMetrics } from "./metric-set.js";

export type Statistic = "mean" | "p50" | "p95" | "max";

const STATISTICS: Readonly<Record<Statistic, (ascending: Float64Array) => number>> = {
  mean: (ascending) => mean(ascending) as number,
  p50: (ascending) => percentile(ascending, 0.5),
  p95: (ascending) => percentile(ascending, 0.95),
  max: (ascending) => ascending[ascending.length - 1] as number,
};

/**
 * Interpolates linearly between neighbours (type 7 of Hyndman and Fan, 1996: what R, numpy, pandas and Mesos do). d3's types
 * ask for a plain array; it only reads `length` and indices.
 */
export function percentile(ascending: Float64Array, p: number): number {
  return quantileSorted(ascending as unknown as number[], p) as number;
}

/**
 * Puts `name.mean`, `name.p95`, ...
 *
 * @param values sorted in place
 * @param whyNone the reason given when there is no value
 */
export function putDistribution(
  into: ScopedMetrics,
  name: string,
  statistics: readonly Statistic[],
  values: Float64Array,
  whyNone: string,
): void {
  values.sort();
  for (const statistic of statistics) {
    if (values.length === 0) into.absent(`${name}.${statistic}`, whyNone);
    else into.put(`${name}.${statistic}`, STATISTICS[statistic](values));
  }
}

/** The definitions of `name.mean`, ... of one family. */
export function distributionDefinitions(
  name: string,
  statistics: readonly Statistic[],
  of: Pick<MetricDefinition, "unit" | "definition" | "source" | "direction">,
): MetricDefinition[] {
  return statistics.map((statistic) => ({
    ...of,
    name: `${name}.${statistic}`,
    definition: `${statistic}: ${of.definition}`,
    scopes: EVERY_SCOPE,
    wallClock: false,
  }));
}
