import type { Micros } from "../base/time.js";
import type { Capability } from "../cluster/capability.js";
import type { AgentId, FrameworkId, RoleId, TaskId } from "../cluster/ids.js";
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
    }
  | {
      readonly op: "updateFramework";
      readonly framework: FrameworkId;
      readonly roles: readonly RoleId[];
      readonly suppressedRoles: readonly RoleId[];
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
    }
  | { readonly op: "updateAgent"; readonly agent: AgentId; readonly total: Resources }
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
      readonly accepted: boolean;
    }
  /** One batch allocation cycle over all agents: the interval timer fired, or (`wake`) a time the allocator asked for came. */
  | { readonly op: "allocate"; readonly wake: boolean };

export type OperationName = Operation["op"];

export type OperationOf<Name extends OperationName> = Extract<Operation, { readonly op: Name }>;

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
