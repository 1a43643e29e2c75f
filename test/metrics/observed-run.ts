import type { Gauge } from "../../src/allocator/allocator.js";
import { NO_DECISIONS } from "../../src/allocator/decisions.js";
import { Ledger } from "../../src/allocator/ledger.js";
import type { Operation } from "../../src/allocator/operations.js";
import type { Micros } from "../../src/base/time.js";
import { secondsToMicros } from "../../src/base/time.js";
import type { SentOffer } from "../../src/cluster/cluster-observer.js";
import { createDirectory, type Directory } from "../../src/cluster/directory.js";
import type { ClusterPlan, FrameworkPlan, RolePlan } from "../../src/cluster/plan.js";
import { parseResourceText, type ResourceEntry } from "../../src/cluster/resource-text.js";
import type { KillReason, Task } from "../../src/cluster/task.js";
import { computeMetrics } from "../../src/metrics/compute-metrics.js";
import { AllocatorTraffic } from "../../src/metrics/mesos/allocator-traffic.js";
import type { MetricSet } from "../../src/metrics/metric-set.js";
import { RunHistory } from "../../src/metrics/run-history.js";
import { JobListBuilder } from "../../src/scenario/job-list.js";

interface Names {
  readonly agents?: readonly string[];
  /** Framework name -> its roles. */
  readonly frameworks?: Readonly<Record<string, readonly string[]>>;
  readonly weights?: Readonly<Record<string, number>>;
  readonly quotas?: Readonly<Record<string, { readonly guarantees: string; readonly limits: string }>>;
  readonly fairnessExclude?: readonly string[];
  readonly countLentInShares?: boolean;
  /** Framework name -> the jobs that its plan foresees, in seconds; what happens is told by `submit` all the same. */
  readonly work?: Readonly<Record<string, readonly PlannedJob[]>>;
  /** Framework name -> its targets in seconds. */
  readonly slo?: Readonly<Record<string, { readonly wait?: number; readonly turnaround?: number }>>;
}

interface PlannedJob {
  readonly at?: number;
  readonly tasks?: number;
  readonly each: string;
  readonly runs?: number;
}

/** Tells a run to `RunHistory` by hand, in seconds and resource texts: what a test says is what happened. */
export class ObservedRun {
  readonly directory: Directory;
  readonly history: RunHistory;
  /** The host's books: what a test books there is how things stand at the end. */
  readonly ledger: Ledger;
  readonly traffic = new AllocatorTraffic({ record() {} }, { enter() {}, leave() {} });
  readonly gauges: Gauge[] = [];
  readonly #tasks = new Map<string, Task>();

  constructor(names: Names = {}) {
    const { agents = ["a1"], frameworks = { web: ["*"] }, weights = {}, quotas = {}, fairnessExclude = [] } = names;
    const { work = {}, slo = {}, countLentInShares = true } = names;
    const configured = [...Object.keys(weights), ...Object.keys(quotas)];
    const roles = [...new Set([...Object.values(frameworks).flat(), ...configured])];
    this.directory = createDirectory({ agents, frameworks: Object.keys(frameworks), roles });
    const plan = {
      frameworks: Object.entries(frameworks).map(([name, roles]) => ({
        name,
        roles,
        startsAt: 0,
        workload: { kind: "jobs", jobs: jobsOf(work[name] ?? []) },
        ...(slo[name] === undefined ? {} : { slo: targetsOf(slo[name]) }),
      })),
      roles: [...new Set(configured)].map((name) => rolePlan(name, weights[name], quotas[name])),
      options: { fairnessExclude, countLentInShares },
    };
    this.ledger = new Ledger(this.directory);
    // The history reads nothing else of a plan.
    this.history = new RunHistory(this.directory, plan as unknown as ClusterPlan);
  }

  agent(seconds: number, agent: string, total: string | null): this {
    const resources = total === null ? null : this.directory.resourceKeys.parse(total);
    this.history.agentTotal(at(seconds), this.directory.agents.id(agent), resources);
    return this;
  }

  submit(seconds: number, task: string, framework: string, demand: string, runs: number | null): this {
    const requested = this.directory.resourceKeys.parse(demand);
    const submitted: Task = {
      id: this.directory.tasks.intern(task),
      framework: this.directory.frameworks.id(framework),
      demand: requested,
      requested,
      submittedAt: at(seconds),
      duration: runs === null ? null : at(runs),
      state: "pending",
      firstStartedAt: -1,
      startedAt: -1,
      runningSince: -1,
      placement: null,
      pace: null,
    };
    this.#tasks.set(task, submitted);
    this.history.taskSubmitted(at(seconds), submitted);
    return this;
  }

  start(seconds: number, name: string, role = "*", agent = "a1"): this {
    const task = this.#task(name);
    task.startedAt = at(seconds);
    task.placement = {
      agent: this.directory.agents.id(agent),
      role: this.directory.roles.id(role),
      resources: task.demand,
      revocable: false,
    };
    this.history.taskStarted(at(seconds), task);
    return this;
  }

  finish(seconds: number, name: string): this {
    this.history.taskFinished(at(seconds), this.#task(name));
    return this;
  }

  kill(seconds: number, name: string, reason: KillReason): this {
    this.history.taskKilled(at(seconds), this.#task(name), reason);
    return this;
  }

  offer(framework: string, role: string, resources = "cpus:1", agent = "a1"): SentOffer {
    const { agents, frameworks, roles, resourceKeys } = this.directory;
    return {
      framework: frameworks.id(framework),
      role: roles.id(role),
      agent: agents.id(agent),
      resources: resourceKeys.parse(resources),
    };
  }

  /** An operation crosses the port. */
  tell(seconds: number, operation: Operation): this {
    this.history.record(at(seconds), operation, NO_DECISIONS);
    return this;
  }

  register(seconds: number, framework: string, ...roles: readonly string[]): this {
    return this.tell(seconds, {
      op: "addFramework",
      framework: this.directory.frameworks.id(framework),
      roles: roles.map((role) => this.directory.roles.id(role)),
      capabilities: [],
      suppressedRoles: [],
      active: true,
    });
  }

  /** The allocator decides an offer. */
  decide(seconds: number, framework: string, resources: string, role = "*", agent = "a1"): this {
    const offer = { ...this.offer(framework, role, resources, agent), lends: null, why: null };
    this.history.record(at(seconds), { op: "allocate", wake: false }, { ...NO_DECISIONS, offers: [offer] });
    return this;
  }

  /** The allocator decides an offer of what a role lends: plain resources, offered as revocable ones. */
  lend(seconds: number, owner: string, framework: string, lent: string, role = "*", agent = "a1"): this {
    const { roles, resourceKeys } = this.directory;
    const lends = { owner: roles.id(owner), resources: resourceKeys.parse(lent) };
    const offer = { ...this.offer(framework, role, revocable(lent), agent), lends, why: null };
    this.history.record(at(seconds), { op: "allocate", wake: false }, { ...NO_DECISIONS, offers: [offer] });
    return this;
  }

  /** A part of an offer is used. */
  accept(seconds: number, framework: string, resources: string, role = "*", agent = "a1"): this {
    const used = this.offer(framework, role, resources, agent);
    return this.tell(seconds, { op: "acceptOffer", ...used, task: null });
  }

  /** A part of an offer is given back, or what a task has used. */
  recover(seconds: number, framework: string, resources: string, role = "*", agent = "a1", allocated = false): this {
    const returned = this.offer(framework, role, resources, agent);
    return this.tell(seconds, { op: "recoverResources", ...returned, refuse: null, allocated, task: null });
  }

  sample(seconds: number, name: string, value: number, unit = ""): this {
    this.history.sampled({ t: at(seconds), name, unit, value });
    return this;
  }

  end(seconds: number): MetricSet {
    this.history.finished(at(seconds));
    return computeMetrics(this.history, this);
  }

  #task(name: string): Task {
    return this.#tasks.get(name) as Task;
  }
}

/** `cpus:1;mem:2` -> `cpus{REV}:1;mem{REV}:2` */
export function revocable(text: string): string {
  return text.replaceAll(":", "{REV}:");
}

function rolePlan(name: string, weight = 1, quota?: { guarantees: string; limits: string }): RolePlan {
  if (quota === undefined) return { name, weight, quota: null };
  const [guarantees, limits] = [quota.guarantees, quota.limits].map((text) => parseResourceText(text, "keep"));
  return { name, weight, quota: { guarantees: guarantees as ResourceEntry[], limits: limits as ResourceEntry[] } };
}

function jobsOf(jobs: readonly PlannedJob[]) {
  const builder = new JobListBuilder();
  for (const { at: submittedAt = 0, tasks = 1, each, runs = 1 } of jobs) {
    const resources = parseResourceText(each);
    builder.add({ submittedAt: at(submittedAt), tasks, resources, duration: at(runs), gang: false, estimate: null });
  }
  return builder.build();
}

function targetsOf({ wait, turnaround }: { wait?: number; turnaround?: number }): NonNullable<FrameworkPlan["slo"]> {
  return {
    ...(wait === undefined ? {} : { wait: at(wait) }),
    ...(turnaround === undefined ? {} : { turnaround: at(turnaround) }),
  };
}

function at(seconds: number): Micros {
  return secondsToMicros(seconds);
}
