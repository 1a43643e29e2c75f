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
import type { MetricDefinition } from "./metric.js";
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

/** In the order in which reports show them: first this program's own, then those by Mesos' names. */
export const METRIC_FAMILIES: readonly MetricFamily[] = [
  utilisation,
  utilisationUsed,
  utilisationOffered,
  hoarded,
  fragmentation,
  taskCounts,
  failures,
  wait,
  turnaround,
  boundedSlowdown,
  makespan,
  sloAttainment,
  jain,
  dominantShare,
  fairnessGap,
  sharingIncentive,
  finishTimeFairness,
  offers,
  offerDrought,
  lostWork,
  checkpoints,
  preemptionTrouble,
  interference,
  authentications,
  cycles,
  eventQueue,
  allocationRuns,
  clusterResources,
  roleQuota,
  offerFilters,
  roleShares,
  frameworkSuppression,
  oversubscription,
];

/** Every metric that a run can have, without its scope. */
export const KNOWN_METRICS: readonly MetricDefinition[] = METRIC_FAMILIES.flatMap((family) => family.definitions);
