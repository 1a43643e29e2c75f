import type { ParameterValue } from "../allocator/allocator.js";
import { type Replay, replayFile } from "../journal/replay.js";
import type { RunLimits } from "../scenario/scenario.js";
import { announced } from "./announced-allocator.js";
import { serveParent } from "./child-work.js";
import { factoryOf, type LoadableAllocator } from "./loadable-allocator.js";
import { withParameters } from "./with-parameters.js";

/** Feeds a journal to an allocator in a process of its own. */
export interface ReplayJob {
  readonly file: string;
  readonly allocator: LoadableAllocator;
  /** A journal does not hold what the allocator was given when it was recorded. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly limits: RunLimits;
}

serveParent<ReplayJob, Replay>(({ file, allocator, parameters, limits }, recorder) => {
  const create = withParameters(factoryOf(allocator, limits), parameters);
  return replayFile(file, announced(create, recorder), recorder);
});
