// What the classes of all kinds have that the workbench calls by tokens.
#ifndef WORKBENCH_CPP_INSTANCE_HPP
#define WORKBENCH_CPP_INSTANCE_HPP

#include <array>
#include <cmath>
#include <stdexcept>
#include <tuple>
#include <workbench/cpp/fields.hpp>
#include <workbench/cpp/future.hpp>
#include <workbench/cpp/module.hpp>
#include <workbench/host.h>

namespace workbench {

class Instance {
 public:
  virtual ~Instance() = default;
  Instance() = default;
  Instance(const Instance &) = delete;
  Instance &operator=(const Instance &) = delete;

 protected:
  // Virtual time, in seconds. Like all here, not before the first call of a method.
  double now() const { return static_cast<double>(host().now(&host())) / 1e6; }

  // Runs the action once, so many seconds of virtual time from now. It may not throw.
  void after(double seconds, std::function<void()> action) const {
    auto run = [](void *data) noexcept {
      std::unique_ptr<std::function<void()>> due(static_cast<std::function<void()> *>(data));
      (*due)();
    };
    host().after(&host(), std::llround(seconds * 1e6), run, new std::function<void()>(std::move(action)));
  }

  void log(const std::string &line) const { host().log(&host(), line.c_str()); }

 private:
  template <typename Kind, typename Methods>
  friend struct Crossing;

  const Host &host() const {
    if (host_ == nullptr) throw std::logic_error("there is no host before the first call");
    return *host_;
  }

  const Host *host_ = nullptr;
};

template <typename T>
void complete(const Host *host, uint64_t token, const T &value) {
  if constexpr (std::is_same_v<T, Nothing>) {
    host->complete(host, token, nullptr);
  } else {
    Output output;
    output.write("", value);
    const Fields answer = output.fields();
    host->complete(host, token, &answer);
  }
}

// A future of the module's answers its token as soon as it ends.
template <typename T>
void complete(const Host *host, uint64_t token, const Future<T> &future) {
  FutureState<T> *state = future.state().get();
  auto end = [host, token, state] {
    if (state->kind == FutureState<T>::READY) complete(host, token, *state->value);
    else if (state->kind == FutureState<T>::FAILED) host->fail(host, token, state->message.c_str());
    else host->discard(host, token);
  };
  if (state->kind == FutureState<T>::OPEN) state->ended = end;
  else end();
}

// Where in an input the arguments of a method stand, in their order.
template <size_t COUNT>
using MemberNames = std::array<const char *, COUNT>;

template <typename... Names>
MemberNames<sizeof...(Names)> named(Names... names) {
  return {names...};
}

// The structure that the host knows, with the object behind it.
template <typename Kind, typename Methods>
struct Crossing {
  Methods methods; // first: the host's pointer to it is a pointer to this
  std::unique_ptr<Kind> object;

  static Methods *open(std::unique_ptr<Kind> object) {
    auto crossing = new Crossing{Methods(), std::move(object)};
    crossing->methods.size = sizeof(Methods);
    crossing->methods.abiVersion = WORKBENCH_MODULE_ABI;
    crossing->methods.destroy = [](Methods *self) { delete reinterpret_cast<Crossing *>(self); };
    return &crossing->methods;
  }

  // Calls a method with members of the input, and completes with what it returns. An exception is a failed call.
  template <typename Result, typename... Arguments>
  static void call(Methods *self, const Host *host, uint64_t token, [[maybe_unused]] const Fields *fields,
                   Result (Kind::*method)(Arguments...), MemberNames<sizeof...(Arguments)> names) noexcept {
    Kind &object = *reinterpret_cast<Crossing *>(self)->object;
    object.host_ = host;
    const auto run = [&](auto... name) {
      return (object.*method)(Input(fields, name).template get<std::decay_t<Arguments>>()...);
    };
    try {
      if constexpr (std::is_void_v<Result>) {
        std::apply(run, names);
        host->complete(host, token, nullptr);
      } else {
        complete(host, token, std::apply(run, names));
      }
    } catch (const std::exception &exception) {
      host->fail(host, token, exception.what());
    } catch (...) {
      host->fail(host, token, "it threw something that is no std::exception");
    }
  }
};

}  // namespace workbench

// One entry of a kind's table: the C function, and named(...) for the method of the same name.
#define WORKBENCH_CALL(Kind, method, names)                                                           \
  methods->method = [](Kind##Methods *self, const Host *host, uint64_t token, const Fields *fields) { \
    Crossing<Kind, Kind##Methods>::call(self, host, token, fields, &Kind::method, names);             \
  }

#endif
