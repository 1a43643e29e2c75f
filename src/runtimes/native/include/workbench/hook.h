/*
 * Kind "Hook": what ModuleBase.create returns is a HookMethods. A method that is NULL has no opinion. All but the
 * Docker one answer before they return: with nothing, which is no opinion; with the value, which replaces the whole; or
 * they fail, which is an error that the hook reports. A method that only listens answers with nothing.
 *
 * Infos in an input: task {id, name, resources, labels: [{key, value}]}, framework {id, name, roles, capabilities,
 * principal}, agent {id, hostname, resources, attributes}, executor {id, framework, resources, environment: {name: value}}.
 */
#ifndef WORKBENCH_HOOK_H
#define WORKBENCH_HOOK_H

#include <workbench/host.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct HookMethods HookMethods;

typedef void (*HookMethod)(HookMethods *self, const Host *host, uint64_t token, const Fields *input);

struct HookMethods {
  size_t size;         /* sizeof(HookMethods) */
  uint32_t abiVersion; /* WORKBENCH_MODULE_ABI */
  void (*destroy)(HookMethods *self);
  HookMethod slaveResourcesDecorator;           /* agent -> resources */
  HookMethod slaveAttributesDecorator;          /* agent -> attributes */
  HookMethod masterLaunchTaskResourceDecorator; /* task, agentResources -> resources */
  HookMethod masterLaunchTaskLabelDecorator;    /* task, framework, agent -> labels */
  HookMethod slaveRunTaskLabelDecorator;        /* task, executor, framework, agent -> labels */
  HookMethod slaveExecutorEnvironmentDecorator; /* executor -> environment */
  /* task, executor, containerName, workDirectory, sandboxDirectory, environment -> {executorEnvironment, taskEnvironment} */
  HookMethod slavePreLaunchDockerTaskExecutorDecorator;
  HookMethod slavePostFetchHook; /* containerId, sandboxDirectory */
  /* framework (its id), status {task, state, reason, message, labels, containerStatus} -> {labels, containerStatus} */
  HookMethod slaveTaskStatusDecorator;
  HookMethod slaveRemoveExecutorHook; /* framework, executor */
  HookMethod masterSlaveLostHook;     /* agent */
};

#ifdef __cplusplus
}
#endif
#endif
