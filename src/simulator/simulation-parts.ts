import type { Micros } from "../base/time.js";
import type { ClusterObserver } from "../cluster/cluster-observer.js";
import type { Directory } from "../cluster/directory.js";
import type { EventQueue } from "./event-queue.js";
import type { Master } from "./master.js";
import type { Progress } from "./progress.js";
import type { RunningTasks } from "./running-tasks.js";
import type { StartPlanner } from "./start-planner.js";
import type { Ticker } from "./ticker.js";

/** What the frameworks and agents of one run share. */
export interface SimulationParts {
  readonly directory: Directory;
  readonly seed: number;
  readonly allocationInterval: Micros;
  /** Null: an unanswered offer stands for ever. */
  readonly offerTimeout: Micros | null;
  readonly observer: ClusterObserver;
  readonly events: EventQueue;
  readonly progress: Progress;
  readonly master: Master;
  readonly ticker: Ticker;
  readonly running: RunningTasks;
  readonly planner: StartPlanner;
}
