/*
 * Kind "ResourceEstimator": what ModuleBase.create returns is a ResourceEstimatorMethods.
 *
 * A usage: {executors: [{executor, allocated, container, tasks, statistics}], total}.
 */
#ifndef WORKBENCH_RESOURCE_ESTIMATOR_H
#define WORKBENCH_RESOURCE_ESTIMATOR_H

#include <workbench/host.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ResourceEstimatorMethods ResourceEstimatorMethods;

typedef void (*ResourceEstimatorMethod)(ResourceEstimatorMethods *self, const Host *host, uint64_t token, const Fields *input);

struct ResourceEstimatorMethods {
  size_t size;         /* sizeof(ResourceEstimatorMethods) */
  uint32_t abiVersion; /* WORKBENCH_MODULE_ABI */
  void (*destroy)(ResourceEstimatorMethods *self);
  ResourceEstimatorMethod initialize;       /* nothing; at once */
  ResourceEstimatorMethod oversubscribable; /* usage -> "cpus{REV}:2", beyond what is revocable now; required */
};

#ifdef __cplusplus
}
#endif
#endif
