import type { FrameworkPlan } from "../../cluster/plan.js";
import type { Cursor } from "../document/cursor.js";
import { readSteps } from "./steps-value.js";

/** What a workload says of its tasks beside their size: what they really use, and how they are labelled. */
export function readTaskTraits(workload: Cursor): Pick<FrameworkPlan, "containerizer" | "labels" | "usage"> {
  const labels = workload.get("labels").entries.flatMap(([key, { text }]) => {
    return text === undefined ? [] : [{ key, value: text }];
  });
  const usage = workload.get("usage").entries.flatMap(([name, points]) => {
    const steps = readSteps(points, "allowed");
    return steps === undefined ? [] : [[name, steps.map(({ at, value }) => ({ after: at, share: value }))] as const];
  });
  return {
    ...(workload.get("containerizer").text === "docker" ? { containerizer: "docker" as const } : {}),
    ...(labels.length === 0 ? {} : { labels }),
    ...(usage.length === 0 ? {} : { usage: new Map(usage) }),
  };
}
