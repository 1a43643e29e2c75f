/* Offers each agent to whoever has least: dominant resource fairness, the place to begin changing. */
#include <workbench/sdk.h>

static void decide(Cluster *cluster, const int *candidates, int count) {
  for (int i = 0; i < count; i++) {
    const Agent *agent = &cluster->agents[candidates[i]];
    SubscriptionList subscriptions = cluster_subscriptions_by_share(cluster, NULL);
    for (int j = 0; j < subscriptions.count; j++) {
      const Subscription *subscription = subscriptions.items[j];
      Vector resources = cluster_offerable(cluster, subscription, agent, NULL);
      if (resources == NULL) continue;
      cluster_offer(cluster, subscription->framework, subscription->role, agent->id, resources, NO_ID);
      cluster_explain(cluster, "it has the least");
    }
  }
}

WORKBENCH_ALLOCATOR(__SYMBOL__, "", "", "Offers each agent to whoever has least", 0, decide)
