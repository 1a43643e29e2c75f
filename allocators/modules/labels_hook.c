/*
 * Kind Hook: every task that is launched gets a label in front of its own, and its executor the same as a variable.
 * Parameters: key (team), value (none).
 *
 *   gcc -std=c99 -shared -fPIC -I$(workbench modules include-dir) -o liblabels_hook.so labels_hook.c
 */
#include <workbench/hook.h>

typedef struct LabelsHook {
  HookMethods methods; /* first: the host's pointer to it is a pointer to this */
  char *key, *value;
} LabelsHook;

/* The answer replaces all labels, so the task's own are copied, one place further back. */
static void label_task(HookMethods *self, const Host *host, uint64_t token, const Fields *input) {
  LabelsHook *hook = (LabelsHook *)self;
  size_t count = fields_count(input, "task.labels");
  FieldsBuilder labels = {0};
  fields_put_list(&labels, "", count + 1);
  fields_put_at(&labels, "", 0, "key", hook->key);
  fields_put_at(&labels, "", 0, "value", hook->value);
  for (size_t i = 0; i < count; i++) {
    fields_put_at(&labels, "", i + 1, "key", fields_get_at(input, "task.labels", i, "key"));
    fields_put_at(&labels, "", i + 1, "value", fields_get_at(input, "task.labels", i, "value"));
  }
  host_complete(host, token, &labels);
}

static void set_variable(HookMethods *self, const Host *host, uint64_t token, const Fields *input) {
  LabelsHook *hook = (LabelsHook *)self;
  FieldsBuilder environment = {0};
  fields_copy(&environment, "", input, "executor.environment");
  fields_put_member(&environment, "", hook->key, hook->value);
  host_complete(host, token, &environment);
}

static void destroy(HookMethods *self) {
  LabelsHook *hook = (LabelsHook *)self;
  free(hook->key);
  free(hook->value);
  free(hook);
}

static void *create(const Parameters *parameters) {
  const char *key = parameters_get(parameters, "key"), *value = parameters_get(parameters, "value");
  LabelsHook *hook = WORKBENCH_NEW(LabelsHook, 1);
  hook->methods.size = sizeof hook->methods;
  hook->methods.abiVersion = WORKBENCH_MODULE_ABI;
  hook->methods.destroy = destroy;
  hook->methods.masterLaunchTaskLabelDecorator = label_task;
  hook->methods.slaveExecutorEnvironmentDecorator = set_variable;
  hook->key = workbench_text(key == NULL ? "team" : key);
  hook->value = workbench_text(value == NULL ? "none" : value);
  return hook;
}

WORKBENCH_MODULE(com_example_labels_hook, "Hook", "Allocator workbench", "author@example.org",
                 "Labels every task", NULL, create)
