/* Memory that is there: a module that gets none has no way to go on. */
#ifndef WORKBENCH_MEMORY_H
#define WORKBENCH_MEMORY_H

#include <stdlib.h>
#include <string.h>

/* Zeroed memory. Without it the host sees the process end. */
static inline void *workbench_memory(void *old, size_t old_size, size_t size) {
  void *memory = realloc(old, size == 0 ? 1 : size);
  if (memory == NULL) abort();
  if (size > old_size) memset((char *)memory + old_size, 0, size - old_size);
  return memory;
}

/* Room for one more item. Lists here are short; they grow by one so that a count is all there is to keep. */
#define WORKBENCH_GROW(type, list, count) \
  ((list) = (type *)workbench_memory((list), (size_t)(count) * sizeof(type), ((size_t)(count) + 1) * sizeof(type)))

#define WORKBENCH_NEW(type, count) ((type *)workbench_memory(NULL, 0, (size_t)(count) * sizeof(type)))

static inline char *workbench_text(const char *text) {
  size_t size = strlen(text) + 1;
  return (char *)memcpy(WORKBENCH_NEW(char, size), text, size);
}

#endif
