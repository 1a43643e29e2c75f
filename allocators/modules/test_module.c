/*
 * Kind TestModule: shows that loading and parameters work. With operation=sum baz adds, without it baz is -1; any other
 * operation is refused.
 *
 *   gcc -std=c99 -shared -fPIC -I$(workbench modules include-dir) -o libtest_module.so test_module.c
 */
#include <stdlib.h>
#include <string.h>
#include <workbench/test_module.h>

typedef struct Instance {
  TestModuleMethods methods; /* first: the host's pointer to it is a pointer to this */
  bool sums;
} Instance;

static int foo(TestModuleMethods *self, char a, long b) {
  (void)self;
  return (int)(a + b);
}

static int bar(TestModuleMethods *self, float a, double b) {
  (void)self;
  return (int)(a * b);
}

static int baz(TestModuleMethods *self, int a, int b) { return ((Instance *)self)->sums ? a + b : -1; }

static void destroy(TestModuleMethods *self) { free(self); }

static void *create(const Parameters *parameters) {
  const char *operation = parameters_get(parameters, "operation");
  if (operation != NULL && strcmp(operation, "sum") != 0) return NULL;
  Instance *instance = calloc(1, sizeof *instance);
  if (instance == NULL) return NULL;
  instance->methods.size = sizeof instance->methods;
  instance->methods.abiVersion = WORKBENCH_MODULE_ABI;
  instance->methods.destroy = destroy;
  instance->methods.foo = foo;
  instance->methods.bar = bar;
  instance->methods.baz = baz;
  instance->sums = operation != NULL;
  return instance;
}

WORKBENCH_MODULE(com_example_test_module, "TestModule", "Allocator workbench", "author@example.org",
                 "Adds and multiplies", NULL, create)
