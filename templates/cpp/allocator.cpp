// Offers each agent to whoever has least: dominant resource fairness, the place to begin changing.
#include <algorithm>
#include <workbench/workbench.hpp>

class LeastFirst : public Allocator {
 public:
  void decide(Cluster *cluster, const std::vector<int> &candidates) override {
    for (int id : candidates) {
      const Agent &agent = cluster->agents[id];
      const RoleList roles = cluster_roles_by_share(cluster);
      for (int i = 0; i < roles.count; i++) {
        const SubscriptionList subscriptions = cluster_subscriptions_by_share(cluster, roles.items[i]);
        for (int j = 0; j < subscriptions.count; j++) offer(cluster, agent, *subscriptions.items[j]);
      }
    }
  }

 private:
  // What is left on the agent that the framework may have in this role: nothing reserved, nothing over the role's limit.
  static Vector restFor(Cluster *cluster, const Agent &agent, const Role &role) {
    Vector rest = cluster_zeros(cluster);
    for (int i = 0; i < cluster->plain_key_count; i++) {
      const int key = cluster->plain_keys[i];
      const double free = cluster_available(&agent, key);
      const bool isLimited = role.limit != nullptr && role.limit[key] >= 0;
      rest[key] = isLimited ? std::min(free, role.limit[key] - role.used[key]) : free;
    }
    return rest;
  }

  static void offer(Cluster *cluster, const Agent &agent, const Subscription &subscription) {
    const int framework = subscription.framework, role = subscription.role;
    const Vector rest = restFor(cluster, agent, cluster->roles[role]);
    if (!cluster_is_allocatable(cluster, rest)) return;
    if (cluster_is_gpu_agent_closed_to(cluster, &agent, &cluster->frameworks[framework])) return;
    if (cluster_is_filtered(cluster, framework, role, agent.id, rest)) return;
    cluster_offer(cluster, framework, role, agent.id, rest, NO_ID);
    cluster_explain(cluster, "it has the least");
  }
};

static Allocator *create(const Parameters &) { return new LeastFirst(); }

Module<Allocator> __SYMBOL__(MODULE_API_VERSION, MESOS_VERSION, "", "", "Offers each agent to whoever has least", nullptr,
                             create);
