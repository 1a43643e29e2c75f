// The name under which Mesos' documentation includes the kind TestModule.
#include <workbench/workbench.hpp>
