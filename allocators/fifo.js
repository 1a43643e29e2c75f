/**
 * First in, first out: the framework that has waited longest is served first, and nobody passes it.
 *
 * The oldest policy of batch systems, and still the default order within a queue of YARN's CapacityScheduler (its
 * FifoOrderingPolicy). A framework stands in the queue from the moment that it reports demand until all of it has
 * started. Its tasks are placed one by one on the first agent that has room; when one fits nowhere, everybody behind it
 * waits, though there may be room for them: the convoy effect, which scenarios/fifo.yaml shows beside DRF.
 *
 * The same lines stand beside this file in Lua and Python.
 */
import { fits, isZero } from "workbench";

export const triggers = ["requestResources", "recoverResources"];

/** The frameworks that wait, in the order in which they came (a Map keeps that order). */
const queue = new Map();

export function onEvent(cluster, event) {
  if (event.op === "requestResources" && event.requests.length > 0) {
    if (!queue.has(event.framework)) queue.set(event.framework, cluster.t);
  } else if (event.op === "requestResources" || event.op === "removeFramework") {
    queue.delete(event.framework);
  }
}

export function* decide(cluster) {
  for (const [framework, since] of queue) {
    for (const subscription of cluster.subscriptions()) {
      if (subscription.framework !== framework) continue;
      // Its answer tells what it still needs.
      if (!isZero(subscription.offered)) return;
      for (const request of cluster.demand(subscription)) {
        for (let n = 0; n < request.count; n++) {
          const agent = firstWithRoom(cluster, subscription, request);
          if (agent === undefined) return;
          const why = `waits since ${Math.floor(since / 1e6)} s`;
          yield { subscription, agent, resources: request.resources, why };
        }
      }
    }
  }
}

function firstWithRoom(cluster, subscription, request) {
  return cluster.candidates.find((agent) => {
    const room = cluster.offerable(subscription, agent);
    return room !== null && fits(request.resources, room);
  });
}
