/* Vectors: what is made here is new and lives for one call; nothing given is changed. */
#ifndef WORKBENCH_SDK_VECTORS_H
#define WORKBENCH_SDK_VECTORS_H

#include <workbench/sdk/memory.h>

/* Whether all of `wanted` is within `free`. */
static inline bool cluster_fits(const Cluster *cluster, const double *wanted, const double *free) {
  for (int key = 0; key < cluster->key_count; key++) {
    if (wanted[key] > free[key]) return false;
  }
  return true;
}

/* a - b, not below 0. */
static inline Vector cluster_minus(Cluster *cluster, const double *a, const double *b) {
  Vector rest = cluster_zeros(cluster);
  for (int key = 0; key < cluster->key_count; key++) rest[key] = a[key] > b[key] ? a[key] - b[key] : 0;
  return rest;
}

/* Of each key the smaller amount. */
static inline Vector cluster_least(Cluster *cluster, const double *a, const double *b) {
  Vector least = cluster_zeros(cluster);
  for (int key = 0; key < cluster->key_count; key++) least[key] = a[key] < b[key] ? a[key] : b[key];
  return least;
}

/* Whether no amount is above 0. */
static inline bool cluster_is_zero(const Cluster *cluster, const double *vector) {
  for (int key = 0; key < cluster->key_count; key++) {
    if (vector[key] > 0) return false;
  }
  return true;
}

#endif
