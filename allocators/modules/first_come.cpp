// Kind Allocator: first come, first served. Who registered first is offered all that is free; the next gets what those
// before it do not want. Nobody is fair here, and a greedy framework starves the rest: a foil for the fair ones.
//
//   g++ -std=c++17 -shared -fPIC -ffp-contract=off -I$(workbench modules include-dir) -o libfirst_come.so first_come.cpp
#include <algorithm>
#include <workbench/workbench.hpp>

class FirstCome : public Allocator {
 public:
  void decide(Cluster *cluster, const std::vector<int> &candidates) override {
    updateQueue(*cluster);
    for (int framework : queue_) {
      for (int agent : candidates) offerRest(cluster, framework, agent);
    }
  }

 private:
  // Those who came since the last call go to the end, those of one call by name.
  void updateQueue(const Cluster &cluster) {
    auto isGone = [&](int framework) { return !cluster.frameworks[framework].there; };
    queue_.erase(std::remove_if(queue_.begin(), queue_.end(), isGone), queue_.end());
    for (int id = 0; id < cluster.framework_count; id++) {
      const bool isQueued = std::find(queue_.begin(), queue_.end(), id) != queue_.end();
      if (cluster.frameworks[id].there && !isQueued) queue_.push_back(id);
    }
  }

  // What is free of a key, as far as the role's quota limit goes.
  static double permitted(const Cluster &cluster, int role, int agent, int key) {
    const Role &account = cluster.roles[role];
    const double rest = cluster_available(&cluster.agents[agent], key);
    if (account.limit == nullptr || account.limit[key] < 0) return rest;
    return std::min(rest, account.limit[key] - account.used[key]);
  }

  // All that is free and reserved for nobody, in the first of its roles in which the framework wants it.
  void offerRest(Cluster *cluster, int framework, int agent) {
    for (int role = 0; role < cluster->role_count; role++) {
      for (int i = 0; i < cluster->roles[role].subscription_count; i++) {
        const Subscription *subscription = cluster->roles[role].subscriptions[i];
        if (subscription->framework != framework || !cluster_wants_offers(cluster, subscription)) continue;
        Vector rest = cluster_zeros(cluster);
        for (int n = 0; n < cluster->plain_key_count; n++) {
          const int key = cluster->plain_keys[n];
          rest[key] = permitted(*cluster, role, agent, key);
        }
        const bool isWanted = !cluster_is_filtered(cluster, framework, role, agent, rest);
        if (isWanted && cluster_is_allocatable(cluster, rest)) {
          cluster_offer(cluster, framework, role, agent, rest, NO_ID);
        }
      }
    }
  }

  std::vector<int> queue_; // framework ids in the order in which they came
};

static Allocator *create(const Parameters &) { return new FirstCome(); }

Module<Allocator> com_example_first_come(MODULE_API_VERSION, MESOS_VERSION, "Allocator workbench", "author@example.org",
                                         "First come, first served", nullptr, create);
