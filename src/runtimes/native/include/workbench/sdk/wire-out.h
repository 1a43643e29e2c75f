/* What was decided in one call, as records. */
#ifndef WORKBENCH_SDK_WIRE_OUT_H
#define WORKBENCH_SDK_WIRE_OUT_H

#include <workbench/sdk/memory.h>

static inline void workbench_put(Cluster *cluster, double number) {
  if (cluster->out_count == cluster->out_capacity) {
    size_t capacity = cluster->out_capacity == 0 ? 256 : cluster->out_capacity * 2;
    cluster->out = (double *)workbench_memory(cluster->out, cluster->out_count * sizeof(double),
                                              capacity * sizeof(double));
    cluster->out_capacity = capacity;
  }
  cluster->out[cluster->out_count++] = number;
}

static inline void workbench_put_resources(Cluster *cluster, const double *resources, bool revocable_only) {
  size_t pairs_at = cluster->out_count;
  workbench_put(cluster, 0);
  for (int key = 0; key < cluster->key_count; key++) {
    if (resources[key] <= 0 || (revocable_only && !cluster->keys[key].revocable)) continue;
    workbench_put(cluster, key);
    workbench_put(cluster, resources[key]);
    cluster->out[pairs_at]++;
  }
}

/* Begins a record. Its length is filled in when it ends. */
static inline size_t workbench_begin(Cluster *cluster, int code) {
  workbench_put(cluster, code);
  workbench_put(cluster, 0);
  return cluster->out_count;
}

static inline void workbench_end(Cluster *cluster, size_t begun) {
  cluster->out[begun - 1] = (double)(cluster->out_count - begun);
}

/* What was decided in this call as records; then it is cleared. */
static inline void workbench_write(Cluster *cluster) {
  cluster->out_count = 0;
  for (int i = 0; i < cluster->offer_count; i++) {
    const OfferDraft *offer = &cluster->offers[i];
    size_t begun = workbench_begin(cluster, WIRE_OFFER);
    workbench_put(cluster, offer->framework);
    workbench_put(cluster, offer->role);
    workbench_put(cluster, offer->agent);
    workbench_put_resources(cluster, offer->resources, false);
    workbench_put(cluster, offer->owner);
    workbench_put_resources(cluster, offer->lent, false);
    workbench_end(cluster, begun);
  }
  for (int i = 0; i < cluster->revocation_count; i++) {
    const Task *task = cluster->revocations[i].task;
    size_t begun = workbench_begin(cluster, WIRE_REVOCATION);
    workbench_put(cluster, task->framework);
    workbench_put(cluster, task->role);
    workbench_put(cluster, task->agent);
    workbench_put(cluster, cluster->revocations[i].deadline);
    workbench_put(cluster, task->id);
    workbench_put_resources(cluster, task->resources, true);
    workbench_end(cluster, begun);
  }
  if (cluster->wake_at >= 0) {
    size_t begun = workbench_begin(cluster, WIRE_WAKE_AT);
    workbench_put(cluster, cluster->wake_at);
    workbench_end(cluster, begun);
  }
  cluster->offer_count = 0;
  cluster->revocation_count = 0;
  cluster->wake_at = -1;
}

#endif
