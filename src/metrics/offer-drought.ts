import { microsToSeconds } from "../base/time.js";
import type { FrameworkId } from "../cluster/ids.js";
import type { MetricFamily } from "./metric-family.js";

/** Whether somebody with work is left out for long. */
export const offerDrought: MetricFamily = {
  definitions: [
    {
      name: "offerDrought.max",
      unit: "s",
      definition:
        "the longest time in which a framework wanted offers and was sent none: tasks of it waited, it was registered and active, and had not suppressed offers; without a scope: the longest of all frameworks",
      source: "own definition",
      scopes: ["all", "framework"],
      wallClock: false,
      direction: "lower",
    },
  ],
  compute({ history }, scope, into) {
    if (scope.kind === "role") return;
    const { droughts, directory } = history;
    const frameworks = scope.kind === "all" ? directory.frameworks.ids() : [scope.id as FrameworkId];
    let longest = 0;
    for (const framework of frameworks) longest = Math.max(longest, droughts.longest(framework));
    into.put("offerDrought.max", microsToSeconds(longest));
  },
};
