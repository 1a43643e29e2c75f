/**
 * Weighted Dominant Resource Fairness, task by task (Ghodsi et al., NSDI 2011): as long as something fits,
 * the role with the lowest dominant share / weight is given the resources of one more task.
 *
 * This is the progressive filling of the paper's Algorithm 1. Mesos and reference/drf.* offer whole agents instead, since
 * a framework of Mesos does not tell its demand; here frameworks report it (requestResources), so that one task at a time
 * can be offered. scenarios/weighted-drf.yaml has the paper's example: 9 cpus and 18 GB, tasks of <1 cpu, 4 GB> and
 * <3 cpus, 1 GB> end at three and two.
 *
 * The same lines stand beside this file in Lua and Python.
 */
import { fits, isZero } from "workbench";

export const triggers = ["requestResources", "recoverResources"];

export function* decide(cluster) {
  const waiting = new Map(
    cluster.subscriptions().map((subscription) => [subscription, tasksOf(cluster, subscription)]),
  );
  for (;;) {
    const offer = nextOffer(cluster, waiting);
    if (offer === null) return;
    yield offer;
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

/** One task for who has least; what fits nowhere waits, and the next in order may have its turn. */
function nextOffer(cluster, waiting) {
  for (const role of cluster.rolesByShare()) {
    for (const subscription of cluster.subscriptionsByShare(role)) {
      const tasks = waiting.get(subscription);
      const agent = tasks.length > 0 ? firstWithRoom(cluster, subscription, tasks.at(-1)) : undefined;
      if (agent !== undefined) {
        const why = `${role.name} has ${cluster.roleShare(role).toFixed(3)}`;
        return { subscription, agent, resources: tasks.pop(), why };
      }
    }
  }
  return null;
}

function firstWithRoom(cluster, subscription, resources) {
  return cluster.candidates.find((agent) => {
    const room = cluster.offerable(subscription, agent);
    return room !== null && fits(resources, room);
  });
}
