/**
 * Asset fairness: equal shares of different resources are worth the same, and whoever has least of all of them together is
 * given the resources of its next task (Ghodsi et al., NSDI 2011, which names it to refute it).
 *
 * It looks fair, and is not worth joining: in scenarios/asset-fairness.yaml a user ends with less than half of *every*
 * resource, and would be better off with a machine of its own (the sharing incentive is violated). DRF does not do that.
 */
import { fits, isZero } from "workbench";

export const triggers = ["requestResources", "recoverResources"];

export function* decide(cluster) {
  const waiting = cluster
    .subscriptions()
    .map((subscription) => ({ subscription, tasks: tasksOf(cluster, subscription) }));
  for (;;) {
    const next = nextOffer(cluster, waiting);
    if (next === null) return;
    yield next;
  }
}

/** The resources of each task that waits, last first. Of who has not answered its offers yet, nothing is known. */
function tasksOf(cluster, subscription) {
  if (!isZero(subscription.offered)) return [];
  return cluster
    .demand(subscription)
    .flatMap(({ count, resources }) => new Array(count).fill(resources))
    .reverse();
}

/** The poorest whose next task fits somewhere; of equal ones the first by name. */
function nextOffer(cluster, waiting) {
  let best = null;
  for (const { subscription, tasks } of waiting) {
    if (tasks.length === 0) continue;
    const assets = assetShare(cluster, subscription) / subscription.role.weight;
    if (best !== null && assets >= best.assets) continue;
    const agent = firstWithRoom(cluster, subscription, tasks.at(-1));
    if (agent !== undefined) best = { assets, subscription, agent, tasks };
  }
  if (best === null) return null;
  const { assets, subscription, agent, tasks } = best;
  return { subscription, agent, resources: tasks.pop(), why: `has ${assets.toFixed(3)} of all assets` };
}

/** The sum of its shares of each resource. */
function assetShare(cluster, { held }) {
  let sum = 0;
  for (const key of cluster.plainKeys) if (cluster.total[key] > 0) sum += held[key] / cluster.total[key];
  return sum;
}

function firstWithRoom(cluster, subscription, resources) {
  return cluster.candidates.find((agent) => {
    const room = cluster.offerable(subscription, agent);
    return room !== null && fits(resources, room);
  });
}
