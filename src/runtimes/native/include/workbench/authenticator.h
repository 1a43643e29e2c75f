/*
 * Kind "Authenticator": what ModuleBase.create returns is an AuthenticatorMethods, the master's side. The value of an
 * outcome is the principal, or nothing when the client is refused for good.
 *
 * The workbench numbers the sessions. A session's methods answer, now or later, with {send: [message, ...], outcome}, of
 * which both may be absent; outcome, which ends the session: {kind: "ready", value} | {kind: "failed", message} |
 * {kind: "discarded"}. Messages of the client: {type: "start", mechanism, data}, {type: "step", data}; of the master:
 * {type: "mechanisms", mechanisms: [text]}, {type: "step", data}, {type: "completed"}, {type: "failed"},
 * {type: "error", error}. What begins a session, {type: "authenticate", client}, arrives as the call authenticate.
 */
#ifndef WORKBENCH_AUTHENTICATOR_H
#define WORKBENCH_AUTHENTICATOR_H

#include <workbench/host.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct AuthenticatorMethods AuthenticatorMethods;

typedef void (*AuthenticatorMethod)(AuthenticatorMethods *self, const Host *host, uint64_t token, const Fields *input);

struct AuthenticatorMethods {
  size_t size;         /* sizeof(AuthenticatorMethods) */
  uint32_t abiVersion; /* WORKBENCH_MODULE_ABI */
  void (*destroy)(AuthenticatorMethods *self);
  AuthenticatorMethod initialize;   /* credentials: [{principal, secret}] -> nothing, or {warnings: [text]}; at once */
  AuthenticatorMethod authenticate; /* session, client; required */
  AuthenticatorMethod onMessage;    /* session, message; required */
  AuthenticatorMethod close;        /* session, reason */
};

#ifdef __cplusplus
}
#endif
#endif
