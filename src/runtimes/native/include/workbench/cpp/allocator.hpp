// Kind Allocator in C++, over the mirror of <workbench/sdk.h>.
#ifndef WORKBENCH_CPP_ALLOCATOR_HPP
#define WORKBENCH_CPP_ALLOCATOR_HPP

#include <workbench/cpp/module.hpp>
#include <workbench/sdk.h>

namespace workbench {

class Allocator {
 public:
  virtual ~Allocator() = default;

  // WORKBENCH_TRIGGER_* bits: when to be asked beyond Mesos' own table.
  virtual int triggers() const { return 0; }

  // The agents that may be offered and have something left, by id. Says what it decides with cluster_offer() and its like; what throws fails.
  virtual void decide(Cluster *cluster, const std::vector<int> &candidates) = 0;
};

template <>
struct Border<Allocator> {
  static constexpr const char *NAME = "Allocator";

  static void *open(std::unique_ptr<Allocator> object, const Parameters &parameters) {
    auto guest = static_cast<WorkbenchGuest *>(workbench_create(&parameters, object->triggers(), decide));
    guest->cluster.data = object.release();
    guest->allocator.destroy = [](AllocatorMethods *self) {
      delete static_cast<Allocator *>(reinterpret_cast<WorkbenchGuest *>(self)->cluster.data);
      workbench_destroy(self);
    };
    return guest;
  }

 private:
  static void decide(Cluster *cluster, const int *candidates, int count) noexcept {
    try {
      static_cast<Allocator *>(cluster->data)->decide(cluster, std::vector<int>(candidates, candidates + count));
    } catch (const std::exception &exception) {
      cluster_fail(cluster, workbench_text(exception.what()));
    } catch (...) {
      cluster_fail(cluster, "it threw something that is no std::exception");
    }
  }
};

}  // namespace workbench

#endif
