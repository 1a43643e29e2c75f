// Kind Hook in C++.
#ifndef WORKBENCH_CPP_HOOK_HPP
#define WORKBENCH_CPP_HOOK_HPP

#include <workbench/cpp/infos.hpp>
#include <workbench/cpp/instance.hpp>
#include <workbench/hook.h>

namespace workbench {

struct NetworkInfo {
  std::vector<std::string> ipAddresses;
  std::vector<std::string> groups;
  Labels labels;
  WORKBENCH_MEMBERS(WORKBENCH_MEMBER(ipAddresses), WORKBENCH_MEMBER(groups), WORKBENCH_MEMBER(labels))
};

struct ContainerStatus {
  std::vector<NetworkInfo> networkInfos;
  WORKBENCH_MEMBERS(WORKBENCH_MEMBER(networkInfos))
};

struct TaskStatus {
  std::string task;
  std::string state; // TASK_RUNNING
  std::optional<std::string> reason;
  std::optional<std::string> message;
  Labels labels;
  std::optional<ContainerStatus> containerStatus;
  WORKBENCH_MEMBERS(WORKBENCH_MEMBER(task), WORKBENCH_MEMBER(state), WORKBENCH_MEMBER(reason),
                    WORKBENCH_MEMBER(message), WORKBENCH_MEMBER(labels), WORKBENCH_MEMBER(containerStatus))
};

// What is not set stays as it was.
struct TaskStatusChange {
  std::optional<Labels> labels;
  std::optional<ContainerStatus> containerStatus;
  WORKBENCH_MEMBERS(WORKBENCH_MEMBER(labels), WORKBENCH_MEMBER(containerStatus))
};

struct DockerEnvironment {
  Environment executorEnvironment;
  Environment taskEnvironment;
  WORKBENCH_MEMBERS(WORKBENCH_MEMBER(executorEnvironment), WORKBENCH_MEMBER(taskEnvironment))
};

// std::nullopt is no opinion; a value replaces the whole; an exception is an error that the hook reports.
class Hook : public Instance {
 public:
  virtual std::optional<std::string> slaveResourcesDecorator(const AgentInfo & /* agent */) { return std::nullopt; }
  virtual std::optional<std::string> slaveAttributesDecorator(const AgentInfo & /* agent */) { return std::nullopt; }

  virtual std::optional<std::string> masterLaunchTaskResourceDecorator(const TaskInfo & /* task */,
                                                                       const std::string & /* agentResources */) {
    return std::nullopt;
  }

  virtual std::optional<Labels> masterLaunchTaskLabelDecorator(const TaskInfo & /* task */,
                                                               const FrameworkInfo & /* framework */,
                                                               const AgentInfo & /* agent */) {
    return std::nullopt;
  }

  virtual std::optional<Labels> slaveRunTaskLabelDecorator(const TaskInfo & /* task */,
                                                           const ExecutorInfo & /* executor */,
                                                           const FrameworkInfo & /* framework */,
                                                           const AgentInfo & /* agent */) {
    return std::nullopt;
  }

  virtual std::optional<Environment> slaveExecutorEnvironmentDecorator(const ExecutorInfo & /* executor */) {
    return std::nullopt;
  }

  // The one that may answer later. A custom executor has no task yet.
  virtual Future<std::optional<DockerEnvironment>> slavePreLaunchDockerTaskExecutorDecorator(
      const std::optional<TaskInfo> & /* task */, const ExecutorInfo & /* executor */,
      const std::string & /* containerName */, const std::string & /* workDirectory */,
      const std::string & /* sandboxDirectory */, const std::optional<Environment> & /* environment */) {
    return std::nullopt;
  }

  virtual void slavePostFetchHook(const std::string & /* containerId */, const std::string & /* sandboxDirectory */) {}

  virtual std::optional<TaskStatusChange> slaveTaskStatusDecorator(const std::string & /* framework */,
                                                                   const TaskStatus & /* status */) {
    return std::nullopt;
  }

  virtual void slaveRemoveExecutorHook(const FrameworkInfo & /* framework */, const ExecutorInfo & /* executor */) {}
  virtual void masterSlaveLostHook(const AgentInfo & /* agent */) {}
};

template <>
struct Border<Hook> {
  static constexpr const char *NAME = "Hook";

  static void *open(std::unique_ptr<Hook> object, const Parameters &) {
    HookMethods *methods = Crossing<Hook, HookMethods>::open(std::move(object));
    WORKBENCH_CALL(Hook, slaveResourcesDecorator, named("agent"));
    WORKBENCH_CALL(Hook, slaveAttributesDecorator, named("agent"));
    WORKBENCH_CALL(Hook, masterLaunchTaskResourceDecorator, named("task", "agentResources"));
    WORKBENCH_CALL(Hook, masterLaunchTaskLabelDecorator, named("task", "framework", "agent"));
    WORKBENCH_CALL(Hook, slaveRunTaskLabelDecorator, named("task", "executor", "framework",
                   "agent"));
    WORKBENCH_CALL(Hook, slaveExecutorEnvironmentDecorator, named("executor"));
    WORKBENCH_CALL(Hook, slavePreLaunchDockerTaskExecutorDecorator, named("task", "executor",
                   "containerName", "workDirectory", "sandboxDirectory", "environment"));
    WORKBENCH_CALL(Hook, slavePostFetchHook, named("containerId", "sandboxDirectory"));
    WORKBENCH_CALL(Hook, slaveTaskStatusDecorator, named("framework", "status"));
    WORKBENCH_CALL(Hook, slaveRemoveExecutorHook, named("framework", "executor"));
    WORKBENCH_CALL(Hook, masterSlaveLostHook, named("agent"));
    return methods;
  }
};

}  // namespace workbench

#endif
