// Kind Isolator in C++.
#ifndef WORKBENCH_CPP_ISOLATOR_HPP
#define WORKBENCH_CPP_ISOLATOR_HPP

#include <workbench/cpp/infos.hpp>
#include <workbench/cpp/instance.hpp>
#include <workbench/isolator.h>

namespace workbench {

// In cores and MiB; HUGE_VAL: no bound.
using ResourceLimits = std::map<std::string, double>;

struct ContainerConfig {
  std::optional<std::string> parent; // the container it is nested in
  std::optional<TaskInfo> task;
  std::optional<ExecutorInfo> executor;
  std::optional<std::string> command;
  std::string resources;
  ResourceLimits limits;
  std::string directory; // the sandbox
  std::optional<std::string> user;
  WORKBENCH_MEMBERS(WORKBENCH_MEMBER(parent), WORKBENCH_MEMBER(task), WORKBENCH_MEMBER(executor),
                    WORKBENCH_MEMBER(command), WORKBENCH_MEMBER(resources), WORKBENCH_MEMBER(limits),
                    WORKBENCH_MEMBER(directory), WORKBENCH_MEMBER(user))
};

// A container that the agent process before this one has left.
struct ContainerState {
  std::string container;
  int pid;
  ContainerConfig config;
  WORKBENCH_MEMBERS(WORKBENCH_MEMBER(container), WORKBENCH_MEMBER(pid), WORKBENCH_MEMBER(config))
};

struct Mount {
  std::string target;
  std::optional<std::string> source, type, options;
  WORKBENCH_MEMBERS(WORKBENCH_MEMBER(target), WORKBENCH_MEMBER(source), WORKBENCH_MEMBER(type),
                    WORKBENCH_MEMBER(options))
};

// What the launch of a container is to have. An isolator may not set rootfs or user.
struct ContainerLaunchInfo {
  using Texts = std::vector<std::string>;
  std::optional<Texts> preExecCommands;
  std::optional<Environment> environment;
  std::optional<std::string> command, workingDirectory;
  std::optional<Texts> effectiveCapabilities, boundingCapabilities;
  std::optional<std::map<std::string, double>> rlimits;
  std::optional<std::string> ttySlavePath;
  std::optional<std::vector<Mount>> mounts;
  std::optional<Texts> enterNamespaces, cloneNamespaces;
  std::optional<std::vector<int>> supplementaryGroups;
  std::optional<std::string> rootfs, user;
  WORKBENCH_MEMBERS(WORKBENCH_MEMBER(preExecCommands), WORKBENCH_MEMBER(environment), WORKBENCH_MEMBER(command),
                    WORKBENCH_MEMBER(workingDirectory), WORKBENCH_MEMBER(effectiveCapabilities),
                    WORKBENCH_MEMBER(boundingCapabilities), WORKBENCH_MEMBER(rlimits), WORKBENCH_MEMBER(ttySlavePath),
                    WORKBENCH_MEMBER(mounts), WORKBENCH_MEMBER(enterNamespaces), WORKBENCH_MEMBER(cloneNamespaces),
                    WORKBENCH_MEMBER(supplementaryGroups), WORKBENCH_MEMBER(rootfs), WORKBENCH_MEMBER(user))
};

// A container cannot go on: which resources are the reason, and CONTAINER_LIMITATION_MEMORY or the like.
struct ContainerLimitation {
  std::optional<std::string> resources, message, reason;
  WORKBENCH_MEMBERS(WORKBENCH_MEMBER(resources), WORKBENCH_MEMBER(message), WORKBENCH_MEMBER(reason))
};

class Isolator : public Instance {
 public:
  virtual bool supportsNesting() { return false; }
  virtual bool supportsStandalone() { return false; }

  virtual Future<Nothing> recover(const std::vector<ContainerState> & /* states */,
                                  const std::vector<std::string> & /* orphans */) {
    return Nothing();
  }

  virtual Future<std::optional<ContainerLaunchInfo>> prepare(const std::string & /* container */,
                                                             const ContainerConfig & /* config */) {
    return std::nullopt;
  }

  virtual Future<Nothing> isolate(const std::string & /* container */, int /* pid */) { return Nothing(); }

  // Ends when the container goes beyond a limit; by default never.
  virtual Future<ContainerLimitation> watch(const std::string & /* container */) { return {}; }

  virtual Future<Nothing> update(const std::string & /* container */, const std::string & /* resources */,
                                 const ResourceLimits & /* limits */) {
    return Nothing();
  }

  virtual Future<ResourceStatistics> usage(const std::string & /* container */) { return ResourceStatistics(); }

  virtual Future<std::map<std::string, std::string>> status(const std::string & /* container */) {
    return std::map<std::string, std::string>();
  }

  virtual Future<Nothing> cleanup(const std::string & /* container */) { return Nothing(); }
};

template <>
struct Border<Isolator> {
  static constexpr const char *NAME = "Isolator";

  static void *open(std::unique_ptr<Isolator> object, const Parameters &) {
    IsolatorMethods *methods = Crossing<Isolator, IsolatorMethods>::open(std::move(object));
    WORKBENCH_CALL(Isolator, supportsNesting, named());
    WORKBENCH_CALL(Isolator, supportsStandalone, named());
    WORKBENCH_CALL(Isolator, recover, named("states", "orphans"));
    WORKBENCH_CALL(Isolator, prepare, named("container", "config"));
    WORKBENCH_CALL(Isolator, isolate, named("container", "pid"));
    WORKBENCH_CALL(Isolator, watch, named("container"));
    WORKBENCH_CALL(Isolator, update, named("container", "resources", "limits"));
    WORKBENCH_CALL(Isolator, usage, named("container"));
    WORKBENCH_CALL(Isolator, status, named("container"));
    WORKBENCH_CALL(Isolator, cleanup, named("container"));
    return methods;
  }
};

}  // namespace workbench

#endif
