/*
 * What a module may ask of the workbench, given to it with every call. What is a future in Mesos is a token here: the
 * module answers it once, now or at a later virtual time, from one of its timers or in another call.
 */
#ifndef WORKBENCH_HOST_H
#define WORKBENCH_HOST_H

#include <workbench/fields.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Valid as long as the instance is. To be called only from the thread that calls the module. */
typedef struct Host Host;
struct Host {
  size_t size;         /* of this structure, in bytes: later versions append functions */
  uint32_t abiVersion; /* WORKBENCH_MODULE_ABI */
  int64_t (*now)(const Host *host); /* virtual time, in microseconds */
  /* NULL as the answer is nothing: no opinion of a hook, done of an isolator. The answer is read before this returns. */
  void (*complete)(const Host *host, uint64_t token, const Fields *answer);
  void (*fail)(const Host *host, uint64_t token, const char *message);
  void (*discard)(const Host *host, uint64_t token);
  /* Calls back once, so many microseconds of virtual time from now: never before the present call has returned. */
  void (*after)(const Host *host, int64_t micros, void (*callback)(void *data), void *data);
  void (*log)(const Host *host, const char *line);
};

/* Completes with what the builder holds, and frees it. */
static inline void host_complete(const Host *host, uint64_t token, FieldsBuilder *answer) {
  Fields fields = fields_of(answer);
  host->complete(host, token, &fields);
  fields_free(answer);
}

/* Completes with a bare text: resources, attributes. */
static inline void host_complete_text(const Host *host, uint64_t token, const char *text) {
  FieldsBuilder answer = {0, 0, NULL, NULL, NULL};
  fields_put(&answer, "", text);
  host_complete(host, token, &answer);
}

#ifdef __cplusplus
}
#endif
#endif
