/*
 * Kind Isolator: a container may hold so much memory and no more. One that holds more, from its launch or by an update, is
 * ended after a grace. Shows an answer that comes later. Parameters: mostMiB (1024), graceSeconds (10).
 *
 *   gcc -std=c99 -shared -fPIC -I$(workbench modules include-dir) -o libmemory_isolator.so memory_isolator.c
 */
#include <workbench/isolator.h>

/* Kept for good: a timer may still point to a container that has ended. */
typedef struct Container {
  struct Container *next;
  struct MemoryIsolator *owner;
  char *id;
  double mem;
  const Host *host;
  uint64_t watch; /* the token of watch(), 0: nobody waits */
} Container;

typedef struct MemoryIsolator {
  IsolatorMethods methods; /* first: the host's pointer to it is a pointer to this */
  double most, grace;
  Container *containers;
} MemoryIsolator;

/* "cpus:1;mem:512": what stands after mem. */
static double mem_of(const char *resources) {
  const char *mem = resources == NULL ? NULL : strstr(resources, "mem:");
  return mem == NULL ? 0 : strtod(mem + 4, NULL);
}

static Container *container_of(IsolatorMethods *self, const Fields *input) {
  MemoryIsolator *isolator = (MemoryIsolator *)self;
  const char *id = fields_get(input, "container");
  Container *container = isolator->containers;
  while (container != NULL && strcmp(container->id, id) != 0) container = container->next;
  if (container != NULL) return container;
  container = WORKBENCH_NEW(Container, 1);
  container->next = isolator->containers;
  container->owner = isolator;
  container->id = workbench_text(id);
  return isolator->containers = container;
}

static void end_if_too_large(void *data) {
  Container *container = (Container *)data;
  if (container->watch == 0 || container->mem <= container->owner->most) return;
  FieldsBuilder limitation = {0};
  fields_put(&limitation, "message", "it holds more memory than a container may");
  fields_put(&limitation, "reason", "CONTAINER_LIMITATION_MEMORY");
  host_complete(container->host, container->watch, &limitation);
  container->watch = 0;
}

/* prepare() and update(): both say what the container holds from now on. */
static void hold(IsolatorMethods *self, const Host *host, uint64_t token, const Fields *input) {
  MemoryIsolator *isolator = (MemoryIsolator *)self;
  Container *container = container_of(self, input);
  const char *at_launch = fields_get(input, "config.resources");
  container->mem = mem_of(at_launch != NULL ? at_launch : fields_get(input, "resources"));
  if (container->mem > isolator->most) host->after(host, (int64_t)(isolator->grace * 1e6), end_if_too_large, container);
  host->complete(host, token, NULL);
}

static void watch(IsolatorMethods *self, const Host *host, uint64_t token, const Fields *input) {
  Container *container = container_of(self, input);
  container->host = host;
  container->watch = token;
}

static void usage(IsolatorMethods *self, const Host *host, uint64_t token, const Fields *input) {
  (void)input;
  FieldsBuilder statistics = {0};
  fields_put_number(&statistics, "memLimitMiB", ((MemoryIsolator *)self)->most);
  host_complete(host, token, &statistics);
}

static void cleanup(IsolatorMethods *self, const Host *host, uint64_t token, const Fields *input) {
  container_of(self, input)->watch = 0;
  host->complete(host, token, NULL);
}

static void *create(const Parameters *parameters) {
  MemoryIsolator *isolator = WORKBENCH_NEW(MemoryIsolator, 1);
  isolator->methods.size = sizeof isolator->methods;
  isolator->methods.abiVersion = WORKBENCH_MODULE_ABI;
  isolator->methods.prepare = isolator->methods.update = hold;
  isolator->methods.watch = watch;
  isolator->methods.usage = usage;
  isolator->methods.cleanup = cleanup;
  isolator->most = parameters_number(parameters, "mostMiB", 1024);
  isolator->grace = parameters_number(parameters, "graceSeconds", 10);
  return isolator;
}

WORKBENCH_MODULE(com_example_memory_isolator, "Isolator", "Allocator workbench", "author@example.org",
                 "Ends containers that hold too much memory", NULL, create)
