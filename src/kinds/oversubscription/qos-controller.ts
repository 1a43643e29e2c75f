import type { Complete } from "../outcome.js";
import type { Initialized } from "./resource-estimator.js";
import type { UsageSource } from "./resource-usage.js";

/** Something to be done on the agent for the sake of guaranteed work (Q2). */
export interface QosCorrection {
  /** KILL is the only one that an agent knows; others are ignored. */
  readonly type: string;
  readonly kill: KillTarget | null;
}

/** A kill without framework or executor is ignored. */
export interface KillTarget {
  readonly framework: string | null;
  readonly executor: string | null;
  /** When it is set, the executor is killed only if this is its container still: a new one may have the same id. */
  readonly container: string | null;
}

/** The port of a module of kind QoSController: what an agent should end for the sake of guaranteed work (Q1). */
export interface QoSController {
  /** Called once, before anything else. */
  initialize(usage: UsageSource): Initialized;
  /** May not block: it answers, at once or later. Nothing is sent unasked. */
  corrections(complete: Complete<readonly QosCorrection[]>): void;
}

export function killCorrection(framework: string, executor: string, container: string | null = null): QosCorrection {
  return { type: "KILL", kill: { framework, executor, container } };
}
