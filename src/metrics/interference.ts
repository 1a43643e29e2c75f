import { MICROS_PER_SECOND } from "../base/time.js";
import { distributionDefinitions, putDistribution, type Statistic } from "./distribution.js";
import { EVERY_SCOPE, type MetricDefinition } from "./metric.js";
import type { MetricFamily } from "./metric-family.js";
import { numbersOf } from "./numbers-of.js";
import { finishedTasks } from "./turnaround.js";

const STATISTICS: readonly Statistic[] = ["mean", "p95"];
/** Thousandths of a cpu times microseconds in one cpu second. */
const PER_CPU_SECOND = 1000 * MICROS_PER_SECOND;

const TOTALS: readonly Pick<MetricDefinition, "name" | "unit" | "definition" | "source">[] = [
  {
    name: "throttled.seconds",
    unit: "task s",
    definition: "time that tasks ran with less cpu than they would have used, over all tasks",
    source: "Mesos' container statistics cpus_throttled_time_secs",
  },
  {
    name: "throttled.cpuSeconds",
    unit: "cpu s",
    definition: "cpu time that tasks would have used and did not get, since their agents had no more",
    source: "own definition: what throttled.seconds took",
  },
  {
    name: "memoryKills",
    unit: "tasks",
    definition: "runs of tasks that were killed because the tasks of their agents used more memory than there was",
    source: "Mesos' task_failed/source_slave/reason_container_limitation_memory, where the machine is the limit",
  },
];

/** What it cost that tasks used more than their agents had. */
export const interference: MetricFamily = {
  definitions: [
    ...TOTALS.map((of): MetricDefinition => ({ ...of, scopes: EVERY_SCOPE, wallClock: false, direction: "lower" })),
    ...distributionDefinitions("stretch", STATISTICS, {
      unit: "times",
      definition:
        "how many times as long the last run of a task took as it would have undisturbed, over the tasks that finished",
      source: "Mars et al.: Bubble-Up (2011), as its inverse: degradation by co-location",
      direction: "lower",
    }),
  ],
  compute(run, scope, into) {
    const { pace, memoryKills, plan } = run.history;
    if (plan.interference === undefined) {
      const names = [...TOTALS.map(({ name }) => name), ...STATISTICS.map((statistic) => `stretch.${statistic}`)];
      for (const name of names) into.absent(name, "the scenario has no interference");
      return;
    }
    into.put("throttled.seconds", pace.slowedFor.of(scope) / MICROS_PER_SECOND);
    into.put("throttled.cpuSeconds", pace.withheldCpu.of(scope) / PER_CPU_SECOND);
    into.put("memoryKills", memoryKills.of(scope));
    const stretches = numbersOf(finishedTasks(run, scope), (task) => pace.stretch.get(task));
    putDistribution(into, "stretch", STATISTICS, stretches, "no task finished");
  },
};
