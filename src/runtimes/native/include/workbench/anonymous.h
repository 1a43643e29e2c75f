/*
 * Kind "Anonymous": what ModuleBase.create returns is an AnonymousMethods. It is made once, and never called: what it does
 * it does on its own, in create().
 */
#ifndef WORKBENCH_ANONYMOUS_H
#define WORKBENCH_ANONYMOUS_H

#include <workbench/module.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct AnonymousMethods AnonymousMethods;

struct AnonymousMethods {
  size_t size;         /* sizeof(AnonymousMethods) */
  uint32_t abiVersion; /* WORKBENCH_MODULE_ABI */
  void (*destroy)(AnonymousMethods *self);
};

#ifdef __cplusplus
}
#endif
#endif
