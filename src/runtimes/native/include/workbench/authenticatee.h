/*
 * Kind "Authenticatee": what ModuleBase.create returns is an AuthenticateeMethods, the side of agents and frameworks. The
 * value of an outcome is whether the master has accepted. Answers and messages are those of <workbench/authenticator.h>;
 * the first one sent is {type: "authenticate", client}.
 */
#ifndef WORKBENCH_AUTHENTICATEE_H
#define WORKBENCH_AUTHENTICATEE_H

#include <workbench/host.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct AuthenticateeMethods AuthenticateeMethods;

typedef void (*AuthenticateeMethod)(AuthenticateeMethods *self, const Host *host, uint64_t token, const Fields *input);

struct AuthenticateeMethods {
  size_t size;         /* sizeof(AuthenticateeMethods) */
  uint32_t abiVersion; /* WORKBENCH_MODULE_ABI */
  void (*destroy)(AuthenticateeMethods *self);
  AuthenticateeMethod authenticate; /* session, client, credential {principal, secret}; required */
  AuthenticateeMethod onMessage;    /* session, message; required */
  AuthenticateeMethod close;        /* session, reason */
};

#ifdef __cplusplus
}
#endif
#endif
