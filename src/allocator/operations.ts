import type { Micros } from "../base/time.js";
import type { AgentProfile } from "../cluster/agent-profile.js";
import type { Capability } from "../cluster/capability.js";
import type { AgentId, FrameworkId, RoleId, TaskId } from "../cluster/ids.js";
import type { ConstraintGroups } from "../cluster/offer-constraints.js";
import type { DenialReason } from "../cluster/preemption-plan.js";
import type { Resources } from "../cluster/resources.js";

/**
 * Everything that may cross the Allocator interface towards the allocator: the methods of Mesos' allocator as plain data
 * (contract, section 4). The field names are the journal's; ids stand where the journal has names.
 */
export type Operation =
  | { readonly op: "updateWeights"; readonly weights: readonly { readonly role: RoleId; readonly weight: number }[] }
  /** Guarantees and limits per plain resource name; a limit may be zero, a name without a limit is unlimited. Both empty: no quota. */
  | { readonly op: "updateQuota"; readonly role: RoleId; readonly guarantees: Resources; readonly limits: Resources }
  | {
      readonly op: "addFramework";
      readonly framework: FrameworkId;
      readonly roles: readonly RoleId[];
      readonly capabilities: readonly Capability[];
      readonly suppressedRoles: readonly RoleId[];
      readonly active: boolean;
      /** Absent: no preferences. */
      readonly preferences?: OfferPreferences;
    }
  | {
      readonly op: "updateFramework";
      readonly framework: FrameworkId;
      readonly roles: readonly RoleId[];
      readonly suppressedRoles: readonly RoleId[];
      /** Absent: as they were. */
      readonly capabilities?: readonly Capability[];
      /** Absent: as they were. */
      readonly preferences?: OfferPreferences;
    }
  | {
      readonly op: "removeFramework" | "activateFramework" | "deactivateFramework";
      readonly framework: FrameworkId;
    }
  | {
      readonly op: "addAgent";
      readonly agent: AgentId;
      readonly total: Resources;
      readonly used: readonly {
        readonly framework: FrameworkId;
        readonly role: RoleId;
        readonly resources: Resources;
      }[];
      /** Absent: `plainProfile`. */
      readonly profile?: AgentProfile;
      readonly unavailability?: Unavailability;
    }
  | {
      readonly op: "updateAgent";
      readonly agent: AgentId;
      readonly total: Resources;
      /** Absent: as it was. */
      readonly profile?: AgentProfile;
    }
  /** A planned maintenance; null calls it off (M1). */
  | { readonly op: "updateUnavailability"; readonly agent: AgentId; readonly unavailability: Unavailability | null }
  | { readonly op: "removeAgent" | "activateAgent" | "deactivateAgent"; readonly agent: AgentId }
  | { readonly op: "updateWhitelist"; readonly agents: readonly AgentId[] | null }
  /** The framework's demand that is still unmet: replaces what it asked for before. */
  | { readonly op: "requestResources"; readonly framework: FrameworkId; readonly requests: readonly Request[] }
  | {
      readonly op: "recoverResources";
      readonly framework: FrameworkId;
      readonly role: RoleId;
      readonly agent: AgentId;
      readonly resources: Resources;
      /** How long the framework does not want these again; null installs no filter. Already in microseconds. */
      readonly refuse: Micros | null;
      /** The resources had been accepted (a task ended); false when an offer comes back. */
      readonly allocated: boolean;
      readonly task: TaskId | null;
    }
  | {
      readonly op: "acceptOffer";
      readonly framework: FrameworkId;
      readonly role: RoleId;
      readonly agent: AgentId;
      /** The part of the offer that is now in use. */
      readonly resources: Resources;
      readonly task: TaskId | null;
    }
  /** What a framework has been offered becomes something else: reserved, unreserved, a volume (L8). */
  | {
      readonly op: "updateAllocation";
      readonly framework: FrameworkId;
      readonly role: RoleId;
      readonly agent: AgentId;
      readonly conversions: readonly Conversion[];
    }
  /** The operator's conversions of what nobody holds; without effect when it is not there. */
  | { readonly op: "updateAvailable"; readonly agent: AgentId; readonly conversions: readonly Conversion[] }
  | {
      readonly op: "suppressOffers" | "reviveOffers";
      readonly framework: FrameworkId;
      /** Empty: all roles that the framework is subscribed to. */
      readonly roles: readonly RoleId[];
    }
  | {
      readonly op: "inverseOfferResponse";
      readonly framework: FrameworkId;
      readonly agent: AgentId;
      /** Null: no answer, it timed out or was rescinded (M3). */
      readonly accepted: boolean | null;
      /** How long the framework does not want to be asked again; absent: no filter. */
      readonly refuse?: Micros;
    }
  /**
   * The master does not carry out a revocation, or not wholly: its deadline has come, and what is still to be taken back may
   * not be. The allocator may choose other victims.
   */
  | {
      readonly op: "revocationDenied";
      readonly framework: FrameworkId;
      readonly role: RoleId;
      readonly agent: AgentId;
      /** What does not come back. */
      readonly resources: Resources;
      /** The victim that was named. */
      readonly task: TaskId | null;
      readonly reason: DenialReason;
    }
  /** One batch allocation cycle over all agents: the interval timer fired, or (`wake`) a time the allocator asked for came. */
  | { readonly op: "allocate"; readonly wake: boolean }
  /** The queued cycle over the agents that were triggered since the last one, when triggers are batched (G1). Null: all. */
  | { readonly op: "run"; readonly agents: readonly AgentId[] | null }
  /** While paused no cycle runs, and what would trigger one is forgotten (G4). */
  | { readonly op: "pause" | "resume" }
  /** A new master takes over: no cycle runs until enough agents are back, or the recovery time is over (R1-R3). */
  | {
      readonly op: "recover";
      readonly expectedAgents: number;
      readonly quotas: readonly { readonly role: RoleId; readonly guarantees: Resources; readonly limits: Resources }[];
    };

export type OperationName = Operation["op"];

export type OperationOf<Name extends OperationName> = Extract<Operation, { readonly op: Name }>;

/** What a framework says of the offers that it wants, role by role; a role that is not named takes what comes. */
export interface OfferPreferences {
  /** Alternatives that replace the option of the same name (F10); an empty list: any non-empty offer. */
  readonly minAllocatable: ReadonlyMap<RoleId, readonly Resources[]>;
  /** Which agents it wants to be offered (P8). */
  readonly constraints: ReadonlyMap<RoleId, ConstraintGroups>;
}

export const NO_PREFERENCES: OfferPreferences = { minAllocatable: new Map(), constraints: new Map() };

/** Null duration: for good. */
export interface Unavailability {
  readonly start: Micros;
  readonly duration: Micros | null;
}

/**
 * `from` becomes `to`: the same quantities, or none (something is destroyed). A further copy of a shared volume comes from
 * nothing.
 */
export interface Conversion {
  readonly from: Resources;
  readonly to: Resources;
}

/** `count` equal tasks (or one gang of `count`, which starts all at once or not at all) that the framework would run now. */
export interface Request {
  /** Unique within the framework. */
  readonly id: string;
  readonly role: RoleId;
  /** Of one task, under plain keys. */
  readonly resources: Resources;
  readonly count: number;
  readonly gang: boolean;
  readonly priority: number | null;
  /** The user's estimate of the run time. */
  readonly estimateSeconds: number | null;
}

/** An operation and the moment it happened. */
export interface TimedOperation {
  readonly t: Micros;
  readonly operation: Operation;
}
