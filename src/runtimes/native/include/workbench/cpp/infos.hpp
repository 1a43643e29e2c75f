// What master and agent tell modules. Resources are texts, "cpus:1;mem:512"; so are attributes, "rack:r1;zone:a".
#ifndef WORKBENCH_CPP_INFOS_HPP
#define WORKBENCH_CPP_INFOS_HPP

#include <map>
#include <optional>
#include <string>
#include <vector>

// The members of a structure by the names that they have in JSON: for Input and Output.
#define WORKBENCH_MEMBERS(...)                            \
  template <typename Self, typename Visit>                \
  static auto members(Self &self, Visit visit) -> void {  \
    __VA_ARGS__;                                          \
  }
#define WORKBENCH_MEMBER(name) visit(#name, self.name)

namespace workbench {

using Environment = std::map<std::string, std::string>;

struct Label {
  std::string key;
  std::optional<std::string> value;
  WORKBENCH_MEMBERS(WORKBENCH_MEMBER(key), WORKBENCH_MEMBER(value))
};

using Labels = std::vector<Label>;

struct TaskInfo {
  std::string id;
  std::string name;
  std::string resources;
  Labels labels;
  WORKBENCH_MEMBERS(WORKBENCH_MEMBER(id), WORKBENCH_MEMBER(name), WORKBENCH_MEMBER(resources), WORKBENCH_MEMBER(labels))
};

struct FrameworkInfo {
  std::string id;
  std::string name;
  std::vector<std::string> roles;
  std::vector<std::string> capabilities;
  std::optional<std::string> principal;
  WORKBENCH_MEMBERS(WORKBENCH_MEMBER(id), WORKBENCH_MEMBER(name), WORKBENCH_MEMBER(roles),
                    WORKBENCH_MEMBER(capabilities), WORKBENCH_MEMBER(principal))
};

struct AgentInfo {
  std::string id;
  std::string hostname;
  std::string resources;
  std::string attributes;
  WORKBENCH_MEMBERS(WORKBENCH_MEMBER(id), WORKBENCH_MEMBER(hostname), WORKBENCH_MEMBER(resources),
                    WORKBENCH_MEMBER(attributes))
};

struct ExecutorInfo {
  std::string id;
  std::string framework;
  std::string resources;
  Environment environment;
  WORKBENCH_MEMBERS(WORKBENCH_MEMBER(id), WORKBENCH_MEMBER(framework), WORKBENCH_MEMBER(resources),
                    WORKBENCH_MEMBER(environment))
};

// In use now: cores, MiB; what it may not exceed; what it was promised.
struct ResourceStatistics {
  std::optional<double> timestamp;
  std::optional<double> cpus, memMiB, diskMiB;
  std::optional<double> cpusLimit, memLimitMiB, diskLimitMiB;
  std::optional<double> cpusSoftLimit, memSoftLimitMiB;
  WORKBENCH_MEMBERS(WORKBENCH_MEMBER(timestamp), WORKBENCH_MEMBER(cpus), WORKBENCH_MEMBER(memMiB),
                    WORKBENCH_MEMBER(diskMiB), WORKBENCH_MEMBER(cpusLimit), WORKBENCH_MEMBER(memLimitMiB),
                    WORKBENCH_MEMBER(diskLimitMiB), WORKBENCH_MEMBER(cpusSoftLimit), WORKBENCH_MEMBER(memSoftLimitMiB))
};

}  // namespace workbench

#endif
