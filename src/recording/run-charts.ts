/**
 * One run as charts show it: what happened over virtual time, down-sampled to what an eye can tell apart, so that a run of a
 * million tasks stays under a megabyte. Plain JSON. Times are virtual seconds since the run began.
 */
export interface RunCharts {
  /** The run's end. */
  readonly endSeconds: number;
  /**
   * Step functions. Of the cluster, for each resource that it has (`cpus`, `mem`, `disk`, `gpus`): `utilisation.cpus` (held
   * by tasks), `utilisationUsed.cpus` (what they really use; of `cpus` and `mem`, where the scenario tells any task's
   * usage), `utilisationRevocable.cpus` (what they hold as revocable resources; only where there was any),
   * `utilisationOffered.cpus` (on offer and not answered yet, or held), and `tasks.running`, `tasks.pending`. Of each
   * top-level role with all below it: `dominantShare`, `fairShare` (that of progressive filling over what it holds and waits
   * for), `tasks.pending`.
   */
  readonly series: readonly Series[];
  /** How long tasks waited, and how long they took from submission to end: over all, and of the 12 roles with most tasks. */
  readonly distributions: readonly Distribution[];
  readonly gantt: Gantt;
  /** What became of the offers to each framework in each role; of the 200 with most offers, most first. */
  readonly offers: readonly OfferFlow[];
  /** Wall-clock time of the allocator's cycles. */
  readonly cycles: Histogram;
  /** The script's own numbers: `script.` and their name, unit, and the points that it reported. */
  readonly scriptMetrics: readonly Series[];
}

/**
 * Holds `values[i]` from `times[i]` until the next time. At most 2000 points, and fewer where there are many series; the
 * extremes of what was merged are kept.
 */
export interface Series {
  /** Of the metric: `utilisation.cpus`, `dominantShare`, `fairShare`, `tasks.pending`, ... */
  readonly name: string;
  /** A role, or empty for the whole cluster. */
  readonly of: string;
  /** `share` (0..1), `tasks`, ...; empty: a plain number. */
  readonly unit: string;
  readonly times: readonly number[];
  readonly values: readonly number[];
}

/** An empirical distribution: `parts[i]` of all values are at most `seconds[i]`. Ascending, at most 500 points, the last part is 1. */
export interface Distribution {
  readonly name: "wait" | "turnaround";
  readonly of: string;
  /** How many values. */
  readonly count: number;
  readonly seconds: readonly number[];
  readonly parts: readonly number[];
}

/** Which tasks ran where. */
export interface Gantt {
  /** The agents that are shown, by name; at most 200. */
  readonly agents: readonly string[];
  readonly frameworks: readonly string[];
  readonly bars: readonly GanttBar[];
  /** Bars of these agents that are not shown: 0 but where even a few agents have too many. The killed ones are left out last, before them the longest. */
  readonly barsLeftOut: number;
  /** Agents that are not shown, with all their bars. */
  readonly agentsLeftOut: number;
}

/** One task's stay on one agent. At most 6000 in a run. */
export interface GanttBar {
  /** Index in `Gantt.agents`. */
  readonly agent: number;
  /** Index in `Gantt.frameworks`. */
  readonly framework: number;
  readonly task: string;
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly revocable: boolean;
  /** How it ended; `running`: the run was over first. Else the reason of the kill. */
  readonly end: string;
  /** Thousandths of a cpu. */
  readonly milliCpus: number;
}

export interface OfferFlow {
  readonly framework: string;
  readonly role: string;
  readonly sent: number;
  readonly accepted: number;
  readonly declined: number;
  readonly rescinded: number;
}

/** `counts[i]` values lie in `[edges[i], edges[i + 1])`; the last bin has both ends. Milliseconds, on a logarithmic scale. */
export interface Histogram {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/** Which run of a comparison the charts show. */
export interface ChartedRun {
  readonly scenario: string;
  /** Index in the scenario's `points`. */
  readonly point: number;
  readonly label: string;
  readonly seed: number;
  readonly charts: RunCharts;
}
