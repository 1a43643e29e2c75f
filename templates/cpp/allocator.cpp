// Offers each agent to whoever has least: dominant resource fairness, the place to begin changing.
#include <workbench/workbench.hpp>

class LeastFirst : public Allocator {
 public:
  void decide(Cluster *cluster, const std::vector<int> &candidates) override {
    for (int id : candidates) {
      const SubscriptionList subscriptions = cluster_subscriptions_by_share(cluster, nullptr);
      for (int i = 0; i < subscriptions.count; i++) offer(cluster, cluster->agents[id], *subscriptions.items[i]);
    }
  }

 private:
  static void offer(Cluster *cluster, const Agent &agent, const Subscription &subscription) {
    const Vector resources = cluster_offerable(cluster, &subscription, &agent, nullptr);
    if (resources == nullptr) return;
    cluster_offer(cluster, subscription.framework, subscription.role, agent.id, resources, NO_ID);
    cluster_explain(cluster, "it has the least");
  }
};

static Allocator *create(const Parameters &) { return new LeastFirst(); }

Module<Allocator> __SYMBOL__(MODULE_API_VERSION, MESOS_VERSION, "", "", "Offers each agent to whoever has least", nullptr,
                             create);
