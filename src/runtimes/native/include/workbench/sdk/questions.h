/* What an allocator asks the mirror. */
#ifndef WORKBENCH_SDK_QUESTIONS_H
#define WORKBENCH_SDK_QUESTIONS_H

#include <stdlib.h>
#include <string.h>
#include <workbench/sdk/share-order.h>

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
