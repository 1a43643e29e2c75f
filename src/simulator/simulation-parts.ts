import type { Micros } from "../base/time.js";
import type { ClusterObserver } from "../cluster/cluster-observer.js";
import type { Directory } from "../cluster/directory.js";
import type { EventQueue } from "./event-queue.js";
import type { TaskContainers } from "./launch/task-containers.js";
import type { Master } from "./master.js";
import type { Progress } from "./progress.js";
import type { Registrar } from "./registration/registrar.js";
import type { RunningTasks } from "./running-tasks.js";
import type { StartPlanner } from "./start-planner.js";
import type { StartedModules } from "./started-modules.js";
import type { Ticker } from "./ticker.js";
import type { VirtualTimer } from "./virtual-timer.js";

/** What the frameworks and agents of one run share. */
export interface SimulationParts {
  readonly directory: Directory;
  readonly seed: number;
  readonly allocationInterval: Micros;
  /** Null: an unanswered offer stands for ever. */
  readonly offerTimeout: Micros | null;
  readonly observer: ClusterObserver;
  readonly events: EventQueue;
  readonly timer: VirtualTimer;
  /** Null: the run has none. */
  readonly modules: StartedModules | null;
  readonly registrar: Registrar;
  readonly progress: Progress;
  readonly master: Master;
  readonly ticker: Ticker;
  readonly running: RunningTasks;
  /** Null: tasks start and end by the clock alone. */
  readonly containers: TaskContainers | null;
  readonly planner: StartPlanner;
}
