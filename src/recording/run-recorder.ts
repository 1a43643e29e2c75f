import { type Micros, microsToSeconds } from "../base/time.js";
import type { ClusterObserver, SentOffer } from "../cluster/cluster-observer.js";
import type { RoleId } from "../cluster/ids.js";
import type { MetricSample } from "../cluster/metric-sample.js";
import type { KillReason, Task } from "../cluster/task.js";
import type { RunHistory } from "../metrics/run-history.js";
import { TaskGroups } from "../metrics/task-groups.js";
import { RecordedAmounts } from "./amounts.js";
import { ClusterSeries } from "./cluster-series.js";
import { cycleHistogram } from "./cycle-histogram.js";
import { distributionsOf, type TaskGroup } from "./distributions.js";
import { GanttRecords } from "./gantt-records.js";
import { type OfferOutcome, OfferRecords } from "./offer-records.js";
import { chartSeries, type RecordedSeries, writeSeries } from "./recorded-series.js";
import { RoleSeries } from "./role-series.js";
import type { RunCharts } from "./run-charts.js";
import { ScriptSeries } from "./script-series.js";
import type { RecordedRows } from "./tables/recorded-table.js";
import { TaskRecords } from "./task-records.js";

/** Takes what is recorded of a run: tables in parts, as they come, and in the end its charts, and what was left out. */
export interface RecordingSink {
  rows(rows: RecordedRows): void;
  charts(charts: RunCharts): void;
  /** How many offers are in no table. */
  offersLeftOut(count: number): void;
}

/** Charts show no more roles than these: those with most tasks. */
const MOST_CHARTED_ROLES = 12;

/**
 * Follows a run beside its `RunHistory` and keeps what charts and tables need. It is to hear of everything before the
 * history does: how things stood at the end of an instant is read there when the next one begins.
 */
export class RunRecorder implements ClusterObserver {
  readonly #history: RunHistory;
  readonly #sink: RecordingSink;
  readonly #cluster: ClusterSeries;
  readonly #roles: RoleSeries;
  readonly #scripts = new ScriptSeries();
  readonly #tasks: TaskRecords;
  readonly #offers: OfferRecords;
  readonly #gantt: GanttRecords;
  #now: Micros = 0;
  /** Whether anything has happened at this instant. */
  #isDirty = false;

  constructor(history: RunHistory, sink: RecordingSink) {
    const { directory } = history;
    const amounts = new RecordedAmounts(directory.resourceKeys);
    this.#history = history;
    this.#sink = sink;
    this.#cluster = new ClusterSeries(history, amounts);
    this.#roles = new RoleSeries(history);
    this.#tasks = new TaskRecords(history, amounts);
    this.#offers = new OfferRecords(directory, amounts, (rows) => sink.rows(rows));
    this.#gantt = new GanttRecords(directory);
  }

  agentTotal(t: Micros): void {
    this.#happens(t);
  }

  taskSubmitted(t: Micros, task: Task): void {
    this.#happens(t);
    this.#tasks.submitted(task);
    this.#cluster.taskSubmitted();
  }

  taskStarted(t: Micros, task: Task): void {
    this.#happens(t);
    this.#tasks.started(t, task);
    this.#cluster.taskStarted(task);
    this.#gantt.started(t, task);
  }

  taskFinished(t: Micros, task: Task): void {
    this.#happens(t);
    this.#tasks.finished(t, task);
    this.#cluster.taskFinished(task);
    this.#gantt.ended(t, task, "finished");
  }

  taskKilled(t: Micros, task: Task, reason: KillReason): void {
    this.#happens(t);
    this.#tasks.killed(t, task, reason);
    this.#cluster.taskKilled(task);
    this.#gantt.ended(t, task, reason);
  }

  statusUpdate(): void {}

  hookError(): void {}

  revocationDenied(): void {}

  offerSent(t: Micros, offer: SentOffer): void {
    this.#happens(t);
    this.#offers.sent(t, offer);
    this.#cluster.offerSent(offer);
  }

  offerAccepted(t: Micros, offer: SentOffer): void {
    this.#answered(t, offer, "accepted");
  }

  offerDeclined(t: Micros, offer: SentOffer): void {
    this.#answered(t, offer, "declined");
  }

  offerRescinded(t: Micros, offer: SentOffer): void {
    this.#answered(t, offer, "rescinded");
  }

  cycle(): void {}

  sampled(sample: MetricSample): void {
    this.#scripts.add(sample);
  }

  finished(t: Micros): void {
    this.#happens(t);
    this.#settle(t);
    this.#tasks.end(t);
  }

  /** Hands on all that has not been handed on while the run went on. To be called once, when it is finished. */
  write(): void {
    this.#offers.end();
    const into = (rows: RecordedRows) => this.#sink.rows(rows);
    this.#tasks.write(into);
    const series = [...this.#cluster.all(), ...this.#roles.all()];
    const scripts = this.#scripts.all();
    writeSeries([...series, ...scripts], into);
    this.#sink.charts(this.#charts(series, scripts));
    this.#sink.offersLeftOut(this.#offers.leftOut);
  }

  #charts(series: readonly RecordedSeries[], scripts: readonly RecordedSeries[]): RunCharts {
    const { endedAt, cycleMs } = this.#history;
    const groups = this.#groups();
    const charted = new Set(["", ...groups.map(({ of }) => of)]);
    return {
      endSeconds: microsToSeconds(endedAt),
      series: chartSeries(series.filter(({ of }) => charted.has(of))),
      distributions: distributionsOf(this.#history, groups),
      gantt: this.#gantt.gantt(endedAt),
      offers: this.#offers.flows(),
      cycles: cycleHistogram(cycleMs.values()),
      scriptMetrics: chartSeries(scripts),
    };
  }

  /** All tasks, and those of the roles with most of them. */
  #groups(): TaskGroup[] {
    const { directory, lineage, tasks } = this.#history;
    const { frameworks, roles } = directory;
    const groups = new TaskGroups(tasks, frameworks.size, roles.size, lineage);
    const ofRoles = roles.names.map((of, role) => ({ of, tasks: groups.ofRole(role as RoleId) }));
    const most = ofRoles
      .filter((group) => group.tasks.length > 0)
      .sort((a, b) => b.tasks.length - a.tasks.length)
      .slice(0, MOST_CHARTED_ROLES);
    return [{ of: "", tasks: groups.all }, ...ofRoles.filter((group) => most.includes(group))];
  }

  #answered(t: Micros, offer: SentOffer, outcome: OfferOutcome): void {
    this.#happens(t);
    this.#offers.answered(t, offer, outcome);
    this.#cluster.offerAnswered(offer);
  }

  /** What holds at the end of an instant counts, not what is passed through in it. */
  #happens(t: Micros): void {
    if (t !== this.#now) this.#settle(t);
    this.#now = t;
    this.#isDirty = true;
  }

  #settle(until: Micros): void {
    if (!this.#isDirty) return;
    this.#cluster.settle(this.#now, until);
    this.#roles.settle(this.#now);
    this.#isDirty = false;
  }
}
