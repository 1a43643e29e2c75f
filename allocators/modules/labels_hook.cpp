// Kind Hook: every task that is launched gets a label in front of its own, and its executor the same as a variable.
// Parameters: key (team), value (none).
//
//   g++ -std=c++17 -shared -fPIC -I$(workbench modules include-dir) -o liblabels_hook.so labels_hook.cpp
#include <workbench/workbench.hpp>

using namespace workbench;

class LabelsHook : public Hook {
 public:
  explicit LabelsHook(const Parameters &parameters)
      : key_(parameter(parameters, "key", "team")), value_(parameter(parameters, "value", "none")) {}

  // The answer replaces all labels.
  std::optional<Labels> masterLaunchTaskLabelDecorator(const TaskInfo &task, const FrameworkInfo &,
                                                       const AgentInfo &) override {
    Labels labels = task.labels;
    labels.insert(labels.begin(), Label{key_, value_});
    return labels;
  }

  std::optional<Environment> slaveExecutorEnvironmentDecorator(const ExecutorInfo &executor) override {
    Environment environment = executor.environment;
    environment[key_] = value_;
    return environment;
  }

 private:
  const std::string key_, value_;
};

static Hook *create(const Parameters &parameters) { return new LabelsHook(parameters); }

Module<Hook> com_example_labels_hook(MODULE_API_VERSION, MESOS_VERSION, "Allocator workbench", "author@example.org",
                                     "Labels every task", nullptr, create);
