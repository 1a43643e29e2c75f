import type { Micros } from "../base/time.js";

/** When preemptions that lead nowhere are told. */
export interface LoopRules {
  /** A task that is preempted so often in a row, and keeps none of its work, is in a loop. */
  readonly loopAfter: number;
  /** Preemptions that go on for so long while no task ends are a livelock. */
  readonly livelockAfter: Micros;
}

export const LOOP_DEFAULTS: LoopRules = { loopAfter: 5, livelockAfter: 300_000_000 };
