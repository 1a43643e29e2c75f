/*
 * What every native module of the allocator workbench exports: one data symbol of type ModuleBase, named as the module.
 * The first seven fields are those of a Mesos module's header. C99, and C++ as well.
 */
#ifndef WORKBENCH_MODULE_H
#define WORKBENCH_MODULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef __cplusplus
#define WORKBENCH_EXPORT extern "C" __attribute__((visibility("default")))
extern "C" {
#else
#define WORKBENCH_EXPORT extern __attribute__((visibility("default")))
#endif

/* The module API that this header describes; the host compares it as text. */
#define WORKBENCH_MODULE_API_VERSION "2"

/* The Mesos version that the workbench emulates unless told otherwise. */
#define WORKBENCH_MESOS_VERSION "1.12.0"

/* The abiVersion of what create() returns, for every kind. Functions are only ever added, at the end: see size. */
#define WORKBENCH_MODULE_ABI 1u

/* What the manifest or the scenario gives a module. Valid during create() only. */
typedef struct Parameters {
  size_t size;        /* of this structure, in bytes: later versions append fields */
  const void *module; /* the address of the module's data symbol */
  size_t count;
  const char *const *keys; /* in the given order; a key may stand there twice */
  const char *const *values;
} Parameters;

typedef struct ModuleBase {
  const char *moduleApiVersion; /* WORKBENCH_MODULE_API_VERSION */
  const char *mesosVersion;     /* the Mesos version that the module was made for */
  const char *kind;             /* "Allocator", "Hook", "Isolator", ... */
  const char *authorName;
  const char *authorEmail;
  const char *description;
  bool (*compatible)(void);                /* NULL: fits exactly the Mesos version it was made for */
  void *(*create)(const Parameters *parameters); /* a structure of the kind's own header; NULL: refused */
} ModuleBase;

/* The value of a key, NULL when it is not there. Of equal keys the last one counts. */
static inline const char *parameters_get(const Parameters *parameters, const char *key) {
  const char *value = NULL;
  for (size_t i = 0; i < parameters->count; i++) {
    if (strcmp(parameters->keys[i], key) == 0) value = parameters->values[i];
  }
  return value;
}

static inline double parameters_number(const Parameters *parameters, const char *key, double otherwise) {
  const char *value = parameters_get(parameters, key);
  return value == NULL ? otherwise : strtod(value, NULL);
}

/* Exports a module of the given name, for this version of Mesos. A library may hold several, of any kind. */
#define WORKBENCH_MODULE(name, kind, author, email, description, compatible, create) \
  WORKBENCH_EXPORT const ModuleBase name;                                            \
  const ModuleBase name = {WORKBENCH_MODULE_API_VERSION, WORKBENCH_MESOS_VERSION, kind, author, email, description, \
                           compatible, create};

#ifdef __cplusplus
}
#endif
#endif
