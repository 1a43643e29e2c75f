// Kind Isolator: a container may hold so much memory and no more. One that holds more, from its launch or by an update, is
// ended after a grace. Shows an answer that comes later. Parameters: mostMiB (1024), graceSeconds (10).
//
//   g++ -std=c++17 -shared -fPIC -I$(workbench modules include-dir) -o libmemory_isolator.so memory_isolator.cpp
#include <workbench/workbench.hpp>

using namespace workbench;

class MemoryIsolator : public Isolator {
 public:
  explicit MemoryIsolator(const Parameters &parameters)
      : most_(parameters_number(&parameters, "mostMiB", 1024)),
        grace_(parameters_number(&parameters, "graceSeconds", 10)) {}

  Future<std::optional<ContainerLaunchInfo>> prepare(const std::string &container,
                                                     const ContainerConfig &config) override {
    hold(container, config.resources);
    return std::nullopt;
  }

  Future<ContainerLimitation> watch(const std::string &container) override {
    return watched_[container].future();
  }

  Future<Nothing> update(const std::string &container, const std::string &resources, const ResourceLimits &) override {
    hold(container, resources);
    return Nothing();
  }

  Future<ResourceStatistics> usage(const std::string &) override {
    ResourceStatistics statistics;
    statistics.memLimitMiB = most_;
    return statistics;
  }

  Future<Nothing> cleanup(const std::string &container) override {
    held_.erase(container);
    watched_.erase(container);
    return Nothing();
  }

 private:
  // "cpus:1;mem:512": what stands after mem.
  void hold(const std::string &container, const std::string &resources) {
    const size_t mem = resources.find("mem:");
    held_[container] = mem == std::string::npos ? 0 : std::stod(resources.substr(mem + 4));
    if (held_[container] <= most_) return;
    after(grace_, [this, container] { endIfTooLarge(container); });
  }

  void endIfTooLarge(const std::string &container) {
    const auto held = held_.find(container);
    if (held == held_.end() || held->second <= most_) return;
    ContainerLimitation limitation;
    limitation.message = "it holds more memory than a container may";
    limitation.reason = "CONTAINER_LIMITATION_MEMORY";
    watched_[container].set(limitation);
  }

  const double most_, grace_;
  std::map<std::string, double> held_;
  std::map<std::string, Promise<ContainerLimitation>> watched_;
};

static Isolator *create(const Parameters &parameters) { return new MemoryIsolator(parameters); }

Module<Isolator> com_example_memory_isolator(MODULE_API_VERSION, MESOS_VERSION, "Allocator workbench",
                                             "author@example.org", "Ends containers that hold too much memory", nullptr,
                                             create);
