import { secondsToMicros } from "../base/time.js";
import type { FrameworkPlan } from "../cluster/plan.js";

/** As a framework behaves of which a scenario says nothing. */
export const FRAMEWORK_DEFAULTS: Omit<FrameworkPlan, "name" | "roles" | "workload"> = {
  capabilities: ["MULTI_ROLE"],
  startsAt: 0,
  refuse: secondsToMicros(5),
  suppresses: true,
  reviveInterval: 0,
  queue: "firstFit",
  gangTimeout: secondsToMicros(300),
  inverseOffers: "accept",
  requestWindow: 16,
};

/** `agent-0001`, `agent-0002`, ...: names whose byte order is that of their numbers. */
export function numbered(prefix: string, count: number): string[] {
  const width = String(count).length;
  return Array.from({ length: count }, (_, i) => `${prefix}-${String(i + 1).padStart(width, "0")}`);
}
