// Answers that may come later.
#ifndef WORKBENCH_CPP_FUTURE_HPP
#define WORKBENCH_CPP_FUTURE_HPP

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace workbench {

// The answer of a method that has nothing to say.
struct Nothing {};

// A future that has failed: return Failure("why");
struct Failure {
  explicit Failure(std::string why) : message(std::move(why)) {}
  std::string message;
};

template <typename T>
struct FutureState {
  enum Kind { OPEN, READY, FAILED, DISCARDED } kind = OPEN;
  std::optional<T> value;
  std::string message;
  std::function<void()> ended;

  void end(Kind how) {
    kind = how;
    if (ended) ended();
  }
};

// What a method returns that may answer later. A value is a future that is ready.
template <typename T>
class Future {
 public:
  // Never ends.
  Future() : state_(std::make_shared<FutureState<T>>()) {}

  template <typename U, typename = std::enable_if_t<std::is_convertible_v<U &&, T>>>
  Future(U &&value) : Future() {
    state_->value.emplace(std::forward<U>(value));
    state_->kind = FutureState<T>::READY;
  }

  Future(Failure failure) : Future() {
    state_->message = std::move(failure.message);
    state_->kind = FutureState<T>::FAILED;
  }

  explicit Future(std::shared_ptr<FutureState<T>> state) : state_(std::move(state)) {}

  const std::shared_ptr<FutureState<T>> &state() const { return state_; }

 private:
  std::shared_ptr<FutureState<T>> state_;
};

// Ends a future, once; what is said after that counts for nothing. Copies end the same future.
template <typename T>
class Promise {
 public:
  Future<T> future() const { return Future<T>(state_); }

  void set(T value) const {
    if (state_->kind != FutureState<T>::OPEN) return;
    state_->value.emplace(std::move(value));
    state_->end(FutureState<T>::READY);
  }

  void fail(std::string message) const {
    if (state_->kind != FutureState<T>::OPEN) return;
    state_->message = std::move(message);
    state_->end(FutureState<T>::FAILED);
  }

  void discard() const {
    if (state_->kind == FutureState<T>::OPEN) state_->end(FutureState<T>::DISCARDED);
  }

 private:
  std::shared_ptr<FutureState<T>> state_ = std::make_shared<FutureState<T>>();
};

}  // namespace workbench

#endif
