import type { MetricDefinition } from "../metric.js";
import type { MetricFamily } from "../metric-family.js";
import { gaugeValue } from "./gauge-value.js";

/** Those that Mesos has gauges for. */
const UNITS = { cpus: "cpus", mem: "MiB", disk: "MiB" } as const;
const NAMES = Object.keys(UNITS) as (keyof typeof UNITS)[];

/** What the cluster has, and what of it is given out. */
export const clusterResources: MetricFamily = {
  definitions: NAMES.flatMap((name) => [
    define(name, "total", `at the end: ${name} of all agents, reserved and revocable ones included (S1)`),
    define(
      name,
      "offered_or_allocated",
      `at the end: ${name} that frameworks are offered or use, those included that are not registered (yet)`,
    ),
  ]),
  compute({ history, books }, scope, into) {
    if (scope.kind !== "all") return;
    const { resourceKeys } = history.directory;
    for (const name of NAMES) {
      into.put(metricName(name, "total"), gaugeValue(books.total, name, resourceKeys));
      into.put(metricName(name, "offered_or_allocated"), gaugeValue(books.held, name, resourceKeys));
    }
  },
};

function metricName(resource: string, figure: string): string {
  return `allocator/mesos/resources/${resource}/${figure}`;
}

function define(resource: keyof typeof UNITS, figure: string, definition: string): MetricDefinition {
  return {
    name: metricName(resource, figure),
    unit: UNITS[resource],
    definition,
    source: "Mesos' allocator metrics",
    scopes: ["all"],
    wallClock: false,
    direction: "neutral",
  };
}
