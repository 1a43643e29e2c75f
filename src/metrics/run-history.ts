import type { Decisions } from "../allocator/decisions.js";
import type { OperationSink } from "../allocator/operation-sink.js";
import type { Operation } from "../allocator/operations.js";
import type { Micros } from "../base/time.js";
import type { ClusterObserver, SentOffer } from "../cluster/cluster-observer.js";
import type { Directory } from "../cluster/directory.js";
import type { AgentId, ResourceKeyId, RoleId } from "../cluster/ids.js";
import type { MetricSample } from "../cluster/metric-sample.js";
import type { ClusterPlan } from "../cluster/plan.js";
import { type DenialReason, LOOP_DEFAULTS } from "../cluster/preemption-plan.js";
import { amountOf, type Resources } from "../cluster/resources.js";
import { DEFAULT_ROLE } from "../cluster/role-name.js";
import type { StatusUpdate } from "../cluster/status-update.js";
import type { KillReason, Placement, Task } from "../cluster/task.js";
import { ClusterUsage } from "./cluster-usage.js";
import { floatColumn } from "./column.js";
import { FailureTallies } from "./failure-tallies.js";
import { FairnessOverTime } from "./fairness-over-time.js";
import { FragmentationOverTime } from "./fragmentation-over-time.js";
import { LoansInUse } from "./loans-in-use.js";
import { OfferDroughts } from "./offer-droughts.js";
import { OffersOverTime } from "./offers-over-time.js";
import { keptWork, PaceTotals, unsavedSince } from "./pace-totals.js";
import { PreemptionLoops } from "./preemption-loops.js";
import { RoleLineage } from "./role-lineage.js";
import { ScopedTally } from "./scoped-tally.js";
import { ScriptMetrics } from "./script-metrics.js";
import { TaskColumns } from "./task-columns.js";
import { UnusedOverTime } from "./unused-over-time.js";

const PREEMPTIONS: ReadonlySet<KillReason> = new Set(["revoked", "handedBack", "containerPreempted"]);

/**
 * What happened in one run, gathered while it goes on in columns that hold a million tasks: all that metrics are computed
 * from. It is told what happens in the cluster, and what crosses the port to the allocator.
 */
export class RunHistory implements ClusterObserver, OperationSink {
  readonly directory: Directory;
  readonly plan: ClusterPlan;
  readonly lineage: RoleLineage;
  readonly usage: ClusterUsage;
  readonly loans: LoansInUse;
  readonly tasks = new TaskColumns();
  readonly offers: Readonly<Record<"sent" | "accepted" | "declined" | "rescinded", ScopedTally>>;
  readonly kills: ScopedTally;
  readonly failures: FailureTallies;
  /** What tasks had in use less than they held. */
  readonly unused: UnusedOverTime;
  /** How tasks got on that save their work or may be slowed. */
  readonly pace: PaceTotals;
  readonly fairness: FairnessOverTime;
  readonly fragmentation: FragmentationOverTime;
  readonly onOffer: OffersOverTime;
  readonly droughts: OfferDroughts;
  /** Errors that hooks reported. */
  hookErrors = 0;
  readonly preemptions: ScopedTally;
  readonly loops: PreemptionLoops;
  /** Revocations that were not carried out, or not wholly. */
  readonly denials: Readonly<Record<DenialReason, ScopedTally>>;
  /** By the machine, for want of memory. */
  readonly memoryKills: ScopedTally;
  /** Thousandths of a cpu times microseconds. */
  readonly lostCpu: ScopedTally;
  readonly scriptMetrics = new ScriptMetrics();
  readonly cycleMs = floatColumn();
  /** Virtual time of each. */
  readonly cycleAt = floatColumn();
  endedAt: Micros = 0;
  readonly #homeRoles: readonly RoleId[];
  readonly #weights: ReadonlyMap<string, number>;

  constructor(directory: Directory, plan: ClusterPlan) {
    const { roles, frameworks, resourceKeys } = directory;
    this.directory = directory;
    this.plan = plan;
    this.lineage = new RoleLineage(roles);
    const excluded = new Set(plan.options.fairnessExclude);
    this.usage = new ClusterUsage(resourceKeys, this.lineage, (key) => {
      return !excluded.has(resourceKeys.get(key as ResourceKeyId).name);
    });
    this.loans = new LoansInUse(resourceKeys, roles.size, (...change) => this.usage.tasksBorrow(...change));
    const tally = () => new ScopedTally(this.lineage);
    this.offers = { sent: tally(), accepted: tally(), declined: tally(), rescinded: tally() };
    this.kills = tally();
    this.failures = new FailureTallies(tally);
    this.unused = new UnusedOverTime(directory, plan, tally);
    this.pace = new PaceTotals(directory, plan, tally);
    this.fairness = new FairnessOverTime(directory, plan, this.usage.capacity);
    this.fragmentation = new FragmentationOverTime(directory, plan);
    this.onOffer = new OffersOverTime(resourceKeys, this.lineage);
    this.droughts = new OfferDroughts(frameworks.size);
    this.preemptions = tally();
    this.denials = { budget: tally(), minimumRuntime: tally() };
    this.loops = new PreemptionLoops({ ...LOOP_DEFAULTS, ...plan.preemption?.loops }, this.lineage);
    this.memoryKills = tally();
    this.lostCpu = tally();
    const firstRoles = new Map(plan.frameworks.map(({ name, roles }) => [name, roles[0]]));
    this.#homeRoles = frameworks.names.map((name) => roles.id(firstRoles.get(name) ?? DEFAULT_ROLE));
    this.#weights = new Map(plan.roles.map(({ name, weight }) => [name, weight]));
  }

  weightOf(role: string): number {
    return this.#weights.get(role) ?? 1;
  }

  agentTotal(t: Micros, agent: AgentId, total: Resources | null): void {
    this.fairness.settle(t);
    this.usage.agentTotal(t, agent, total);
    this.fairness.capacityChanged();
    this.fragmentation.agentTotal(t, agent, total);
  }

  record(t: Micros, operation: Operation, decisions: Decisions): void {
    this.onOffer.record(t, operation, decisions);
    this.droughts.record(t, operation, decisions);
    this.loans.record(t, operation, decisions);
  }

  taskSubmitted(t: Micros, task: Task): void {
    const role = this.#homeRoles[task.framework] as RoleId;
    this.tasks.submitted(t, task.id, task.framework, role, task.duration);
    this.fairness.taskSubmitted(t, task);
    this.droughts.taskWaits(t, task);
  }

  taskStarted(t: Micros, task: Task): void {
    const { agent, role } = task.placement as Placement;
    this.fairness.taskStarted(t, task);
    this.fragmentation.taskUses(t, agent, task.demand, 1);
    this.droughts.taskStarted(t, task);
    this.tasks.started(t, task.id, role);
    this.usage.taskUses(t, task.framework, role, task.demand, 1);
    this.unused.started(task);
    this.pace.started(task);
  }

  taskFinished(t: Micros, task: Task): void {
    this.tasks.finished(t, task.id);
    this.loops.progressed();
    this.unused.ended(t, task);
    this.pace.finished(t, task);
    const { agent, role } = task.placement as Placement;
    this.usage.taskUses(t, task.framework, role, task.demand, -1);
    this.fairness.taskFinished(t, task);
    this.fragmentation.taskUses(t, agent, task.demand, -1);
  }

  taskKilled(t: Micros, task: Task, reason: KillReason): void {
    const { agent, role } = task.placement as Placement;
    this.tasks.killed(task.id);
    this.fairness.taskKilled(t, task);
    this.fragmentation.taskUses(t, agent, task.demand, -1);
    this.droughts.taskWaits(t, task);
    this.unused.ended(t, task);
    this.usage.taskUses(t, task.framework, role, task.demand, -1);
    this.kills.add(task.framework, role, 1);
    if (PREEMPTIONS.has(reason)) {
      this.preemptions.add(task.framework, role, 1);
      this.loops.preempted(t, task, keptWork(t, task));
    }
    if (reason === "outOfMemory") this.memoryKills.add(task.framework, role, 1);
    this.lostCpu.add(task.framework, role, this.#cpusOf(task) * (t - unsavedSince(t, task)));
    this.pace.killed(t, task);
  }

  statusUpdate(_t: Micros, task: Task, update: StatusUpdate): void {
    const role = task.placement?.role ?? (this.#homeRoles[task.framework] as RoleId);
    this.failures.count(task.framework, role, update);
  }

  hookError(): void {
    this.hookErrors++;
  }

  offerSent(_t: Micros, { framework, role }: SentOffer): void {
    this.offers.sent.add(framework, role, 1);
  }

  offerAccepted(_t: Micros, { framework, role }: SentOffer): void {
    this.offers.accepted.add(framework, role, 1);
  }

  offerDeclined(_t: Micros, { framework, role }: SentOffer): void {
    this.offers.declined.add(framework, role, 1);
  }

  offerRescinded(_t: Micros, { framework, role }: SentOffer): void {
    this.offers.rescinded.add(framework, role, 1);
  }

  revocationDenied(_t: Micros, { framework, role }: Pick<SentOffer, "framework" | "role">, reason: DenialReason): void {
    this.denials[reason].add(framework, role, 1);
  }

  cycle(t: Micros, milliseconds: number): void {
    this.cycleAt.push(t);
    this.cycleMs.push(milliseconds);
  }

  sampled(sample: MetricSample): void {
    this.scriptMetrics.add(sample);
  }

  finished(t: Micros): void {
    this.endedAt = t;
    this.loops.progressed();
    this.fairness.settle(t);
    this.fragmentation.settle(t);
    this.onOffer.finish(t);
    this.droughts.finish(t);
    this.unused.finish(t);
    this.pace.finish(t);
    this.usage.finish(t);
  }

  #cpusOf(task: Task): number {
    const cpus = this.directory.resourceKeys.find("cpus");
    return cpus === undefined ? 0 : amountOf(task.demand, cpus);
  }
}
