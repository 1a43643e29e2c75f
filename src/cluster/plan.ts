import type { Micros } from "../base/time.js";
import type { Capability } from "./capability.js";
import type { ResourceEntry } from "./resource-text.js";

/**
 * A cluster and everything that will happen to it, as plain data with names as text: what a scenario (or a trace) comes
 * down to once its random numbers are drawn, and all that the simulator is given. Can be sent to another process.
 */
export interface ClusterPlan {
  readonly agents: readonly AgentPlan[];
  readonly roles: readonly RolePlan[];
  readonly frameworks: readonly FrameworkPlan[];
  readonly faults: readonly AgentFault[];
  readonly options: AllocatorOptionsPlan;
  /** An offer that nobody answered is rescinded after this time; null: never. */
  readonly offerTimeout: Micros | null;
  /** The run ends here; null: when every job has ended. */
  readonly duration: Micros | null;
}

/** As in the journal's header. */
export interface AllocatorOptionsPlan {
  readonly allocationInterval: Micros;
  readonly agentOrder: "id" | "shuffle";
  readonly roleSorter: "drf" | "random";
  readonly frameworkSorter: "drf" | "random";
  /** Resource texts, each an alternative. */
  readonly minAllocatable: readonly string[];
  readonly fairnessExclude: readonly string[];
  readonly filterGpuResources: boolean;
  readonly weightUpdates: "cached" | "immediate";
}

export interface AgentPlan {
  readonly name: string;
  readonly resources: readonly ResourceEntry[];
}

export interface RolePlan {
  readonly name: string;
  readonly weight: number;
  readonly quota: { readonly guarantees: readonly ResourceEntry[]; readonly limits: readonly ResourceEntry[] } | null;
}

export interface FrameworkPlan {
  readonly name: string;
  /** What it subscribes to; its tasks run in whichever of them is offered, its demand is reported for the first. */
  readonly roles: readonly string[];
  readonly capabilities: readonly Capability[];
  /** When it registers. */
  readonly startsAt: Micros;
  /** The filter it asks for when it declines, or when it accepts a part. */
  readonly refuse: Micros;
  /** Whether it suppresses offers while it has nothing to run, and revives them when work arrives. */
  readonly suppresses: boolean;
  /** At least this long between two revives: arrivals in between wait for the next one. 0: revive at once. */
  readonly reviveInterval: Micros;
  /** Whether a task may start ahead of an earlier one that does not fit now (first fit), or must wait its turn (first come, first served). */
  readonly queue: "firstFit" | "firstComeFirstServed";
  /** How long it holds offers for a gang that is not complete before it declines them. */
  readonly gangTimeout: Micros;
  /** What it answers to an inverse offer: `accept` hands back by the deadline, `decline` keeps what it has. */
  readonly inverseOffers: "accept" | "decline";
  /** It reports demand for this many groups of equal tasks, in queue order. */
  readonly requestWindow: number;
  readonly workload: JobsWorkload | ServiceWorkload;
}

/** Jobs that arrive, run and end (scenario workloads `batch` and `trace`). */
export interface JobsWorkload {
  readonly kind: "jobs";
  readonly jobs: JobList;
}

/** Keeps `instances` tasks up: one that is killed or lost is started again. They never end by themselves. */
export interface ServiceWorkload {
  readonly kind: "service";
  readonly instances: number;
  readonly resources: readonly ResourceEntry[];
}

/** Jobs as columns, in order of submission; entry i of each column belongs to job i. */
export interface JobList {
  /** The distinct task sizes (plain resources). */
  readonly shapes: readonly (readonly ResourceEntry[])[];
  /** Microseconds, ascending. */
  readonly submittedAt: Float64Array;
  /** Microseconds that each of the job's tasks runs. */
  readonly duration: Float64Array;
  /** Index into `shapes`. */
  readonly shape: Int32Array;
  /** Number of tasks. */
  readonly tasks: Int32Array;
  /** 1: all tasks start at once or none does. */
  readonly gang: Uint8Array;
  /** The user's estimate of the run time in microseconds, -1 where there is none. */
  readonly estimate: Float64Array;
}

/** The agent is lost with all that runs on it, and comes back (empty) after `duration`; null: never. */
export interface AgentFault {
  readonly at: Micros;
  readonly agent: string;
  readonly duration: Micros | null;
}
