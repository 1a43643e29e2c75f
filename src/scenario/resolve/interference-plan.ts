import { MICROS_PER_SECOND } from "../../base/time.js";
import type { InterferencePlan } from "../../cluster/plan.js";
import type { Cursor } from "../document/cursor.js";
import { readPositiveDuration } from "./duration-value.js";

const DEFAULT_INTERVAL = 10 * MICROS_PER_SECOND;

/** What happens where more is used than there is; undefined where the scenario says nothing: nothing happens. */
export function readInterference(interference: Cursor): InterferencePlan | undefined {
  if (!interference.isMap) return undefined;
  return {
    cpus: interference.get("cpus").text === "none" ? "none" : "throttle",
    mem: interference.get("mem").text === "none" ? "none" : "kill",
    interval: readPositiveDuration(interference.get("interval")) ?? DEFAULT_INTERVAL,
  };
}
