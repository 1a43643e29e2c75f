/*
 * Kind "TestModule": what ModuleBase.create returns is a TestModuleMethods. It shows that loading and parameters work; its
 * functions are called directly, without tokens.
 */
#ifndef WORKBENCH_TEST_MODULE_H
#define WORKBENCH_TEST_MODULE_H

#include <workbench/module.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct TestModuleMethods TestModuleMethods;

struct TestModuleMethods {
  size_t size;         /* sizeof(TestModuleMethods) */
  uint32_t abiVersion; /* WORKBENCH_MODULE_ABI */
  void (*destroy)(TestModuleMethods *self);
  int (*foo)(TestModuleMethods *self, char a, long b);
  int (*bar)(TestModuleMethods *self, float a, double b);
  int (*baz)(TestModuleMethods *self, int a, int b);
  /* Those that create() was given, as copies of the module's own. NULL: the host answers for it. */
  const Parameters *(*parameters)(TestModuleMethods *self);
  /* Why the last call failed; NULL: it did not. The function itself may be NULL: no call ever fails. */
  const char *(*lastError)(TestModuleMethods *self);
};

#ifdef __cplusplus
}
#endif
#endif
