// Kinds ResourceEstimator and QoSController in C++.
#ifndef WORKBENCH_CPP_OVERSUBSCRIPTION_HPP
#define WORKBENCH_CPP_OVERSUBSCRIPTION_HPP

#include <workbench/cpp/infos.hpp>
#include <workbench/cpp/instance.hpp>
#include <workbench/qos_controller.h>
#include <workbench/resource_estimator.h>

namespace workbench {

// An executor that is not terminated yet, with what it holds and uses.
struct ExecutorUsage {
  ExecutorInfo executor;
  std::string allocated;
  std::string container;
  std::vector<TaskInfo> tasks;
  std::optional<ResourceStatistics> statistics;
  WORKBENCH_MEMBERS(WORKBENCH_MEMBER(executor), WORKBENCH_MEMBER(allocated), WORKBENCH_MEMBER(container),
                    WORKBENCH_MEMBER(tasks), WORKBENCH_MEMBER(statistics))
};

struct ResourceUsage {
  std::vector<ExecutorUsage> executors;
  std::string total; // the agent's
  WORKBENCH_MEMBERS(WORKBENCH_MEMBER(executors), WORKBENCH_MEMBER(total))
};

class ResourceEstimator : public Instance {
 public:
  virtual void initialize() {}

  // What can be lent beyond what is in use as revocable now, all of it revocable: "cpus{REV}:2".
  virtual Future<std::string> oversubscribable(const ResourceUsage &usage) = 0;
};

// An executor to be killed; with a container, only if it still is the executor's.
struct Kill {
  std::string framework;
  std::string executor;
  std::optional<std::string> container;
  WORKBENCH_MEMBERS(WORKBENCH_MEMBER(framework), WORKBENCH_MEMBER(executor), WORKBENCH_MEMBER(container))
};

struct QoSCorrection {
  Kill kill;
  std::string type = "KILL";
  WORKBENCH_MEMBERS(WORKBENCH_MEMBER(type), WORKBENCH_MEMBER(kill))
};

class QoSController : public Instance {
 public:
  virtual void initialize() {}
  virtual Future<std::vector<QoSCorrection>> corrections(const ResourceUsage &usage) = 0;
};

template <>
struct Border<ResourceEstimator> {
  static constexpr const char *NAME = "ResourceEstimator";

  static void *open(std::unique_ptr<ResourceEstimator> object, const Parameters &) {
    ResourceEstimatorMethods *methods = Crossing<ResourceEstimator, ResourceEstimatorMethods>::open(std::move(object));
    WORKBENCH_CALL(ResourceEstimator, initialize, named());
    WORKBENCH_CALL(ResourceEstimator, oversubscribable, named("usage"));
    return methods;
  }
};

template <>
struct Border<QoSController> {
  static constexpr const char *NAME = "QoSController";

  static void *open(std::unique_ptr<QoSController> object, const Parameters &) {
    QoSControllerMethods *methods = Crossing<QoSController, QoSControllerMethods>::open(std::move(object));
    WORKBENCH_CALL(QoSController, initialize, named());
    WORKBENCH_CALL(QoSController, corrections, named("usage"));
    return methods;
  }
};

}  // namespace workbench

#endif
