import type { CheckpointPlan } from "../../cluster/plan.js";
import type { Cursor } from "../document/cursor.js";
import { readDuration, readPositiveDuration } from "./duration-value.js";

/** When the tasks of a batch save their work; undefined when they do not. */
export function readCheckpoint(checkpoint: Cursor): CheckpointPlan | undefined {
  const every = readPositiveDuration(checkpoint.get("every"));
  return every === undefined ? undefined : { every, cost: readDuration(checkpoint.get("cost")) ?? 0 };
}
