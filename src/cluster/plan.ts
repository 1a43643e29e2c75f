import type { Micros } from "../base/time.js";
import type { AgentProfile, Domain } from "./agent-profile.js";
import type { Capability } from "./capability.js";
import type { ConstraintGroups } from "./offer-constraints.js";
import type { LoopRules, PreemptionRules } from "./preemption-plan.js";
import type { ResourceEntry } from "./resource-text.js";
import type { UsageProfile } from "./usage-profile.js";

/**
 * A cluster and everything that will happen to it, as plain data with names as text: what a scenario (or a trace) comes
 * down to once its random numbers are drawn, and all that the simulator is given. Can be sent to another process.
 */
export interface ClusterPlan {
  readonly agents: readonly AgentPlan[];
  readonly roles: readonly RolePlan[];
  readonly frameworks: readonly FrameworkPlan[];
  readonly faults: readonly AgentFault[];
  /** Absent: none. */
  readonly maintenance?: readonly AgentMaintenance[];
  /** Absent: none. They may overlap. */
  readonly pauses?: readonly AllocatorPause[];
  /** Absent: the master is not one that has just taken over. */
  readonly recovery?: RecoveryPlan;
  /** Absent: the master asks nobody who it is, unless an authenticator was chosen. */
  readonly authentication?: AuthenticationPlan;
  /** Absent: Mesos' intervals, no parameters. */
  readonly oversubscription?: OversubscriptionPlan;
  /** Absent: whatever is revoked is killed, and loops are told by `LOOP_DEFAULTS`. */
  readonly preemption?: PreemptionPlan;
  /** Absent: however much tasks use, it is nobody's loss. */
  readonly interference?: InterferencePlan;
  /** Whether the isolator `disk/du` ends tasks that use more disk than they were given; absent: it only measures. */
  readonly enforceContainerDiskQuota?: boolean;
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
  /** Whether what a role's idle guarantee or reservation lends counts in the shares of those who borrow it (P9). */
  readonly countLentInShares: boolean;
  readonly filterGpuResources: boolean;
  readonly domain: Domain | null;
  readonly recoveryTimeout: Micros;
  /** From 0 to 1. */
  readonly agentRecoveryFactor: number;
  readonly triggers: "settled" | "batched";
  readonly weightUpdates: "cached" | "immediate";
}

export interface AgentPlan {
  readonly name: string;
  /** A name has the same form (scalar, ranges, set) on all agents. */
  readonly resources: readonly ResourceEntry[];
  /** Absent: `plainProfile`. */
  readonly profile?: AgentProfile;
  /** Absent: it is there from the start. */
  readonly joinsAt?: Micros;
  /** Who it says to be when it registers; absent: it does not authenticate. */
  readonly credential?: CredentialPlan;
  /** What its machine reports as its load, from each time on; ascending, absent: it reports none. */
  readonly load?: readonly LoadStep[];
}

export interface RolePlan {
  readonly name: string;
  readonly weight: number;
  readonly quota: { readonly guarantees: readonly ResourceEntry[]; readonly limits: readonly ResourceEntry[] } | null;
  /** Of the tasks of the role and of those below it, beside what holds for all. Absent: nothing more. */
  readonly preemption?: PreemptionRules;
}

export interface FrameworkPlan {
  readonly name: string;
  /** What it subscribes to; its tasks run in whichever of them is offered, its demand is reported for the first. */
  readonly roles: readonly string[];
  readonly capabilities: readonly Capability[];
  /** Absent: none. */
  readonly preferences?: PreferencesPlan;
  /** When it registers. */
  readonly startsAt: Micros;
  /** The filter it asks for when it declines, when it accepts a part, and when it answers an inverse offer. */
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
  /** Who it says to be when it registers; absent: it does not authenticate. */
  readonly credential?: CredentialPlan;
  /** Of all its tasks, in order; equal keys may repeat. Absent: none. */
  readonly labels?: readonly KeyValue[];
  /**
   * What its tasks really use of cpus, mem and disk; of a name that is not in it, just what they were given. Absent: of all.
   * Several profiles are taken in turn (`profileOf`).
   */
  readonly usage?: ReadonlyMap<string, readonly UsageProfile[]>;
  /** When its tasks save their work. Absent: never, a killed task begins anew. */
  readonly checkpoint?: CheckpointPlan;
  /** Who runs its tasks on agents; Docker knows nothing of isolators. Absent: Mesos itself. */
  readonly containerizer?: "mesos" | "docker";
  /** What is peculiar about it; absent: nothing. */
  readonly character?: CharacterPlan;
  /** Absent: its scheduler stays. */
  readonly failover?: FailoverPlan;
  /** How soon its tasks are to start, and to have ended, after their submission: what metrics hold the run to. Absent: no target. */
  readonly slo?: { readonly wait?: Micros; readonly turnaround?: Micros };
  readonly workload: JobsWorkload | ServiceWorkload;
}

/** A framework's scheduler is gone, and another one takes over. */
export interface FailoverPlan {
  readonly at: Micros;
  /** How long there is none. */
  readonly duration: Micros;
  /** What the new one is capable of. */
  readonly capabilities: readonly Capability[];
}

/** How a framework behaves that is not as easy to get on with as others. */
export interface CharacterPlan {
  /**
   * How long its decisions take, one after the other and over and over: each is about all offers that have come by its
   * beginning, and they are held meanwhile. Absent: it answers at once.
   */
  readonly decisionTimes?: Float64Array;
  /** Absent: it takes whatever its tasks fit into. */
  readonly accepts?: AcceptancePlan;
  /** Absent: it gives back what it does not use. */
  readonly hoards?: HoardingPlan;
  /** Whether it reserves for its role what it uses, so that it is the role's for good. Absent: no. */
  readonly reserves?: boolean;
  /** From its registration on it revives this often, whether it has work or not. Absent: when it has some. */
  readonly revivesEvery?: Micros;
}

/** Which offers a framework takes at all; all others it declines, whatever would fit into them. */
export interface AcceptancePlan {
  /** So much of each of these in one offer, revocable and reserved amounts included. */
  readonly atLeast: readonly ResourceEntry[];
  /** Only offers of these agents; null: of any. */
  readonly agents: readonly string[] | null;
  /** Its first offers, so many of them, it declines. */
  readonly afterDeclining: number;
}

/** What a framework does not use of its offers it keeps, for work to come. */
export interface HoardingPlan {
  /** Since the offer came; null: for ever. */
  readonly duration: Micros | null;
  /** It keeps no more offers once it has this much of each; null: however much. */
  readonly upTo: readonly ResourceEntry[] | null;
}

/** A task writes a checkpoint each time that it has done so much work; its next run begins there. */
export interface CheckpointPlan {
  /** Of undisturbed run time; at least 1. */
  readonly every: Micros;
  /** The run time that one takes, in which no work is done. */
  readonly cost: Micros;
}

/** What a framework says of the offers that it wants, by role. */
export interface PreferencesPlan {
  /** Resource texts, each an alternative; they replace the option of the same name (F10). */
  readonly minAllocatable: ReadonlyMap<string, readonly string[]>;
  /** Which agents it wants to be offered (P8). */
  readonly constraints: ReadonlyMap<string, ConstraintGroups>;
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

/**
 * A planned maintenance: announced (M1), then the agent is taken away with all that still runs on it, and comes back
 * (empty) after `duration`; null: never. One agent's maintenances do not overlap: the next is announced after the last.
 */
export interface AgentMaintenance {
  readonly agent: string;
  readonly announcedAt: Micros;
  readonly from: Micros;
  readonly duration: Micros | null;
}

/** The allocator runs no cycle for a while (G4). */
export interface AllocatorPause {
  readonly at: Micros;
  readonly duration: Micros;
}

/** The run begins with a master that takes over, and waits for agents when a role has a quota (R1). */
export interface RecoveryPlan {
  readonly expectedAgents: number;
}

export interface AuthenticationPlan {
  /** Whom the master accepts; of equal principals the later one counts (U7). */
  readonly credentials: readonly CredentialPlan[];
  /** Whether those are refused, too, who have no credential. */
  readonly required: boolean;
}

export interface CredentialPlan {
  readonly principal: string;
  /** Null: none was given (U3). */
  readonly secret: string | null;
}

/** From a time on so many processes run or wait to run. */
export interface LoadStep {
  readonly at: Micros;
  readonly load: number;
}

/** Of all tasks. */
export interface PreemptionPlan extends PreemptionRules {
  readonly loops: Partial<LoopRules>;
}

/** What happens on an agent whose tasks together use more than its machine has. */
export interface InterferencePlan {
  /** Whether they then get less cpu than they would use: regular tasks theirs first, revocable ones what is left. */
  readonly cpus: "throttle" | "none";
  /** Whether some are then killed, revocable ones first, until memory is enough. */
  readonly mem: "kill" | "none";
  /** While that changes all the time, an agent is looked at so often. */
  readonly interval: Micros;
}

/** How agents ask what could be lent, and what should end. */
export interface OversubscriptionPlan {
  /** From an answer of the resource estimator to the next question (S2). */
  readonly estimateInterval: Micros;
  /** From an answer of the QoS controller to the next question (S5). */
  readonly correctionInterval: Micros;
  /** Of the built-in estimator, in order; a module's stand in its manifest. */
  readonly estimatorParameters: readonly KeyValue[];
  /** Of the built-in controller. */
  readonly controllerParameters: readonly KeyValue[];
}

export interface KeyValue {
  readonly key: string;
  readonly value: string;
}
