// Kind Anonymous in C++: what it does it does in create(), or in its constructor.
#ifndef WORKBENCH_CPP_ANONYMOUS_HPP
#define WORKBENCH_CPP_ANONYMOUS_HPP

#include <workbench/anonymous.h>
#include <workbench/cpp/instance.hpp>

namespace workbench {

class Anonymous {
 public:
  virtual ~Anonymous() = default;
};

template <>
struct Border<Anonymous> {
  static constexpr const char *NAME = "Anonymous";

  static void *open(std::unique_ptr<Anonymous> object, const Parameters &) {
    return Crossing<Anonymous, AnonymousMethods>::open(std::move(object));
  }
};

}  // namespace workbench

#endif
