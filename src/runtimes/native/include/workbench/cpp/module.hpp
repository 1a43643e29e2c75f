// The data symbol of a module in C++, and what crosses between its class and the C structure of its kind.
#ifndef WORKBENCH_CPP_MODULE_HPP
#define WORKBENCH_CPP_MODULE_HPP

#if __cplusplus < 201703L
#error "workbench.hpp needs C++17: compile with -std=c++17"
#endif

#include <cstdio>
#include <exception>
#include <memory>
#include <string>
#include <vector>
#include <workbench/module.h>

// As Mesos spells them.
#define MODULE_API_VERSION WORKBENCH_MODULE_API_VERSION
#define MESOS_MODULE_API_VERSION WORKBENCH_MODULE_API_VERSION
#ifndef MESOS_VERSION
#define MESOS_VERSION WORKBENCH_MESOS_VERSION
#endif

namespace workbench {

struct Parameter {
  std::string key;
  std::string value;
};

// A copy of the parameters, in the given order: for (const Parameter &parameter : list(parameters)) ...
inline std::vector<Parameter> list(const Parameters &parameters) {
  std::vector<Parameter> copies;
  for (size_t i = 0; i < parameters.count; i++) copies.push_back({parameters.keys[i], parameters.values[i]});
  return copies;
}

// The value of a key; of equal keys the last one counts.
inline std::string parameter(const Parameters &parameters, const char *key, const std::string &otherwise) {
  const char *value = parameters_get(&parameters, key);
  return value == nullptr ? otherwise : value;
}

// How a kind crosses: its NAME, and open(), which puts an object into the structure that the host knows.
template <typename Kind>
struct Border;

// To be declared once for each module, outside all namespaces, under the name of the module:
//
//   Module<Hook> com_example_labels(MODULE_API_VERSION, MESOS_VERSION, "author", "author@example.org", "description",
//                                   nullptr, create);
//
// An exception in create() is a refusal; its message goes to stderr.
template <typename Kind>
class Module : public ModuleBase {
 public:
  using Create = Kind *(*)(const Parameters &parameters);

  // Constant: the header can be read though no constructor of the library has run.
  constexpr Module(const char *apiVersion, const char *mesos, const char *author, const char *email, const char *about,
                   bool (*fits)(), Create make)
      : ModuleBase{apiVersion, mesos, Border<Kind>::NAME, author, email, about, fits,
                   make == nullptr ? nullptr : &Module::construct},
        make_(make) {}

 private:
  // The host says which data symbol it has taken this function from, and so which module is meant.
  static void *construct(const Parameters *parameters) noexcept {
    auto self = static_cast<const Module *>(static_cast<const ModuleBase *>(parameters->module));
    try {
      std::unique_ptr<Kind> object(self->make_(*parameters));
      return object == nullptr ? nullptr : Border<Kind>::open(std::move(object), *parameters);
    } catch (const std::exception &exception) {
      std::fprintf(stderr, "create() threw: %s\n", exception.what());
    } catch (...) {
      std::fprintf(stderr, "create() threw\n");
    }
    return nullptr;
  }

  Create make_;
};

}  // namespace workbench

#endif
