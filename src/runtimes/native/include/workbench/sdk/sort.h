/* Sorting by numbers. qsort() compares two items, is told nothing else, and may leave equal ones in any order. */
#ifndef WORKBENCH_SDK_SORT_H
#define WORKBENCH_SDK_SORT_H

#include <stdlib.h>
#include <string.h>
#include <workbench/sdk/memory.h>

typedef struct WorkbenchPlace {
  const double *key;
  int width;
  int before; /* where it was */
  void *item;
} WorkbenchPlace;

static inline int workbench_compare_places(const void *left, const void *right) {
  const WorkbenchPlace *a = (const WorkbenchPlace *)left, *b = (const WorkbenchPlace *)right;
  for (int i = 0; i < a->width; i++) {
    if (a->key[i] != b->key[i]) return a->key[i] < b->key[i] ? -1 : 1;
  }
  return a->before < b->before ? -1 : a->before > b->before;
}

/*
 * Puts the items of a list, which are pointers, in order by their keys: lowest first. A key is `width` numbers, of which the
 * first that differs decides; `keys` has those of the first item, then those of the next. Equal ones stay in their order.
 */
static inline void cluster_sort(Cluster *cluster, void *items, int count, const double *keys, int width) {
  const size_t size = sizeof(void *);
  WorkbenchPlace *places = (WorkbenchPlace *)cluster_scratch(cluster, (size_t)count * sizeof(WorkbenchPlace));
  for (int i = 0; i < count; i++) {
    WorkbenchPlace place = {keys + i * width, width, i, NULL};
    memcpy(&place.item, (char *)items + (size_t)i * size, size);
    places[i] = place;
  }
  qsort(places, (size_t)count, sizeof(WorkbenchPlace), workbench_compare_places);
  for (int i = 0; i < count; i++) memcpy((char *)items + (size_t)i * size, &places[i].item, size);
}

#endif
