// Kinds Authenticator and Authenticatee in C++.
#ifndef WORKBENCH_CPP_AUTHENTICATION_HPP
#define WORKBENCH_CPP_AUTHENTICATION_HPP

#include <workbench/authenticatee.h>
#include <workbench/authenticator.h>
#include <workbench/cpp/infos.hpp>
#include <workbench/cpp/instance.hpp>

namespace workbench {

struct Credential {
  std::string principal;
  std::optional<std::string> secret;
  WORKBENCH_MEMBERS(WORKBENCH_MEMBER(principal), WORKBENCH_MEMBER(secret))
};

// What the two sides say to each other; which members a message has depends on its type (<workbench/authenticator.h>).
struct Message {
  std::string type;
  std::optional<std::string> client;
  std::optional<std::vector<std::string>> mechanisms;
  std::optional<std::string> mechanism, data, error;
  WORKBENCH_MEMBERS(WORKBENCH_MEMBER(type), WORKBENCH_MEMBER(client), WORKBENCH_MEMBER(mechanisms),
                    WORKBENCH_MEMBER(mechanism), WORKBENCH_MEMBER(data), WORKBENCH_MEMBER(error))

  static Message plain(std::string type) { return {std::move(type), {}, {}, {}, {}, {}}; }
  static Message authenticate(std::string client) { return {"authenticate", std::move(client), {}, {}, {}, {}}; }
  static Message proposal(std::vector<std::string> mechanisms) {
    return {"mechanisms", {}, std::move(mechanisms), {}, {}, {}};
  }
  static Message start(std::string mechanism, std::string data = "") {
    return {"start", {}, {}, std::move(mechanism), std::move(data), {}};
  }
  static Message step(std::string data) { return {"step", {}, {}, {}, std::move(data), {}}; }
  static Message completed() { return plain("completed"); }
  static Message failed() { return plain("failed"); }
  static Message failure(std::string error) { return {"error", {}, {}, {}, {}, std::move(error)}; }
};

// How a session ends.
template <typename T>
struct Outcome {
  std::string kind;
  std::optional<T> value;
  std::optional<std::string> message;
  WORKBENCH_MEMBERS(WORKBENCH_MEMBER(kind), WORKBENCH_MEMBER(value), WORKBENCH_MEMBER(message))

  static Outcome ready(T value) { return {"ready", std::move(value), {}}; }
  static Outcome failed(std::string message) { return {"failed", {}, std::move(message)}; }
  static Outcome discarded() { return {"discarded", {}, {}}; }
};

// What a session wants done, in this order.
template <typename T>
struct SessionActions {
  std::vector<Message> send;
  std::optional<Outcome<T>> outcome;
  WORKBENCH_MEMBERS(WORKBENCH_MEMBER(send), WORKBENCH_MEMBER(outcome))
};

// Without a value the client is refused for good.
using Principal = std::optional<std::string>;

struct Warnings {
  std::vector<std::string> warnings;
  WORKBENCH_MEMBERS(WORKBENCH_MEMBER(warnings))
};

// The master's side. What throws fails: the client tries again.
class Authenticator : public Instance {
 public:
  using Actions = SessionActions<Principal>;

  // Called once, first; no credentials when the master was given none.
  virtual Warnings initialize(const std::optional<std::vector<Credential>> & /* credentials */) {
    return {};
  }

  virtual Future<Actions> authenticate(int session, const std::string &client) = 0;
  virtual Future<Actions> onMessage(int session, const Message &message) = 0;

  // The session is over without an outcome: "discarded", "exited" or "destroyed".
  virtual void close(int /* session */, const std::string & /* reason */) {}
};

// The side of agents and frameworks. The value of an outcome is whether the master has accepted.
class Authenticatee : public Instance {
 public:
  using Actions = SessionActions<bool>;

  virtual Future<Actions> authenticate(int session, const std::string &client, const Credential &credential) = 0;
  virtual Future<Actions> onMessage(int session, const Message &message) = 0;
  virtual void close(int /* session */, const std::string & /* reason */) {}
};

template <>
struct Border<Authenticator> {
  static constexpr const char *NAME = "Authenticator";

  static void *open(std::unique_ptr<Authenticator> object, const Parameters &) {
    AuthenticatorMethods *methods = Crossing<Authenticator, AuthenticatorMethods>::open(std::move(object));
    WORKBENCH_CALL(Authenticator, initialize, named("credentials"));
    WORKBENCH_CALL(Authenticator, authenticate, named("session", "client"));
    WORKBENCH_CALL(Authenticator, onMessage, named("session", "message"));
    WORKBENCH_CALL(Authenticator, close, named("session", "reason"));
    return methods;
  }
};

template <>
struct Border<Authenticatee> {
  static constexpr const char *NAME = "Authenticatee";

  static void *open(std::unique_ptr<Authenticatee> object, const Parameters &) {
    AuthenticateeMethods *methods = Crossing<Authenticatee, AuthenticateeMethods>::open(std::move(object));
    WORKBENCH_CALL(Authenticatee, authenticate, named("session", "client", "credential"));
    WORKBENCH_CALL(Authenticatee, onMessage, named("session", "message"));
    WORKBENCH_CALL(Authenticatee, close, named("session", "reason"));
    return methods;
  }
};

}  // namespace workbench

#endif
