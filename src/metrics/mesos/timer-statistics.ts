import type { Micros } from "../../base/time.js";
import { MICROS_PER_SECOND } from "../../base/time.js";
import type { Column } from "../column.js";
import { percentile } from "../distribution.js";
import type { MetricDefinition } from "../metric.js";
import type { ScopedMetrics } from "../metric-set.js";

/** Mesos' timers remember an hour, with ever fewer of its older samples. Here it is the run's last hour of virtual time, and all of it. */
const WINDOW: Micros = 3600 * MICROS_PER_SECOND;

const STATISTICS: Readonly<Record<string, (ascending: Float64Array) => number>> = {
  count: (ascending) => ascending.length,
  min: (ascending) => ascending[0] as number,
  max: (ascending) => ascending[ascending.length - 1] as number,
  p50: (ascending) => percentile(ascending, 0.5),
  p90: (ascending) => percentile(ascending, 0.9),
  p95: (ascending) => percentile(ascending, 0.95),
  p99: (ascending) => percentile(ascending, 0.99),
  p999: (ascending) => percentile(ascending, 0.999),
  p9999: (ascending) => percentile(ascending, 0.9999),
};

/** The definitions of a timer and of its statistics. */
export function timerDefinitions(name: string, of: string): MetricDefinition[] {
  const define = (suffix: string, definition: string, unit = "ms"): MetricDefinition => ({
    name: `${name}${suffix}`,
    unit,
    definition,
    source: "Mesos: a timer with a window of one hour",
    scopes: ["all"],
    wallClock: true,
    direction: "neutral",
  });
  const statistics = Object.keys(STATISTICS).map((statistic) =>
    define(
      `/${statistic}`,
      `${statistic} over the last hour of virtual time: ${of}`,
      statistic === "count" ? "runs" : "ms",
    ),
  );
  return [define("", `the last one: ${of}`), ...statistics];
}

/**
 * Puts a timer's last sample, and its statistics over the window when there are two samples in it.
 * @param sampledAt when each sample was taken, ascending
 */
export function putTimer(
  into: ScopedMetrics,
  name: string,
  samples: Column<Float64Array>,
  sampledAt: Column<Float64Array>,
  endedAt: Micros,
): void {
  if (samples.length === 0) into.absent(name, "the allocator was never asked");
  else into.put(name, samples.get(samples.length - 1));
  let first = samples.length;
  while (first > 0 && sampledAt.get(first - 1) >= endedAt - WINDOW) first--;
  const ascending = samples.values().slice(first).sort();
  for (const [statistic, of] of Object.entries(STATISTICS)) {
    if (ascending.length >= 2) into.put(`${name}/${statistic}`, of(ascending));
    else into.absent(`${name}/${statistic}`, "the allocator was asked less than twice in the run's last hour");
  }
}
