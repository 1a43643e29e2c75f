import type { Micros } from "../base/time.js";
import type { AgentId, FrameworkId, RoleId, TaskId } from "./ids.js";
import type { Resources } from "./resources.js";

export type TaskState = "pending" | "running" | "finished" | "killed";

/** One task of a job. A killed task goes back to `pending` when its framework starts it again. */
export interface Task {
  readonly id: TaskId;
  readonly framework: FrameworkId;
  /** What it needs, or in its current run was granted instead, under plain keys. */
  readonly demand: Resources;
  /** What it asked for, whatever it was granted; one object for all tasks of a job. */
  readonly requested: Resources;
  readonly submittedAt: Micros;
  /** How long it runs; null: until it is killed (service). */
  readonly duration: Micros | null;
  state: TaskState;
  /** First start, for wait times; -1 before. */
  firstStartedAt: Micros;
  /** Start of the current (or last) run; -1 before. */
  startedAt: Micros;
  /** Since when its process runs: from its start on, or later where it has a container; -1 before. */
  readonly runningSince: Micros;
  /** Where and as what it runs; what it holds there, under the keys that were offered (`{REV}` when revocable). */
  placement: Placement | null;
}

export interface Placement {
  readonly agent: AgentId;
  readonly role: RoleId;
  readonly resources: Resources;
  readonly revocable: boolean;
  /** The quantities, where a hook had it launched with other resources than it asked for. */
  readonly granted?: Resources;
}

/** Why a run of a task ended before its work was done. */
export type KillReason = "revoked" | "handedBack" | "agentLost" | "containerPreempted" | "failed";
