// Modules of all kinds in C++17: derive a class from the kind's, and declare a Module of it.
//
//   #include <workbench/workbench.hpp>
//
//   class Labels : public Hook { ... };
//   static Hook *create(const Parameters &) { return new Labels(); }
//   Module<Hook> com_example_labels(MODULE_API_VERSION, MESOS_VERSION, "author", "author@example.org", "description",
//                                   nullptr, create);
//
// Compile with g++ -std=c++17 -shared -fPIC -I$(workbench modules include-dir). No C++ type crosses to the host: the
// classes stand on the C structures beside this file, and an exception becomes a failed call.
#ifndef WORKBENCH_HPP
#define WORKBENCH_HPP

#include <workbench/cpp/allocator.hpp>
#include <workbench/cpp/anonymous.hpp>
#include <workbench/cpp/authentication.hpp>
#include <workbench/cpp/hook.hpp>
#include <workbench/cpp/isolator.hpp>
#include <workbench/cpp/oversubscription.hpp>
#include <workbench/cpp/test_module.hpp>

// The kinds by their plain names, and as Mesos has them.
using workbench::Allocator;
using workbench::Anonymous;
using workbench::Authenticatee;
using workbench::Authenticator;
using workbench::Hook;
using workbench::Isolator;
using workbench::Module;
using workbench::QoSController;
using workbench::ResourceEstimator;
using workbench::TestModule;

namespace mesos {

using ::Parameters;
using workbench::Authenticatee;
using workbench::Authenticator;
using workbench::Environment;
using workbench::ExecutorInfo;
using workbench::FrameworkInfo;
using workbench::Hook;
using workbench::Label;
using workbench::Labels;
using workbench::Parameter;
using workbench::TaskInfo;
using workbench::TaskStatus;
using SlaveInfo = workbench::AgentInfo;

namespace allocator {
using workbench::Allocator;
}

namespace modules {
using workbench::Anonymous;
using workbench::Module;
}  // namespace modules

namespace slave {
using workbench::ContainerConfig;
using workbench::ContainerLaunchInfo;
using workbench::ContainerLimitation;
using workbench::ContainerState;
using workbench::Isolator;
using workbench::QoSController;
using workbench::QoSCorrection;
using workbench::ResourceEstimator;
}  // namespace slave

}  // namespace mesos

#endif
