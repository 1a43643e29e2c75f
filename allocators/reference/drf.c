/*
 * Dominant Resource Fairness (Ghodsi et al., NSDI 2011), plain: each agent is offered whole to whoever has least.
 *
 * How much somebody has is its dominant share: held / total over the cluster, of the resource where that is largest; a
 * role's is divided by its weight. The roles are put in order, and within a role its frameworks: lowest share first,
 * then fewest offers so far, then name. The SDK keeps the shares. An offer counts at once, so the next agent sees a new
 * order.
 *
 * Scope: flat roles with weights, quota limits (no guarantees), filters, all kinds of resources. There it decides as
 * Mesos' hierarchical allocator does. The same lines stand beside this file in TypeScript, Lua, Python and JavaScript.
 */
#include <workbench/sdk.h>

static bool has_rest(const Cluster *cluster, const Agent *agent) {
  for (int key = 0; key < cluster->key_count; key++) {
    if (cluster_available(agent, key) > 0) return true;
  }
  return false;
}

/* Who has least may have all of it. What it may not have, or does not want, goes to the next. */
static void offer_by_share(Cluster *cluster, const Agent *agent) {
  RoleList roles = cluster_roles_by_share(cluster);
  for (int i = 0; i < roles.count; i++) {
    SubscriptionList subscriptions = cluster_subscriptions_by_share(cluster, roles.items[i]);
    for (int j = 0; j < subscriptions.count; j++) {
      if (!has_rest(cluster, agent)) return;
      const Subscription *subscription = subscriptions.items[j];
      Vector resources = cluster_offerable(cluster, subscription, agent, NULL);
      if (resources == NULL) continue;
      cluster_offer(cluster, subscription->framework, subscription->role, agent->id, resources, NO_ID);
    }
  }
}

static void decide(Cluster *cluster, const int *candidates, int count) {
  for (int i = 0; i < count; i++) offer_by_share(cluster, &cluster->agents[candidates[i]]);
}

WORKBENCH_ALLOCATOR(drf, "Allocator workbench", "", "Dominant Resource Fairness for flat roles", 0, decide)
