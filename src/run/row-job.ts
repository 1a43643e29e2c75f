import type { ParameterValue } from "../allocator/allocator.js";
import type { ClusterPlan } from "../cluster/plan.js";
import type { RunLimits } from "../scenario/scenario.js";
import type { LoadableAllocator } from "./loadable-allocator.js";
import type { ModuleSetup } from "./modules/module-setup.js";

/** As a file named `.gz` has it, or not. */
export type JournalFormat = "plain" | "gzip";

/** One allocator on one cluster: all that its process needs, as plain data. */
export interface RowJob {
  readonly label: string;
  readonly allocator: LoadableAllocator;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** The modules beside the allocator; absent: none. */
  readonly modules?: ModuleSetup;
  readonly plan: ClusterPlan;
  readonly seed: number;
  /** Which other order equals stand in; absent: the byte order of their names. Such a run's journal cannot be replayed. */
  readonly tieSeed?: number;
  readonly limits: RunLimits;
  /** How the journal is written to the file that comes with the job; null: it is only hashed. */
  readonly journal: JournalFormat | null;
  /** Whether what charts and tables show is written to the file that comes with the job; else it is not even kept. */
  readonly recording: boolean;
  /** For the journal's header. */
  readonly source: string;
}

/** Of an allocator without parameters and with nothing beside it, of whose run nothing is written. */
export function bareJob(job: Pick<RowJob, "label" | "allocator" | "plan" | "seed" | "limits" | "source">): RowJob {
  return { ...job, parameters: {}, journal: null, recording: false };
}
