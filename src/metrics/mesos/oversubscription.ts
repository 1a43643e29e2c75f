import type { Ledger } from "../../allocator/ledger.js";
import { add, NO_RESOURCES } from "../../cluster/resources.js";
import { type GaugedAgent, revocableGauges } from "../../kinds/oversubscription/revocable-gauges.js";
import type { MetricDefinition, MetricDirection } from "../metric.js";
import type { MetricFamily } from "../metric-family.js";

const COUNTERS = {
  "slave/executors_preempted": ["executors", "lower", "executors that QoS controllers had killed"],
  "slave/tasks_gone": ["tasks", "lower", "their tasks that ended as TASK_GONE: those of partition-aware frameworks"],
  "slave/tasks_lost": ["tasks", "lower", "their tasks that ended as TASK_LOST: those of other frameworks"],
  "master/messages_update_slave": [
    "messages",
    "neutral",
    "what agents told the master about what can be lent, news or not",
  ],
} as const;

const GAUGES = {
  total: ["cpus, MiB or gpus", "at the end: revocable resources of all agents"],
  used: ["cpus, MiB or gpus", "at the end: revocable resources in use"],
  percent: ["share", "at the end: used / total (0..1), 0 where there is none"],
} as const;

/** What was lent beyond what agents have, and what was taken back by force. */
export const oversubscription: MetricFamily = {
  definitions: [
    ...Object.entries(COUNTERS).map(([name, [unit, direction, definition]]) =>
      ofMesos(name, unit, direction, definition),
    ),
    ...Object.entries(GAUGES).map(([figure, [unit, definition]]) =>
      ofMesos(`master/<resource>_revocable_${figure}`, unit, "neutral", definition),
    ),
  ],
  compute({ history, end }, scope, into) {
    if (scope.kind !== "all") return;
    const counters = end.tallies?.oversubscription ?? null;
    for (const name of Object.keys(COUNTERS) as (keyof typeof COUNTERS)[]) {
      if (counters === null) into.absent(name, "agents have neither a resource estimator nor a QoS controller");
      else into.put(name, counters[name]);
    }
    if (counters === null) return;
    const gauges = revocableGauges(history.directory.resourceKeys, agentsOf(end.ledger));
    for (const [name, value] of Object.entries(gauges)) into.put(name, value);
  },
};

function ofMesos(name: string, unit: string, direction: MetricDirection, definition: string): MetricDefinition {
  const source = "Mesos' master and agent metrics";
  return { name, unit, definition, source, scopes: ["all"], wallClock: false, direction };
}

function agentsOf({ agents }: Ledger): GaugedAgent[] {
  return agents
    .filter((account) => account !== undefined)
    .map((account) => ({ total: account.total, used: usedOn(account) }));
}

function usedOn({ holdings }: NonNullable<Ledger["agents"][number]>) {
  return [...holdings.values()].reduce((sum, { inUse }) => add(sum, inUse), NO_RESOURCES);
}
