import type { Micros } from "../base/time.js";

/** What of a role's tasks, or of all, the master kills at the deadline of a revocation. Absent: all. */
export interface PreemptionRules {
  readonly budget?: PreemptionBudget;
  /** A task that has not run for so long is spared. */
  readonly minimumRuntime?: Micros;
}

/** At most so many tasks in any time of this length. */
export interface PreemptionBudget {
  readonly tasks: number;
  readonly every: Micros;
}

/** Why the master does not kill what a revocation is about; in the order of their numbers on the wire. */
export const DENIAL_REASONS = ["budget", "minimumRuntime"] as const;
export type DenialReason = (typeof DENIAL_REASONS)[number];

/** When preemptions that lead nowhere are told. */
export interface LoopRules {
  /** A task that is preempted so often in a row, and keeps none of its work, is in a loop. */
  readonly loopAfter: number;
  /** Preemptions that go on for so long while no task ends are a livelock. */
  readonly livelockAfter: Micros;
}

export const LOOP_DEFAULTS: LoopRules = { loopAfter: 5, livelockAfter: 300_000_000 };
