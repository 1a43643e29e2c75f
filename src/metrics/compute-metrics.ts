import type { EndOfRun } from "./end-of-run.js";
import { METRIC_FAMILIES } from "./known-metrics.js";
import { ClusterBooks } from "./mesos/cluster-books.js";
import type { FinishedRun } from "./metric-family.js";
import { type MetricSet, MetricSetBuilder } from "./metric-set.js";
import { preemptionTroubleOf } from "./preemption-trouble.js";
import type { RunHistory } from "./run-history.js";
import { scopesOf } from "./scope.js";
import { TaskGroups } from "./task-groups.js";

/** All figures of a run that is over. */
export function computeMetrics(history: RunHistory, end: EndOfRun): MetricSet {
  const { directory, lineage } = history;
  const groups = new TaskGroups(history.tasks, directory.frameworks.size, directory.roles.size, lineage);
  const run: FinishedRun = {
    history,
    end,
    books: new ClusterBooks(end.ledger, lineage),
    tasksOf(scope) {
      if (scope.kind === "all") return groups.all;
      return scope.kind === "role" ? groups.ofRole(scope.id) : groups.ofFramework(scope.id);
    },
  };
  const set = new MetricSetBuilder();
  for (const scope of scopesOf(directory, history.plan)) {
    const into = set.at(scope.kind, scope.name);
    for (const family of METRIC_FAMILIES) family.compute(run, scope, into);
  }
  const { scriptMetrics } = history;
  const metrics = { ...set.metrics, ...scriptMetrics.lastByKey() };
  return {
    metrics,
    notComparable: set.notComparable,
    scriptMetrics: scriptMetrics.summary(),
    preemption: preemptionTroubleOf(history),
  };
}
