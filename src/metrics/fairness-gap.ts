import { putOverBacklog } from "./backlog.js";
import type { MetricDefinition } from "./metric.js";
import type { MetricFamily } from "./metric-family.js";

const SHARED: Pick<MetricDefinition, "source" | "scopes" | "wallClock" | "direction"> = {
  source:
    "own definition over the fair shares of progressive filling (Ghodsi et al.: Dominant Resource Fairness, NSDI 2011)",
  scopes: ["all", "role"],
  wallClock: false,
  direction: "lower",
};

/** How much less than their fair share top-level roles held while tasks of theirs waited. */
export const fairnessGap: MetricFamily = {
  definitions: [
    {
      name: "fairnessGap.mean",
      unit: "share",
      definition:
        "the fair dominant share less the dominant share of what tasks have in use, not below 0, averaged over the time in which tasks of the top-level role wait; without a scope: over that time of all top-level roles together",
      ...SHARED,
    },
    {
      name: "fairnessGap.shareSeconds",
      unit: "share s",
      definition: "the same difference integrated over that time; without a scope: added up over the top-level roles",
      ...SHARED,
    },
  ],
  compute(run, scope, into) {
    if (scope.kind === "framework") return;
    const names = { mean: "fairnessGap.mean", total: "fairnessGap.shareSeconds" };
    putOverBacklog(names, [run, scope, into], (place) => run.history.fairness.lacked(place));
  },
};
