import { MICROS_PER_SECOND, microsToSeconds } from "../base/time.js";
import { EVERY_SCOPE } from "./metric.js";
import type { MetricFamily } from "./metric-family.js";
import type { RunHistory } from "./run-history.js";

/** What of it a report names: one task stands for a thousand that fare alike. */
const MOST_TOLD = 10;

/** Tasks that were preempted over and over, and stretches in which nothing else happened. */
export interface PreemptionTrouble {
  /** The worst first, ten at most. */
  readonly loops: readonly {
    readonly task: string;
    readonly framework: string;
    /** In a row, without keeping any work. */
    readonly preemptions: number;
    readonly fromSeconds: number;
    readonly toSeconds: number;
  }[];
  /** In order of time, ten at most. */
  readonly livelocks: readonly { readonly fromSeconds: number; readonly toSeconds: number }[];
}

const SOURCE =
  "own definition, after the loop of Kueue's issue tracker in which two workloads preempt each other in turn for ever";

/** Preemptions that lead nowhere. */
export const preemptionTrouble: MetricFamily = {
  definitions: [
    {
      name: "preemptions.overBudget",
      unit: "revocations",
      definition:
        "revocations that were not carried out at their deadline, or not wholly, since a preemption budget was used up",
      source: "own definition; the budget is that of Kubernetes' PodDisruptionBudget, per time",
      scopes: EVERY_SCOPE,
      wallClock: false,
      direction: "neutral",
    },
    {
      name: "preemptions.tooYoung",
      unit: "revocations",
      definition:
        "revocations that were not carried out at their deadline, or not wholly, since tasks had not run for the minimum runtime",
      source: "own definition; the rule is Slurm's PreemptExemptTime",
      scopes: EVERY_SCOPE,
      wallClock: false,
      direction: "neutral",
    },
    {
      name: "preemptionsPerTask.max",
      unit: "preemptions",
      definition: "how often the task was preempted that was preempted most often",
      source: "as preemptions",
      scopes: EVERY_SCOPE,
      wallClock: false,
      direction: "lower",
    },
    {
      name: "preemptionLoops",
      unit: "tasks",
      definition:
        "tasks that were preempted so often in a row as the scenario's preemption.loopAfter says, without keeping any of their work",
      source: SOURCE,
      scopes: EVERY_SCOPE,
      wallClock: false,
      direction: "lower",
    },
    {
      name: "livelockSeconds",
      unit: "s",
      definition:
        "from the first to the last preemption between two ends of tasks, where that is preemption.livelockAfter or longer and some task was preempted loopAfter times within; the sum of these",
      source: SOURCE,
      scopes: ["all"],
      wallClock: false,
      direction: "lower",
    },
  ],
  compute({ history: { denials, loops } }, scope, into) {
    into.put("preemptions.overBudget", denials.budget.of(scope));
    into.put("preemptions.tooYoung", denials.minimumRuntime.of(scope));
    into.put("preemptionsPerTask.max", loops.mostOfOneTask(scope));
    into.put("preemptionLoops", loops.loopsOf(scope).length);
    if (scope.kind !== "all") return;
    const micros = loops.livelocks.reduce((sum, { from, to }) => sum + to - from, 0);
    into.put("livelockSeconds", micros / MICROS_PER_SECOND);
  },
};

/** The same by name, for people. */
export function preemptionTroubleOf({ directory, loops }: RunHistory): PreemptionTrouble {
  const worst = loops.loopsOf({ kind: "all", id: 0, name: "" }).slice(0, MOST_TOLD);
  return {
    loops: worst.map(({ task, framework, times, from, to }) => ({
      task: directory.tasks.name(task),
      framework: directory.frameworks.name(framework),
      preemptions: times,
      fromSeconds: microsToSeconds(from),
      toSeconds: microsToSeconds(to),
    })),
    livelocks: loops.livelocks.slice(0, MOST_TOLD).map(({ from, to }) => ({
      fromSeconds: microsToSeconds(from),
      toSeconds: microsToSeconds(to),
    })),
  };
}
