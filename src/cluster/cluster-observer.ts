import type { Micros } from "../base/time.js";
import type { AgentId, FrameworkId, RoleId } from "./ids.js";
import type { MetricSample } from "./metric-sample.js";
import type { DenialReason } from "./preemption-plan.js";
import type { Resources } from "./resources.js";
import type { StatusUpdate } from "./status-update.js";
import type { KillReason, Task } from "./task.js";

/** The same object when it is sent and when it is answered; each offer is answered once, unless the run ends first. */
export interface SentOffer {
  readonly framework: FrameworkId;
  readonly role: RoleId;
  readonly agent: AgentId;
  /** All that was offered. */
  readonly resources: Resources;
}

/**
 * What a run tells while it goes on, in order of virtual time. Metrics are computed from these calls, and
 * from the books at its end. The objects
 * handed over are the simulator's own: read at once, never keep or change.
 */
export interface ClusterObserver {
  /** An agent joined, changed its total, or (null) left. */
  agentTotal(t: Micros, agent: AgentId, total: Resources | null): void;
  taskSubmitted(t: Micros, task: Task): void;
  taskStarted(t: Micros, task: Task): void;
  taskFinished(t: Micros, task: Task): void;
  /** The run ended early; `task.placement` is still set, the work since `task.startedAt` is lost. */
  taskKilled(t: Micros, task: Task, reason: KillReason): void;
  /** What the framework is told, as the hooks leave it; only where modules take part in launches. */
  statusUpdate(t: Micros, task: Task, update: StatusUpdate): void;
  /** A hook reported an error of its own. */
  hookError(t: Micros): void;
  offerSent(t: Micros, offer: SentOffer): void;
  /** A part of the offer or all of it was used; the rest is not counted as declined. */
  offerAccepted(t: Micros, offer: SentOffer): void;
  offerDeclined(t: Micros, offer: SentOffer): void;
  offerRescinded(t: Micros, offer: SentOffer): void;
  /** A revocation was not carried out at its deadline, or not wholly. */
  revocationDenied(t: Micros, place: Omit<SentOffer, "resources">, reason: DenialReason): void;
  /** The allocator was asked once; `milliseconds` is wall-clock time and must reach no hash. */
  cycle(t: Micros, milliseconds: number): void;
  /** The allocator reported one of its own numbers. */
  sampled(sample: MetricSample): void;
  /** The run is over; `t` is its end. */
  finished(t: Micros): void;
}
