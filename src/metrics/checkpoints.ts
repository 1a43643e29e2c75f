import { EVERY_SCOPE, type MetricDefinition } from "./metric.js";
import type { MetricFamily } from "./metric-family.js";

/** Thousandths of a cpu times microseconds in one cpu second. */
const PER_CPU_SECOND = 1000 * 1_000_000;

const SOURCE = "own definition, after Young: A first order approximation to the optimum checkpoint interval (1974)";

const DEFINITIONS: readonly Pick<MetricDefinition, "name" | "unit" | "direction" | "definition">[] = [
  {
    name: "checkpoints.written",
    unit: "checkpoints",
    direction: "neutral",
    definition: "checkpoints that tasks completed",
  },
  {
    name: "checkpoints.cpuSeconds",
    unit: "cpu s",
    direction: "lower",
    definition: "cpus x the run time that the checkpoints took (their cost), in which no work was done",
  },
  {
    name: "savedWork.cpuSeconds",
    unit: "cpu s",
    direction: "higher",
    definition:
      "cpus x seconds that killed runs had run up to their last checkpoint: what lostWork.cpuSeconds leaves out",
  },
];

/** What it cost to save work now and then, and what it saved. */
export const checkpoints: MetricFamily = {
  definitions: DEFINITIONS.map((definition) => ({
    ...definition,
    source: SOURCE,
    scopes: EVERY_SCOPE,
    wallClock: false,
  })),
  compute({ history }, scope, into) {
    const { checkpoints: written, checkpointCpu, savedCpu } = history.pace;
    if (!history.plan.frameworks.some(({ checkpoint }) => checkpoint !== undefined)) {
      for (const { name } of DEFINITIONS) into.absent(name, "no workload writes checkpoints");
      return;
    }
    into.put("checkpoints.written", written.of(scope));
    into.put("checkpoints.cpuSeconds", checkpointCpu.of(scope) / PER_CPU_SECOND);
    into.put("savedWork.cpuSeconds", savedCpu.of(scope) / PER_CPU_SECOND);
  },
};
