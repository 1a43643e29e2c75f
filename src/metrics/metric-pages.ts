import { readFileSync } from "node:fs";
import { packageFile } from "../base/package-files.js";
import { authentications } from "./authentications.js";
import { boundedSlowdown } from "./bounded-slowdown.js";
import { checkpoints } from "./checkpoints.js";
import { cycles } from "./cycles.js";
import { dominantShare } from "./dominant-share.js";
import { failures } from "./failures.js";
import { fairnessGap } from "./fairness-gap.js";
import { finishTimeFairness } from "./finish-time-fairness.js";
import { fragmentation } from "./fragmentation.js";
import { hoarded } from "./hoarded.js";
import { interference } from "./interference.js";
import { jain } from "./jain.js";
import { lostWork } from "./lost-work.js";
import { makespan } from "./makespan.js";
import { allocationRuns } from "./mesos/allocation-runs.js";
import { clusterResources } from "./mesos/cluster-resources.js";
import { eventQueue } from "./mesos/event-queue.js";
import { frameworkSuppression } from "./mesos/framework-suppression.js";
import { offerFilters } from "./mesos/offer-filters.js";
import { oversubscription } from "./mesos/oversubscription.js";
import { roleQuota } from "./mesos/role-quota.js";
import { roleShares } from "./mesos/role-shares.js";
import type { MetricFamily } from "./metric-family.js";
import { offerDrought } from "./offer-drought.js";
import { offers } from "./offers.js";
import { preemptionTrouble } from "./preemption-trouble.js";
import { sharingIncentive } from "./sharing-incentive.js";
import { sloAttainment } from "./slo-attainment.js";
import { taskCounts } from "./task-counts.js";
import { turnaround } from "./turnaround.js";
import { utilisation } from "./utilisation.js";
import { utilisationOffered } from "./utilisation-offered.js";
import { utilisationUsed } from "./utilisation-used.js";
import { wait } from "./wait.js";

/** The page of each family, by its file's name in `pages` without `.md`: definition, unit, source, how to read it, pitfalls. */
export const METRIC_PAGES: Readonly<Record<string, MetricFamily>> = {
  utilisation,
  "utilisation-used": utilisationUsed,
  "utilisation-offered": utilisationOffered,
  hoarded,
  fragmentation,
  "task-counts": taskCounts,
  failures,
  wait,
  turnaround,
  "bounded-slowdown": boundedSlowdown,
  makespan,
  "slo-attainment": sloAttainment,
  jain,
  "dominant-share": dominantShare,
  "fairness-gap": fairnessGap,
  "sharing-incentive": sharingIncentive,
  "finish-time-fairness": finishTimeFairness,
  offers,
  "offer-drought": offerDrought,
  "lost-work": lostWork,
  checkpoints,
  interference,
  "preemption-trouble": preemptionTrouble,
  authentications,
  cycles,
  "mesos-event-queue": eventQueue,
  "mesos-allocation-runs": allocationRuns,
  "mesos-resources": clusterResources,
  "mesos-quota": roleQuota,
  "mesos-offer-filters": offerFilters,
  "mesos-role-shares": roleShares,
  "mesos-suppression": frameworkSuppression,
  "mesos-oversubscription": oversubscription,
};

/** The text of a page, in Markdown. @param page a name in `METRIC_PAGES` */
export function readMetricPage(page: string): string {
  return readFileSync(packageFile("src", "metrics", "pages", `${page}.md`), "utf8");
}
