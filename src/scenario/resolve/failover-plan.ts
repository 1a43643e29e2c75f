import type { FailoverPlan, FrameworkPlan } from "../../cluster/plan.js";
import type { Cursor } from "../document/cursor.js";
import { readDuration } from "./duration-value.js";
import { readCapabilities } from "./framework-capabilities.js";

/** What the key failover says; undefined where it is not there. */
export function readFailover(
  failover: Cursor,
  { startsAt, capabilities }: Pick<FrameworkPlan, "startsAt" | "capabilities">,
): FailoverPlan | undefined {
  if (!failover.isMap) return undefined;
  const at = readDuration(failover.get("at"));
  const duration = readDuration(failover.get("for")) ?? 0;
  if (at === undefined) return undefined;
  if (at <= startsAt) {
    failover.get("at").complain("a framework fails over after it has registered", "name a later time");
  }
  const list = failover.get("capabilities");
  if (!list.present) return { at, duration, capabilities };
  const next = readCapabilities(list);
  // Tasks are told their end by what the framework was capable of when they were launched, whoever hears of it.
  if (next.includes("PARTITION_AWARE") !== capabilities.includes("PARTITION_AWARE")) {
    list.complain("a framework is PARTITION_AWARE for good, or never", "list it in both places, or in none");
  }
  return { at, duration, capabilities: next };
}
