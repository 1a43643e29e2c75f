/**
 * Delay scheduling (Zaharia et al., EuroSys 2010): when no agent that holds a framework's data is free, the framework is
 * passed over for a little while instead of being sent elsewhere. Others have their turn, tasks end all the time, and a local
 * agent is soon free: nearly every task becomes local at the price of a short wait.
 *
 * Which agents are local is told by parameters, one for each framework: `data.FRAMEWORK` is the beginning of the names of
 * the agents that hold its data (`rack-a`). Parameter delaySeconds (5) is the paper's D. The allocator reports the share of
 * its offers that were local, `local.share`: see scenarios/delay-scheduling.yaml.
 */
import { fits, isZero } from "workbench";

export const triggers = ["requestResources", "recoverResources"];

/** Since when a framework has been passed over for want of a local agent. */
const passedOverSince = new Map();
const offers = { all: 0, local: 0 };

export function* decide(cluster) {
  for (const role of cluster.rolesByShare()) {
    for (const subscription of cluster.subscriptionsByShare(role)) {
      // Who has not answered yet may need less than it said.
      if (isZero(subscription.offered)) yield* offersFor(cluster, subscription);
    }
  }
  if (offers.all > 0) cluster.metric("local.share", offers.local / offers.all, "share");
}

function* offersFor(cluster, subscription) {
  const { framework } = subscription;
  const delay = Number(cluster.parameters.delaySeconds ?? 5) * 1e6;
  for (const request of cluster.demand(subscription)) {
    for (let n = 0; n < request.count; n++) {
      const agents = withRoom(cluster, subscription, request.resources);
      if (agents.length === 0) return;
      let agent = agents.find((one) => isLocal(cluster, framework, one));
      if (agent === undefined) {
        const since = passedOverSince.get(framework) ?? cluster.t;
        passedOverSince.set(framework, since);
        if (cluster.t < since + delay) {
          cluster.wake(since + delay);
          return;
        }
        // It has waited long enough to go anywhere.
        agent = agents[0];
      } else {
        passedOverSince.delete(framework);
      }
      const local = isLocal(cluster, framework, agent);
      offers.all++;
      if (local) offers.local++;
      const why = local ? "its data is here" : `no local agent for ${delay / 1e6} s`;
      yield { subscription, agent, resources: request.resources, why };
    }
  }
}

function isLocal(cluster, framework, agent) {
  const data = cluster.parameters[`data.${framework.name}`];
  return data === undefined || agent.name.startsWith(data);
}

function withRoom(cluster, subscription, resources) {
  return cluster.candidates.filter((agent) => {
    const room = cluster.offerable(subscription, agent);
    return room !== null && fits(resources, room);
  });
}
