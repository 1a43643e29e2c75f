import type { PreemptionPlan } from "../../cluster/plan.js";
import type { Cursor } from "../document/cursor.js";
import { readPositiveDuration } from "./duration-value.js";

/** The scenario's key `preemption`; undefined when it says nothing. */
export function readPreemption(preemption: Cursor): PreemptionPlan | undefined {
  if (!preemption.isMap) return undefined;
  const loopAfter = preemption.get("loopAfter").number;
  const livelockAfter = readPositiveDuration(preemption.get("livelockAfter"));
  return {
    loops: {
      ...(loopAfter === undefined ? {} : { loopAfter }),
      ...(livelockAfter === undefined ? {} : { livelockAfter }),
    },
  };
}
