import type { ParticipatingModules } from "../../src/kinds/participating-modules.js";
import { computeMetrics } from "../../src/metrics/compute-metrics.js";
import { AllocatorTraffic } from "../../src/metrics/mesos/allocator-traffic.js";
import type { MetricSet } from "../../src/metrics/metric-set.js";
import { RunHistory } from "../../src/metrics/run-history.js";
import { directoryOf } from "../../src/simulator/directory-of.js";
import { simulate } from "../../src/simulator/simulate.js";
import { clusterPlan, type PlanSketch } from "../simulator/cluster-plans.js";
import { greedy } from "../simulator/greedy-allocator.js";

/** The figures of a small simulation with an allocator that offers all it has. */
export async function simulatedMetrics(
  sketch: PlanSketch,
  modules: ParticipatingModules | null = null,
): Promise<MetricSet> {
  const plan = clusterPlan(sketch);
  const directory = directoryOf(plan);
  const history = new RunHistory(directory, plan);
  const traffic = new AllocatorTraffic({ record() {} }, { enter() {}, leave() {} });
  const { ledger, gauges, tallies } = await simulate({
    plan,
    directory,
    seed: 1,
    createAllocator: greedy(),
    parameters: {},
    observer: history,
    journal: traffic,
    monitor: traffic,
    modules,
  });
  return computeMetrics(history, { ledger, gauges, traffic, tallies });
}
