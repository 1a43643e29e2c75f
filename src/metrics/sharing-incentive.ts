import { putOverBacklog } from "./backlog.js";
import type { MetricDefinition } from "./metric.js";
import type { MetricFamily } from "./metric-family.js";

const SHARE = "sharingIncentiveViolations.share";
const SECONDS = "sharingIncentiveViolations.seconds";

const SHARED: Pick<MetricDefinition, "source" | "scopes" | "wallClock" | "direction"> = {
  source: "Ghodsi et al.: Dominant Resource Fairness, NSDI 2011 (sharing incentive)",
  scopes: ["all", "role"],
  wallClock: false,
  direction: "lower",
};

/** Whether roles would have been better off with a part of the cluster of their own. */
export const sharingIncentive: MetricFamily = {
  definitions: [
    {
      name: SHARE,
      unit: "share",
      definition:
        "part of the time in which tasks of the top-level role wait (0..1) during which one of them, on top of what the role's tasks have in use, would fit into the role's own part of the cluster: weight / weights of all top-level roles that have work in the run, of every resource",
      ...SHARED,
    },
    {
      name: SECONDS,
      unit: "s",
      definition: "the length of that time; without a scope: added up over the top-level roles",
      ...SHARED,
    },
  ],
  compute(run, scope, into) {
    if (scope.kind === "framework") return;
    const names = { mean: SHARE, total: SECONDS };
    putOverBacklog(names, [run, scope, into], (place) => run.history.fairness.violated(place));
  },
};
