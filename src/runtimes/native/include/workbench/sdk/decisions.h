/* What an allocator decides. */
#ifndef WORKBENCH_SDK_DECISIONS_H
#define WORKBENCH_SDK_DECISIONS_H

#include <stdarg.h>
#include <stdio.h>
#include <workbench/sdk/ledger.h>

/* Ends the call as failed, once the allocator returns: nothing of what it decided counts. */
static inline void cluster_fail(Cluster *cluster, const char *error) {
  if (cluster->error == NULL) cluster->error = error;
}

/* A text for this call, put together as by printf. */
static inline const char *cluster_format(Cluster *cluster, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(NULL, 0, format, arguments);
  va_end(arguments);
  char *text = (char *)cluster_scratch(cluster, (size_t)length + 1);
  va_start(arguments, format);
  vsnprintf(text, (size_t)length + 1, format, arguments);
  va_end(arguments);
  return text;
}

static inline OfferDraft *workbench_draft(Cluster *cluster, int framework, int role, int agent) {
  for (int i = cluster->offer_count - 1; i >= 0; i--) {
    OfferDraft *draft = &cluster->offers[i];
    if (draft->framework == framework && draft->role == role && draft->agent == agent) return draft;
  }
  return NULL;
}

static inline OfferDraft *workbench_new_draft(Cluster *cluster, int framework, int role, int agent) {
  WORKBENCH_GROW(OfferDraft, cluster->offers, cluster->offer_count);
  OfferDraft *draft = &cluster->offers[cluster->offer_count++];
  draft->framework = framework;
  draft->role = role;
  draft->agent = agent;
  draft->resources = cluster_zeros(cluster);
  draft->owner = NO_ID;
  draft->lent = cluster_zeros(cluster);
  draft->why = NULL;
  Subscription *subscription = workbench_subscription(cluster, framework, role);
  cluster->roles[role].count++;
  subscription->count++;
  workbench_touch_shares(cluster, subscription);
  return draft;
}

/*
 * Offers resources of an agent to a framework in a role. The mirror counts them as held at once. More of the same
 * framework, role and agent in one call is added to the same offer. With an owner other than NO_ID, the role whose unused
 * guarantee or reservation is lent, the resources are offered as revocable.
 */
static inline void cluster_offer(Cluster *cluster, int framework, int role, int agent, const double *resources,
                                 int owner) {
  Agent *account = &cluster->agents[agent];
  OfferDraft *draft = workbench_draft(cluster, framework, role, agent);
  if (draft == NULL) draft = workbench_new_draft(cluster, framework, role, agent);
  if (owner != NO_ID && draft->owner != NO_ID && draft->owner != owner) {
    cluster_fail(cluster, "an offer lends from one owner only");
    return;
  }
  if (owner != NO_ID) draft->owner = owner;
  cluster->last_decision = WORKBENCH_OFFER;
  cluster->last_offer = (int)(draft - cluster->offers);
  for (int key = 0; key < cluster->key_count; key++) {
    double amount = resources[key];
    if (amount <= 0) continue;
    int offered = owner == NO_ID ? key : workbench_revocable_of(cluster, key);
    draft->resources[offered] += amount;
    if (owner != NO_ID) draft->lent[key] += amount;
    workbench_take(cluster, account, key, amount);
    workbench_hold(cluster, framework, role, account, offered, amount);
    workbench_await(cluster, framework, role, account, offered, amount);
    if (owner != NO_ID) workbench_lend(cluster, framework, role, account, owner, key, amount);
  }
}

/* Whether this call has offered, to this framework, role and agent, something lent by another owner already. */
static inline bool cluster_lends_from_other(Cluster *cluster, int framework, int role, int agent, int owner) {
  const OfferDraft *draft = workbench_draft(cluster, framework, role, agent);
  return draft != NULL && draft->owner != NO_ID && draft->owner != owner;
}

/* Takes a revocable task's resources back for a role: at the deadline the task is killed. */
static inline void cluster_revoke(Cluster *cluster, Task *task, double deadline, int role) {
  task->reclaimed_for = role;
  WORKBENCH_GROW(RevocationDraft, cluster->revocations, cluster->revocation_count);
  RevocationDraft draft = {task, deadline, NULL};
  cluster->revocations[cluster->revocation_count++] = draft;
  cluster->last_decision = WORKBENCH_REVOCATION;
}

/* Asks a framework to hand back resources of an agent until a deadline; nothing is enforced. */
static inline void cluster_inverse_offer(Cluster *cluster, int framework, int agent, const double *resources,
                                         double deadline) {
  WORKBENCH_GROW(InverseOfferDraft, cluster->inverse_offers, cluster->inverse_offer_count);
  InverseOfferDraft draft = {framework, agent, cluster_copy(cluster, resources), deadline, NULL};
  cluster->inverse_offers[cluster->inverse_offer_count++] = draft;
  cluster->last_decision = WORKBENCH_INVERSE_OFFER;
}

/*
 * The reason of the offer, inverse offer or revocation made last, for people: at most 1024 bytes, which must stay until the
 * next call. It stands in the journal, and is part of no hash. Of several reasons for one offer the last one stands.
 */
static inline void cluster_explain(Cluster *cluster, const char *why) {
  switch (cluster->last_decision) {
    case WORKBENCH_OFFER: cluster->offers[cluster->last_offer].why = why; return;
    case WORKBENCH_INVERSE_OFFER: cluster->inverse_offers[cluster->inverse_offer_count - 1].why = why; return;
    case WORKBENCH_REVOCATION: cluster->revocations[cluster->revocation_count - 1].why = why; return;
    case WORKBENCH_NOTHING: cluster_fail(cluster, "there is no decision to explain");
  }
}

/*
 * Reports one of the allocator's own numbers, as of now: any finite value. Its name has letters, digits, '.', '_' and '-';
 * its unit ("" for a plain number, "share" for per cent) is the same each time. Both texts must stay until the next call.
 */
static inline void cluster_metric(Cluster *cluster, const char *name, double value, const char *unit) {
  WORKBENCH_GROW(MetricDraft, cluster->metrics, cluster->metric_count);
  MetricDraft draft = {name, unit, value};
  cluster->metrics[cluster->metric_count++] = draft;
}

/* Asks to be called again at a time, whatever happens until then. */
static inline void cluster_wake(Cluster *cluster, double t) {
  cluster->wake_at = t;
}

#endif
