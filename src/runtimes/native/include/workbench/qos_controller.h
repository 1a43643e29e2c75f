/*
 * Kind "QoSController": what ModuleBase.create returns is a QoSControllerMethods.
 *
 * A usage: {executors: [{executor, allocated, container, tasks, statistics}], total}.
 */
#ifndef WORKBENCH_QOS_CONTROLLER_H
#define WORKBENCH_QOS_CONTROLLER_H

#include <workbench/host.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct QoSControllerMethods QoSControllerMethods;

typedef void (*QoSControllerMethod)(QoSControllerMethods *self, const Host *host, uint64_t token, const Fields *input);

struct QoSControllerMethods {
  size_t size;         /* sizeof(QoSControllerMethods) */
  uint32_t abiVersion; /* WORKBENCH_MODULE_ABI */
  void (*destroy)(QoSControllerMethods *self);
  QoSControllerMethod initialize;  /* nothing; at once */
  QoSControllerMethod corrections; /* usage -> [{type: "KILL", kill: {framework, executor, container}}]; required */
};

#ifdef __cplusplus
}
#endif
#endif
