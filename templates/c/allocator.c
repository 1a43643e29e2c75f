/* Offers each agent to whoever has least: dominant resource fairness, the place to begin changing. */
#include <workbench/sdk.h>

/* What is left on the agent that the framework may have in this role: nothing reserved, nothing over the role's limit. */
static Vector rest_for(Cluster *cluster, const Agent *agent, const Role *role) {
  Vector rest = cluster_zeros(cluster);
  for (int i = 0; i < cluster->plain_key_count; i++) {
    int key = cluster->plain_keys[i];
    double room = role->limit == NULL || role->limit[key] < 0 ? 1e15 : role->limit[key] - role->used[key];
    double free = cluster_available(agent, key);
    rest[key] = free < room ? free : room;
  }
  return rest;
}

static void offer(Cluster *cluster, const Agent *agent, const Subscription *subscription) {
  int framework = subscription->framework, role = subscription->role;
  Vector rest = rest_for(cluster, agent, &cluster->roles[role]);
  if (!cluster_is_allocatable(cluster, rest)) return;
  if (cluster_is_gpu_agent_closed_to(cluster, agent, &cluster->frameworks[framework])) return;
  if (cluster_is_filtered(cluster, framework, role, agent->id, rest)) return;
  cluster_offer(cluster, framework, role, agent->id, rest, NO_ID);
  cluster_explain(cluster, "it has the least");
}

static void decide(Cluster *cluster, const int *candidates, int count) {
  for (int i = 0; i < count; i++) {
    const Agent *agent = &cluster->agents[candidates[i]];
    RoleList roles = cluster_roles_by_share(cluster);
    for (int j = 0; j < roles.count; j++) {
      SubscriptionList subscriptions = cluster_subscriptions_by_share(cluster, roles.items[j]);
      for (int k = 0; k < subscriptions.count; k++) offer(cluster, agent, subscriptions.items[k]);
    }
  }
}

WORKBENCH_ALLOCATOR(__SYMBOL__, "", "", "Offers each agent to whoever has least", 0, decide)
