import type { Agent, Framework, Request, Role, Task, Vector } from "./model.js";

/**
 * An operation as an allocator hears of it, after the cluster has taken it in. `op` and the fields are named as in the
 * journal; names stand there as the objects themselves, amounts as vectors, times in microseconds.
 */
export type ClusterEvent =
  | { readonly op: "updateWeights"; readonly weights: readonly { readonly role: Role; readonly weight: number }[] }
  | {
      readonly op: "updateQuota";
      readonly role: Role;
      readonly guarantees: Readonly<Vector>;
      /** -1 where there is none. */
      readonly limits: Readonly<Vector>;
    }
  | {
      readonly op: "addFramework";
      readonly framework: Framework;
      readonly roles: readonly Role[];
      readonly suppressedRoles: readonly Role[];
      readonly active: boolean;
    }
  | {
      readonly op: "updateFramework";
      readonly framework: Framework;
      readonly roles: readonly Role[];
      readonly suppressedRoles: readonly Role[];
    }
  | {
      readonly op: "removeFramework" | "activateFramework" | "deactivateFramework";
      readonly framework: Framework;
    }
  | {
      readonly op: "addAgent";
      readonly agent: Agent;
      readonly total: Readonly<Vector>;
      /** In use since before it joined. */
      readonly used: readonly {
        readonly framework: Framework;
        readonly role: Role;
        readonly resources: Readonly<Vector>;
      }[];
    }
  | { readonly op: "updateAgent"; readonly agent: Agent; readonly total: Readonly<Vector> }
  | { readonly op: "removeAgent" | "activateAgent" | "deactivateAgent"; readonly agent: Agent }
  | {
      readonly op: "updateWhitelist";
      /** Null: no whitelist. */
      readonly agents: readonly Agent[] | null;
    }
  | {
      readonly op: "updateUnavailability";
      readonly agent: Agent;
      /** Null: no maintenance is planned any more. Duration null: for good. */
      readonly unavailability: { readonly start: number; readonly duration: number | null } | null;
    }
  | { readonly op: "requestResources"; readonly framework: Framework; readonly requests: readonly Request[] }
  | {
      readonly op: "recoverResources";
      readonly framework: Framework;
      readonly role: Role;
      readonly agent: Agent;
      readonly resources: Readonly<Vector>;
      /** How long the framework does not want them again; null: it said nothing about that. */
      readonly refuse: number | null;
      /** They had been in use. */
      readonly allocated: boolean;
      /** The task that ended; null: none did. */
      readonly task: Task | null;
    }
  | {
      readonly op: "acceptOffer";
      readonly framework: Framework;
      readonly role: Role;
      readonly agent: Agent;
      /** The part of the offer that is in use now. */
      readonly resources: Readonly<Vector>;
      /** The task that started; null: none did. */
      readonly task: Task | null;
    }
  | {
      readonly op: "suppressOffers" | "reviveOffers";
      readonly framework: Framework;
      /** None: all that it is subscribed to. */
      readonly roles: readonly Role[];
    }
  | {
      readonly op: "inverseOfferResponse";
      readonly framework: Framework;
      readonly agent: Agent;
      /** Null: it gave no answer. */
      readonly accepted: boolean | null;
    }
  | {
      readonly op: "revocationDenied";
      readonly framework: Framework;
      readonly role: Role;
      readonly agent: Agent;
      /** What does not come back, though its deadline has come. */
      readonly resources: Readonly<Vector>;
      /** The victim: its `reclaimedFor` is null again. Null: none was named, or it runs no more. */
      readonly task: Task | null;
      readonly reason: "budget" | "minimumRuntime";
    }
  | {
      readonly op: "updateAllocation";
      readonly framework: Framework;
      readonly role: Role;
      readonly agent: Agent;
      readonly conversions: readonly Conversion[];
    }
  | { readonly op: "updateAvailable"; readonly agent: Agent; readonly conversions: readonly Conversion[] }
  | {
      readonly op: "allocate";
      /** The allocator asked to be woken; else it is the interval's tick. */
      readonly wake: boolean;
    };

/** Resources that became others: reserved, unreserved. */
export interface Conversion {
  readonly from: Readonly<Vector>;
  readonly to: Readonly<Vector>;
}
