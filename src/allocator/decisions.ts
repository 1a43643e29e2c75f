import type { Micros } from "../base/time.js";
import type { AgentId, FrameworkId, RoleId, TaskId } from "../cluster/ids.js";
import type { Resources } from "../cluster/resources.js";

/** Resources of one agent offered to one framework in one role; at most one per (framework, role, agent) and cycle. */
export interface Offer {
  readonly framework: FrameworkId;
  readonly role: RoleId;
  readonly agent: AgentId;
  readonly resources: Resources;
  /**
   * What the `{REV}` amounts beyond the agent's own revocable ones are made of: plain or reserved resources that
   * `owner`'s guarantee or reservation covers and nobody uses (contract, section 4, "Lending").
   */
  readonly lends: Lending | null;
  readonly why: string | null;
}

export interface Lending {
  readonly owner: RoleId;
  readonly resources: Resources;
}

/** Asks a framework to hand back resources until a deadline; nothing is enforced. */
export interface InverseOffer {
  readonly framework: FrameworkId;
  readonly agent: AgentId;
  readonly resources: Resources;
  readonly deadline: Micros;
  readonly why: string | null;
}

/** Takes revocable resources back: the framework may hand them back until the deadline, then the master kills. */
export interface Revocation {
  readonly framework: FrameworkId;
  readonly role: RoleId;
  readonly agent: AgentId;
  readonly resources: Resources;
  readonly deadline: Micros;
  /** The victim; null lets the master kill the youngest revocable tasks first, ties by id. */
  readonly task: TaskId | null;
  readonly why: string | null;
}

export interface Decisions {
  readonly offers: readonly Offer[];
  readonly inverseOffers: readonly InverseOffer[];
  readonly revocations: readonly Revocation[];
  /** When the allocator wants to be asked again whatever happens; replaces an earlier wish. */
  readonly wakeAt: Micros | null;
}

export const NO_DECISIONS: Decisions = { offers: [], inverseOffers: [], revocations: [], wakeAt: null };
