/*
 * Kind "Isolator": what ModuleBase.create returns is an IsolatorMethods. A method that is NULL does nothing and says
 * nothing. All answer now or later but the first two, which have no input and answer once, at once.
 *
 * A config: {parent, task, executor, command, resources, limits: {name: number or "infinity"}, directory, user}.
 */
#ifndef WORKBENCH_ISOLATOR_H
#define WORKBENCH_ISOLATOR_H

#include <workbench/host.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct IsolatorMethods IsolatorMethods;

typedef void (*IsolatorMethod)(IsolatorMethods *self, const Host *host, uint64_t token, const Fields *input);

struct IsolatorMethods {
  size_t size;         /* sizeof(IsolatorMethods) */
  uint32_t abiVersion; /* WORKBENCH_MODULE_ABI */
  void (*destroy)(IsolatorMethods *self);
  IsolatorMethod supportsNesting;    /* -> boolean */
  IsolatorMethod supportsStandalone; /* -> boolean */
  IsolatorMethod recover;            /* states: [{container, pid, config}], orphans: [container] */
  IsolatorMethod prepare;            /* container, config -> nothing, or what the launch is to have: {environment, ...} */
  IsolatorMethod isolate;            /* container, pid */
  IsolatorMethod watch;              /* container -> once it goes beyond a limit: {resources, message, reason} */
  IsolatorMethod update;             /* container, resources, limits */
  IsolatorMethod usage;              /* container -> {cpus, memMiB, memLimitMiB, ...} */
  IsolatorMethod status;             /* container -> an object */
  IsolatorMethod cleanup;            /* container */
};

#ifdef __cplusplus
}
#endif
#endif
