import type { Cluster, OfferRequest } from "workbench";

/** Offers each agent to whoever has least: dominant resource fairness, the place to begin changing. */
export function* decide(cluster: Cluster): Iterable<OfferRequest> {
  for (const agent of cluster.candidates) {
    for (const role of cluster.rolesByShare()) {
      for (const subscription of cluster.subscriptionsByShare(role)) {
        const resources = cluster.offerable(subscription, agent);
        if (resources !== null) yield { subscription, agent, resources, why: "it has the least" };
      }
    }
  }
}
