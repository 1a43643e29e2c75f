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

static inline void workbench_put_text(Cluster *cluster, const char *text) {
  WORKBENCH_GROW(const char *, cluster->texts, cluster->text_count + 1);
  workbench_put(cluster, cluster->text_count);
  cluster->texts[cluster->text_count++] = text;
  cluster->texts[cluster->text_count] = NULL;
}

static inline void workbench_put_why(Cluster *cluster, const char *why) {
  if (why == NULL) return;
  size_t begun = workbench_begin(cluster, WIRE_WHY);
  workbench_put_text(cluster, why);
  workbench_end(cluster, begun);
}

static inline void workbench_put_offer(Cluster *cluster, const OfferDraft *offer) {
  size_t begun = workbench_begin(cluster, WIRE_OFFER);
  workbench_put(cluster, offer->framework);
  workbench_put(cluster, offer->role);
  workbench_put(cluster, offer->agent);
  workbench_put_resources(cluster, offer->resources, false);
  workbench_put(cluster, offer->owner);
  workbench_put_resources(cluster, offer->lent, false);
  workbench_end(cluster, begun);
  workbench_put_why(cluster, offer->why);
}

static inline void workbench_put_inverse_offer(Cluster *cluster, const InverseOfferDraft *inverse) {
  size_t begun = workbench_begin(cluster, WIRE_INVERSE_OFFER);
  workbench_put(cluster, inverse->framework);
  workbench_put(cluster, inverse->agent);
  workbench_put(cluster, inverse->deadline);
  workbench_put_resources(cluster, inverse->resources, false);
  workbench_end(cluster, begun);
  workbench_put_why(cluster, inverse->why);
}

static inline void workbench_put_revocation(Cluster *cluster, const RevocationDraft *revocation) {
  const Task *task = revocation->task;
  size_t begun = workbench_begin(cluster, WIRE_REVOCATION);
  workbench_put(cluster, task->framework);
  workbench_put(cluster, task->role);
  workbench_put(cluster, task->agent);
  workbench_put(cluster, revocation->deadline);
  workbench_put(cluster, task->id);
  workbench_put_resources(cluster, task->resources, true);
  workbench_end(cluster, begun);
  workbench_put_why(cluster, revocation->why);
}

static inline void workbench_put_metric(Cluster *cluster, const MetricDraft *metric) {
  size_t begun = workbench_begin(cluster, WIRE_METRIC);
  workbench_put_text(cluster, metric->name);
  workbench_put_text(cluster, metric->unit);
  workbench_put(cluster, metric->value);
  workbench_end(cluster, begun);
}

/* What was decided in this call as records; then it is cleared. */
static inline void workbench_write(Cluster *cluster) {
  cluster->out_count = 0;
  cluster->text_count = 0;
  for (int i = 0; i < cluster->offer_count; i++) workbench_put_offer(cluster, &cluster->offers[i]);
  for (int i = 0; i < cluster->inverse_offer_count; i++) {
    workbench_put_inverse_offer(cluster, &cluster->inverse_offers[i]);
  }
  for (int i = 0; i < cluster->revocation_count; i++) workbench_put_revocation(cluster, &cluster->revocations[i]);
  for (int i = 0; i < cluster->metric_count; i++) workbench_put_metric(cluster, &cluster->metrics[i]);
  if (cluster->wake_at >= 0) {
    size_t begun = workbench_begin(cluster, WIRE_WAKE_AT);
    workbench_put(cluster, cluster->wake_at);
    workbench_end(cluster, begun);
  }
  cluster->offer_count = 0;
  cluster->inverse_offer_count = 0;
  cluster->revocation_count = 0;
  cluster->metric_count = 0;
  cluster->last_decision = WORKBENCH_NOTHING;
  cluster->wake_at = -1;
}

#endif
