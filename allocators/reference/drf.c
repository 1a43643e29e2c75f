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

/* Declared first, so that the steps can stand in the order in which they run. */
static bool has_rest(const Cluster *cluster, const Agent *agent);
static void offer_by_share(Cluster *cluster, const Agent *agent);
static Vector rest_for(Cluster *cluster, const Agent *agent, const Subscription *subscription);
static bool is_wanted(const Cluster *cluster, const Agent *agent, const Subscription *subscription, const double *rest);

static void decide(Cluster *cluster, const int *candidates, int count) {
  for (int i = 0; i < count; i++) {
    const Agent *agent = &cluster->agents[candidates[i]];
    if (has_rest(cluster, agent)) offer_by_share(cluster, agent);
  }
}

WORKBENCH_ALLOCATOR(drf, "Allocator workbench", "", "Dominant Resource Fairness for flat roles", 0, decide)

/* In a busy cluster most agents are taken: putting everybody in order for them would be in vain. */
static bool has_rest(const Cluster *cluster, const Agent *agent) {
  for (int id = 0; id < cluster->key_count; id++) {
    if (cluster_available(agent, id) > 0) return true;
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
      Vector rest = rest_for(cluster, agent, subscription);
      if (is_wanted(cluster, agent, subscription, rest)) {
        cluster_offer(cluster, subscription->framework, subscription->role, agent->id, rest, NO_ID);
      }
    }
  }
}

static double within_limit(const Role *role, int key, double amount) {
  if (role->limit == NULL || role->limit[key] < 0) return amount;
  double room = role->limit[key] - role->used[key];
  if (room < 0) return 0;
  return amount < room ? amount : room;
}

/* What is left on the agent that this framework may have in this role: no other's reservations, nothing over its limit. */
static Vector rest_for(Cluster *cluster, const Agent *agent, const Subscription *subscription) {
  const Framework *framework = &cluster->frameworks[subscription->framework];
  Vector rest = cluster_zeros(cluster);
  for (int id = 0; id < cluster->key_count; id++) {
    const ResourceKey *key = &cluster->keys[id];
    if (key->revocable && !framework->revocable) continue;
    if (key->reservation != NO_ID && key->reservation != subscription->role) continue;
    rest[id] = cluster_available(agent, id);
    if (id == key->plain) rest[id] = within_limit(&cluster->roles[subscription->role], id, rest[id]);
  }
  return rest;
}

/* Worth an offer, open to the framework, and not refused by it a while ago. */
static bool is_wanted(const Cluster *cluster, const Agent *agent, const Subscription *subscription,
                      const double *rest) {
  if (!cluster_is_allocatable(cluster, rest)) return false;
  if (cluster_is_gpu_agent_closed_to(cluster, agent, &cluster->frameworks[subscription->framework])) return false;
  return !cluster_is_filtered(cluster, subscription->framework, subscription->role, agent->id, rest);
}
