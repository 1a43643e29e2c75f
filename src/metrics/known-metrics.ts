import { boundedSlowdown } from "./bounded-slowdown.js";
import { cycles } from "./cycles.js";
import { dominantShare } from "./dominant-share.js";
import { jain } from "./jain.js";
import { lostWork } from "./lost-work.js";
import { makespan } from "./makespan.js";
import type { MetricDefinition } from "./metric.js";
import type { MetricFamily } from "./metric-family.js";
import { offers } from "./offers.js";
import { taskCounts } from "./task-counts.js";
import { turnaround } from "./turnaround.js";
import { utilisation } from "./utilisation.js";
import { wait } from "./wait.js";

/** In the order in which reports show them. */
export const METRIC_FAMILIES: readonly MetricFamily[] = [
  utilisation,
  taskCounts,
  wait,
  turnaround,
  boundedSlowdown,
  makespan,
  jain,
  dominantShare,
  offers,
  lostWork,
  cycles,
];

/** Every metric that a run can have, without its scope. */
export const KNOWN_METRICS: readonly MetricDefinition[] = METRIC_FAMILIES.flatMap((family) => family.definitions);
