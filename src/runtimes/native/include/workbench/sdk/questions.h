/* What an allocator asks the mirror. */
#ifndef WORKBENCH_SDK_QUESTIONS_H
#define WORKBENCH_SDK_QUESTIONS_H

#include <stdlib.h>
#include <string.h>
#include <workbench/sdk/share-order.h>
#include <workbench/sdk/vectors.h>

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

/* Whether the resources are worth an offer: they hold one of the minimal quantities (by name, over all kinds). */
static inline bool cluster_is_allocatable(const Cluster *cluster, const double *resources) {
  if (cluster->minimum_count == 0) return !cluster_is_zero(cluster, resources);
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

/* Whether the framework has refused these resources, or more, on this agent a while ago. */
static inline bool cluster_is_filtered(const Cluster *cluster, int framework, int role, int agent,
                                       const double *resources) {
  const Agent *account = &cluster->agents[agent];
  for (int i = 0; i < account->filter_count; i++) {
    const Filter *filter = &account->filters[i];
    if (filter->framework != framework || filter->role != role || !workbench_is_in_force(cluster, filter)) continue;
    if (cluster_fits(cluster, resources, filter->refused)) return true;
  }
  return false;
}

static inline bool workbench_may_be_offered(const Cluster *cluster, const Subscription *subscription, const Agent *agent,
                                            const double *resources) {
  int framework = subscription->framework;
  if (!cluster_is_offerable(agent) || !cluster_wants_offers(cluster, subscription)) return false;
  if (!cluster_is_allocatable(cluster, resources)) return false;
  if (cluster_is_gpu_agent_closed_to(cluster, agent, &cluster->frameworks[framework])) return false;
  return !cluster_is_filtered(cluster, framework, subscription->role, agent->id, resources);
}

/* Unreserved, or reserved for the role or one above it (Q8); revocable only for who takes that. */
static inline bool workbench_is_open(const Cluster *cluster, const ResourceKey *key, const Subscription *subscription) {
  if (key->revocable && !cluster->frameworks[subscription->framework].revocable) return false;
  if (key->reservation == NO_ID || key->reservation == subscription->role) return true;
  const char *above = cluster->roles[key->reservation].name, *name = cluster->roles[subscription->role].name;
  size_t length = strlen(above);
  return strncmp(name, above, length) == 0 && name[length] == '/';
}

/* A role's quota limit is on what is unreserved and not revocable (C14). */
static inline double workbench_within_limit(const Role *role, int plain, double amount) {
  if (role->limit == NULL || role->limit[plain] < 0) return amount;
  double room = role->limit[plain] - role->used[plain];
  if (room < 0) return 0;
  return amount < room ? amount : room;
}

/*
 * What a framework may have of what nobody holds on an agent, in a role: unreserved resources up to the role's quota limit,
 * reservations of the role or of one above it, revocable ones if the framework takes those. NULL when the framework wants no
 * offers, the agent may not be offered or is closed to it (P1), nothing worth an offer is left, or the framework has refused
 * that a while ago.
 *
 * `most`: no more than this of each key, or NULL.
 */
static inline Vector cluster_offerable(Cluster *cluster, const Subscription *subscription, const Agent *agent,
                                       const double *most) {
  Vector rest = NULL; /* until there is something: mostly there is not, and memory is for one call */
  for (int key = 0; key < cluster->key_count; key++) {
    double amount = cluster_available(agent, key);
    if (amount <= 0 || !workbench_is_open(cluster, &cluster->keys[key], subscription)) continue;
    if (most != NULL && most[key] < amount) amount = most[key];
    if (cluster->keys[key].plain == key) {
      amount = workbench_within_limit(&cluster->roles[subscription->role], key, amount);
    }
    if (rest == NULL) rest = cluster_zeros(cluster);
    rest[key] = amount;
  }
  return rest != NULL && workbench_may_be_offered(cluster, subscription, agent, rest) ? rest : NULL;
}

/* What a framework reported as its unmet demand in a role, in its order. */
static inline RequestList cluster_demand(Cluster *cluster, const Subscription *subscription) {
  const Framework *framework = &cluster->frameworks[subscription->framework];
  size_t bytes = (size_t)framework->request_count * sizeof(Request *);
  RequestList demand = {0, (Request **)cluster_scratch(cluster, bytes)};
  for (int i = 0; i < framework->request_count; i++) {
    Request *request = &framework->requests[i];
    if (request->role == subscription->role && request->count > 0) demand.items[demand.count++] = request;
  }
  return demand;
}

#endif
