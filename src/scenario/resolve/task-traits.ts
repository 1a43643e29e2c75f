import type { FrameworkPlan } from "../../cluster/plan.js";
import type { Cursor } from "../document/cursor.js";
import { readCheckpoint } from "./checkpoint-plan.js";
import { readUsage, type UsageContext } from "./usage/usage-value.js";

/** What a workload says of its tasks beside their size: what they really use, when they save their work, how they are labelled. */
export function readTaskTraits(
  workload: Cursor,
  framework: string,
  context: UsageContext,
): Pick<FrameworkPlan, "checkpoint" | "containerizer" | "labels" | "usage"> {
  const labels = workload.get("labels").entries.flatMap(([key, { text }]) => {
    return text === undefined ? [] : [{ key, value: text }];
  });
  const usage = workload.get("usage").entries.flatMap(([name, value]) => {
    const profiles = readUsage(value, `framework ${framework}: usage of ${name}`, context);
    return profiles === undefined ? [] : [[name, profiles] as const];
  });
  const checkpoint = readCheckpoint(workload.get("checkpoint"));
  return {
    ...(checkpoint === undefined ? {} : { checkpoint }),
    ...(workload.get("containerizer").text === "docker" ? { containerizer: "docker" as const } : {}),
    ...(labels.length === 0 ? {} : { labels }),
    ...(usage.length === 0 ? {} : { usage: new Map(usage) }),
  };
}
