import type { FrameworkPlan } from "../../cluster/plan.js";
import type { Cursor } from "../document/cursor.js";
import { readUsage, type UsageContext } from "./usage/usage-value.js";

/** What a workload says of its tasks beside their size: what they really use, and how they are labelled. */
export function readTaskTraits(
  workload: Cursor,
  framework: string,
  context: UsageContext,
): Pick<FrameworkPlan, "containerizer" | "labels" | "usage"> {
  const labels = workload.get("labels").entries.flatMap(([key, { text }]) => {
    return text === undefined ? [] : [{ key, value: text }];
  });
  const usage = workload.get("usage").entries.flatMap(([name, value]) => {
    const profiles = readUsage(value, `framework ${framework}: usage of ${name}`, context);
    return profiles === undefined ? [] : [[name, profiles] as const];
  });
  return {
    ...(workload.get("containerizer").text === "docker" ? { containerizer: "docker" as const } : {}),
    ...(labels.length === 0 ? {} : { labels }),
    ...(usage.length === 0 ? {} : { usage: new Map(usage) }),
  };
}
