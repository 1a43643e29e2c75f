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
  /** How its runs get on, when it may be slowed or saves its work; null: by the clock alone. */
  readonly pace: TaskPace | null;
}

/** How the current (or last) run of a task gets on. */
export interface TaskPace {
  /** Not before the run began, or was slowed last. */
  figuresAt(now: Micros): PaceFigures;
}

export interface PaceFigures {
  /** How long its process has run. */
  readonly ran: Micros;
  /** The time that it would have taken undisturbed to come so far, checkpoints included. */
  readonly effort: Micros;
  /** How many the run has completed. */
  readonly checkpoints: number;
  /** All that was done since is lost when the run is killed: the last checkpoint, or the start of the run. */
  readonly unsavedSince: Micros;
  /** How long it got less cpu than it would have used. */
  readonly slowedFor: Micros;
  /** The cpu that it would have used and did not get: thousandths times microseconds. */
  readonly withheld: number;
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
export type KillReason = "revoked" | "handedBack" | "agentLost" | "containerPreempted" | "outOfMemory" | "failed";
