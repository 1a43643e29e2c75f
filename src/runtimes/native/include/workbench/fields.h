/*
 * Data on its way to or from a module: JSON as a flat list of paths and values, both texts. The object
 *
 *   {"task": {"id": "t1", "labels": [{"key": "a", "value": "b"}]}, "agent": null}
 *
 * becomes task = "1" (members), task.id = "t1", task.labels = "1" (items), task.labels.0 = "2", task.labels.0.key = "a",
 * task.labels.0.value = "b". Null is a path that is not there. A value that is not inside an object has the path "". A
 * '.' or '\' in a member's name has a '\' before it. Texts are UTF-8 and hold no NUL.
 */
#ifndef WORKBENCH_FIELDS_H
#define WORKBENCH_FIELDS_H

#include <stdio.h>
#include <workbench/memory.h>
#include <workbench/module.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a value is. */
enum {
  FIELD_TEXT = 't',
  FIELD_NUMBER = 'n',  /* as in JSON: 0.5 */
  FIELD_BOOLEAN = 'b', /* true or false */
  FIELD_LIST = 'l',    /* how many items it has */
  FIELD_OBJECT = 'o'   /* how many members it has; in an answer the number is not looked at */
};

typedef struct Fields {
  size_t size; /* of this structure, in bytes: later versions append fields */
  size_t count;
  const char *const *paths; /* what a module is given is in byte order; an answer may be in any order */
  const char *const *values;
  const char *types; /* FIELD_*, one for each value; in an answer NULL: each is a text, or the length of a list */
} Fields;

/* The first place at which a path as large as this one stands. */
static inline size_t workbench_fields_bound(const Fields *fields, const char *path) {
  size_t low = 0, high = fields->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (strcmp(fields->paths[middle], path) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/* The value at a path, NULL when there is none. Of what a module is given; an answer is not in order. */
static inline const char *fields_get(const Fields *fields, const char *path) {
  size_t at = workbench_fields_bound(fields, path);
  return at < fields->count && strcmp(fields->paths[at], path) == 0 ? fields->values[at] : NULL;
}

static inline double fields_number(const Fields *fields, const char *path, double otherwise) {
  const char *value = fields_get(fields, path);
  return value == NULL ? otherwise : strtod(value, NULL);
}

static inline bool fields_boolean(const Fields *fields, const char *path) {
  const char *value = fields_get(fields, path);
  return value != NULL && strcmp(value, "true") == 0;
}

/* How many items a list has, or members an object; 0 when it is not there. */
static inline size_t fields_count(const Fields *fields, const char *path) {
  return (size_t)fields_number(fields, path, 0);
}

/* "parent.name", and each of them alone when the other is empty; to be given back with free(). */
static inline char *workbench_path(const char *parent, const char *name) {
  size_t size = strlen(parent) + strlen(name) + 2;
  char *path = WORKBENCH_NEW(char, size);
  snprintf(path, size, "%s%s%s", parent, *parent != 0 && *name != 0 ? "." : "", name);
  return path;
}

static inline char *workbench_item_path(const char *list, size_t index, const char *member) {
  char number[24];
  snprintf(number, sizeof number, "%zu", index);
  char *item = workbench_path(list, number), *path = workbench_path(item, member);
  free(item);
  return path;
}

/* A member's name as it stands in a path; to be given back with free(). */
static inline char *workbench_escaped(const char *name) {
  char *escaped = WORKBENCH_NEW(char, 2 * strlen(name) + 1), *end = escaped;
  for (; *name != 0; name++) {
    if (*name == '.' || *name == '\\') *end++ = '\\';
    *end++ = *name;
  }
  return escaped;
}

/* A member of an item of a list: fields_get_at(input, "task.labels", 0, "key"). With "" as the member, the item. */
static inline const char *fields_get_at(const Fields *fields, const char *list, size_t index, const char *member) {
  char *path = workbench_item_path(list, index, member);
  const char *value = fields_get(fields, path);
  free(path);
  return value;
}

/* A member whose name is data: fields_get_member(input, "executor.environment", "PATH"). */
static inline const char *fields_get_member(const Fields *fields, const char *object, const char *name) {
  char *escaped = workbench_escaped(name), *path = workbench_path(object, escaped);
  const char *value = fields_get(fields, path);
  free(escaped);
  free(path);
  return value;
}

/* An answer under construction; it begins as {0} and ends with fields_free() or host_complete(). */
typedef struct FieldsBuilder {
  size_t count, capacity;
  char **paths, **values;
  char *types;
} FieldsBuilder;

static inline void workbench_fields_add(FieldsBuilder *builder, const char *path, const char *value, char type) {
  if (builder->count == builder->capacity) {
    size_t before = builder->capacity, after = before == 0 ? 8 : 2 * before;
    builder->paths = (char **)workbench_memory(builder->paths, before * sizeof(char *), after * sizeof(char *));
    builder->values = (char **)workbench_memory(builder->values, before * sizeof(char *), after * sizeof(char *));
    builder->types = (char *)workbench_memory(builder->types, before, after);
    builder->capacity = after;
  }
  builder->paths[builder->count] = workbench_text(path);
  builder->values[builder->count] = workbench_text(value);
  builder->types[builder->count++] = type;
}

/* A text. NULL is not put, and a path that is put again has the later value. */
static inline void fields_put(FieldsBuilder *builder, const char *path, const char *text) {
  if (text != NULL) workbench_fields_add(builder, path, text, FIELD_TEXT);
}

static inline void fields_put_number(FieldsBuilder *builder, const char *path, double number) {
  char text[32];
  snprintf(text, sizeof text, "%.17g", number);
  workbench_fields_add(builder, path, text, FIELD_NUMBER);
}

static inline void fields_put_boolean(FieldsBuilder *builder, const char *path, bool value) {
  workbench_fields_add(builder, path, value ? "true" : "false", FIELD_BOOLEAN);
}

/* A list of as many items; each of them has to be put, too. */
static inline void fields_put_list(FieldsBuilder *builder, const char *path, size_t length) {
  char text[24];
  snprintf(text, sizeof text, "%zu", length);
  workbench_fields_add(builder, path, text, FIELD_LIST);
}

/* An object, empty unless members are put, which also make one without this. */
static inline void fields_put_object(FieldsBuilder *builder, const char *path) {
  workbench_fields_add(builder, path, "", FIELD_OBJECT);
}

/* As fields_get_at. */
static inline void fields_put_at(FieldsBuilder *builder, const char *list, size_t index, const char *member,
                                 const char *text) {
  char *path = workbench_item_path(list, index, member);
  fields_put(builder, path, text);
  free(path);
}

/* As fields_get_member. */
static inline void fields_put_member(FieldsBuilder *builder, const char *object, const char *name, const char *text) {
  char *escaped = workbench_escaped(name), *path = workbench_path(object, escaped);
  fields_put(builder, path, text);
  free(escaped);
  free(path);
}

/* Puts the value at `from`, and all that is in it, to the path `to`. */
static inline void fields_copy(FieldsBuilder *builder, const char *to, const Fields *fields, const char *from) {
  size_t length = strlen(from);
  for (size_t i = workbench_fields_bound(fields, from); i < fields->count; i++) {
    const char *path = fields->paths[i], *rest = path + length;
    if (strncmp(path, from, length) != 0) break;
    if (length > 0 && *rest != 0 && *rest != '.') continue; /* "task-group" when "task" is copied */
    char *copied = workbench_path(to, length > 0 && *rest == '.' ? rest + 1 : rest);
    workbench_fields_add(builder, copied, fields->values[i], fields->types[i]);
    free(copied);
  }
}

/* What has been put so far; valid until more is put. */
static inline Fields fields_of(const FieldsBuilder *builder) {
  Fields fields = {sizeof(Fields), builder->count, (const char *const *)builder->paths,
                   (const char *const *)builder->values, builder->types};
  return fields;
}

static inline void fields_free(FieldsBuilder *builder) {
  for (size_t i = 0; i < builder->count; i++) {
    free(builder->paths[i]);
    free(builder->values[i]);
  }
  free(builder->paths);
  free(builder->values);
  free(builder->types);
  memset(builder, 0, sizeof *builder);
}

#ifdef __cplusplus
}
#endif
#endif
