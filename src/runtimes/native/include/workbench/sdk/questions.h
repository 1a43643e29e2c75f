/* What an allocator asks the mirror. */
#ifndef WORKBENCH_SDK_QUESTIONS_H
#define WORKBENCH_SDK_QUESTIONS_H

#include <stdlib.h>
#include <string.h>
#include <workbench/sdk/memory.h>

/* A parameter as the scenario gives it, or NULL. */
static inline const char *cluster_parameter(const Cluster *cluster, const char *key) {
  const char *value = NULL;
  for (int i = 0; i < cluster->parameter_count; i++) {
    if (strcmp(cluster->parameter_keys[i], key) == 0) value = cluster->parameter_values[i];
  }
  return value;
}

static inline double cluster_number(const Cluster *cluster, const char *key, double otherwise) {
  const char *value = cluster_parameter(cluster, key);
  return value == NULL ? otherwise : strtod(value, NULL);
}

/* What nobody holds of a key on an agent; 0 where the agent is over-allocated. */
static inline double cluster_available(const Agent *agent, int key) {
  double amount = agent->total[key] - agent->taken[key];
  return amount > 0 ? amount : 0;
}

/* Whether the agent's resources may be offered at all. */
static inline bool cluster_is_offerable(const Agent *agent) {
  return agent->there && agent->active && agent->whitelisted;
}

/* Whether a framework wants offers in a role. */
static inline bool cluster_wants_offers(const Cluster *cluster, const Subscription *subscription) {
  const Framework *framework = &cluster->frameworks[subscription->framework];
  return framework->there && framework->active && subscription->subscribed && !subscription->suppressed;
}

static inline bool workbench_is_excluded(const Cluster *cluster, int key) {
  for (int i = 0; i < cluster->fairness_exclude_count; i++) {
    if (strcmp(cluster->fairness_exclude[i], cluster->keys[key].name) == 0) return true;
  }
  return false;
}

static inline double workbench_dominant_share(const Cluster *cluster, const double *held) {
  double share = 0;
  for (int i = 0; i < cluster->plain_key_count; i++) {
    int key = cluster->plain_keys[i];
    if (cluster->total[key] <= 0 || workbench_is_excluded(cluster, key)) continue;
    double ratio = held[key] / cluster->total[key];
    if (ratio > share) share = ratio;
  }
  return share;
}

/* The role's dominant share: the largest held / total over the resource names, divided by the role's weight. */
static inline double cluster_role_share(const Cluster *cluster, const Role *role) {
  return workbench_dominant_share(cluster, role->held) / role->weight;
}

/* The framework's dominant share within a role. */
static inline double cluster_subscription_share(const Cluster *cluster, const Subscription *subscription) {
  return workbench_dominant_share(cluster, subscription->held);
}

typedef struct WorkbenchRank {
  double share, count;
  int id;
  void *item;
} WorkbenchRank;

/* Lowest share first, then fewest offers, then name. */
static inline int workbench_compare_ranks(const void *left, const void *right) {
  const WorkbenchRank *a = (const WorkbenchRank *)left, *b = (const WorkbenchRank *)right;
  if (a->share != b->share) return a->share < b->share ? -1 : 1;
  if (a->count != b->count) return a->count < b->count ? -1 : 1;
  return a->id < b->id ? -1 : a->id > b->id;
}

static inline bool workbench_has_wanting(const Cluster *cluster, const Role *role) {
  for (int i = 0; i < role->subscription_count; i++) {
    if (cluster_wants_offers(cluster, role->subscriptions[i])) return true;
  }
  return false;
}

/* Roles that have a framework which wants offers; lowest share first, then fewest offers, then name. */
static inline RoleList cluster_roles_by_share(Cluster *cluster) {
  size_t most = (size_t)cluster->role_count;
  WorkbenchRank *ranks = (WorkbenchRank *)cluster_scratch(cluster, most * sizeof(WorkbenchRank));
  RoleList list = {0, (Role **)cluster_scratch(cluster, most * sizeof(Role *))};
  for (int i = 0; i < cluster->role_count; i++) {
    Role *role = &cluster->roles[i];
    if (!workbench_has_wanting(cluster, role)) continue;
    WorkbenchRank rank = {cluster_role_share(cluster, role), role->count, role->id, role};
    ranks[list.count++] = rank;
  }
  qsort(ranks, (size_t)list.count, sizeof(WorkbenchRank), workbench_compare_ranks);
  for (int i = 0; i < list.count; i++) list.items[i] = (Role *)ranks[i].item;
  return list;
}

/* The subscriptions of a role that want offers; lowest share first, then fewest offers, then name. */
static inline SubscriptionList cluster_subscriptions_by_share(Cluster *cluster, const Role *role) {
  size_t most = (size_t)role->subscription_count;
  WorkbenchRank *ranks = (WorkbenchRank *)cluster_scratch(cluster, most * sizeof(WorkbenchRank));
  SubscriptionList list = {0, (Subscription **)cluster_scratch(cluster, most * sizeof(Subscription *))};
  for (int i = 0; i < role->subscription_count; i++) {
    Subscription *subscription = role->subscriptions[i];
    if (!cluster_wants_offers(cluster, subscription)) continue;
    double share = cluster_subscription_share(cluster, subscription);
    WorkbenchRank rank = {share, subscription->count, subscription->framework, subscription};
    ranks[list.count++] = rank;
  }
  qsort(ranks, (size_t)list.count, sizeof(WorkbenchRank), workbench_compare_ranks);
  for (int i = 0; i < list.count; i++) list.items[i] = (Subscription *)ranks[i].item;
  return list;
}

/* The amount of a resource over all its kinds: plain, reserved, revocable. */
static inline double cluster_quantity(const Cluster *cluster, const double *resources, int plain) {
  double sum = 0;
  for (int key = 0; key < cluster->key_count; key++) {
    if (cluster->keys[key].plain == plain) sum += resources[key];
  }
  return sum;
}

static inline bool workbench_any_above(const Cluster *cluster, const double *vector, double floor) {
  for (int key = 0; key < cluster->key_count; key++) {
    if (vector[key] > floor) return true;
  }
  return false;
}

/* Whether the resources are worth an offer: they hold one of the minimal quantities (by name, over all kinds). */
static inline bool cluster_is_allocatable(const Cluster *cluster, const double *resources) {
  if (cluster->minimum_count == 0) return workbench_any_above(cluster, resources, 0);
  for (int i = 0; i < cluster->minimum_count; i++) {
    const Minimum *minimum = &cluster->minima[i];
    int held = 0;
    while (held < minimum->count &&
           cluster_quantity(cluster, resources, minimum->keys[held]) >= minimum->amounts[held]) {
      held++;
    }
    if (held == minimum->count) return true;
  }
  return false;
}

/* Whether a framework without the GPU capability must be kept away from an agent that has gpus. */
static inline bool cluster_is_gpu_agent_closed_to(const Cluster *cluster, const Agent *agent,
                                                  const Framework *framework) {
  if (!cluster->filter_gpu_resources || framework->gpus) return false;
  for (int key = 0; key < cluster->key_count; key++) {
    if (strcmp(cluster->keys[key].name, "gpus") == 0 && agent->total[key] > 0) return true;
  }
  return false;
}

/* A filter made just after the previous tick still blocks this one, even when it ends at this very moment. */
static inline bool workbench_is_in_force(const Cluster *cluster, const Filter *filter) {
  if (filter->until > cluster->t) return true;
  return cluster->tick && filter->until == cluster->t && filter->made_at == cluster->t - cluster->allocation_interval;
}

static inline bool workbench_contains(const Cluster *cluster, const double *whole, const double *part) {
  for (int key = 0; key < cluster->key_count; key++) {
    if (part[key] > whole[key]) return false;
  }
  return true;
}

/* Whether the framework has refused these resources, or more, on this agent a while ago. */
static inline bool cluster_is_filtered(const Cluster *cluster, int framework, int role, int agent,
                                       const double *resources) {
  const Agent *account = &cluster->agents[agent];
  for (int i = 0; i < account->filter_count; i++) {
    const Filter *filter = &account->filters[i];
    if (filter->framework != framework || filter->role != role || !workbench_is_in_force(cluster, filter)) continue;
    if (workbench_contains(cluster, filter->refused, resources)) return true;
  }
  return false;
}

#endif
