/*
 * What an allocator asks about guarantees: what of them is owed or on its way back, to whom they may be lent, and who has to
 * go for them. Who lends to whom, and in which order tasks go, is for the allocator to say.
 *
 * Amounts are thousandths. Vectors and lists live until the call ends.
 */
#ifndef WORKBENCH_SDK_GUARANTEES_H
#define WORKBENCH_SDK_GUARANTEES_H

#include <workbench/sdk/decisions.h>

/* What of a role's guarantee it does not use, by plain key; zeros for a role without a guarantee. */
static inline Vector cluster_unused_guarantee(Cluster *cluster, const Role *role) {
  return role->guarantee == NULL ? cluster_zeros(cluster) : cluster_minus(cluster, role->guarantee, role->used);
}

/*
 * What a role waits for of its guarantee, by plain key: the demand of those who want offers in it that nothing on offer
 * meets, within cluster_unused_guarantee(). Frameworks count by id; what is on offer to one is for itself and for those
 * before it.
 */
static inline Vector cluster_owed(Cluster *cluster, const Role *role) {
  Vector owed = cluster_zeros(cluster);
  if (role->guarantee == NULL) return owed;
  for (int i = 0; i < role->subscription_count; i++) {
    const Subscription *subscription = role->subscriptions[i];
    if (!cluster_wants_offers(cluster, subscription)) continue;
    RequestList demand = cluster_demand(cluster, subscription);
    for (int j = 0; j < demand.count; j++) {
      const Request *request = demand.items[j];
      for (int key = 0; key < cluster->key_count; key++) owed[key] += request->count * request->resources[key];
    }
    owed = cluster_minus(cluster, owed, subscription->offered);
  }
  return cluster_least(cluster, owed, cluster_unused_guarantee(cluster, role));
}

/* By plain key, whatever the kind of the resources. */
static inline void workbench_add_quantities(const Cluster *cluster, Vector sum, const double *resources, double sign) {
  for (int i = 0; i < cluster->plain_key_count; i++) {
    int plain = cluster->plain_keys[i];
    sum[plain] += sign * cluster_quantity(cluster, resources, plain);
  }
}

/* What a role gets back from tasks that are told to go for it (`reclaimed_for`), by plain key. */
static inline Vector cluster_reclaiming(Cluster *cluster, const Role *role) {
  Vector sum = cluster_zeros(cluster);
  for (int i = 0; i < cluster->task_count; i++) {
    const Task *task = cluster->tasks[i];
    if (task->reclaimed_for == role->id) workbench_add_quantities(cluster, sum, task->resources, 1);
  }
  return sum;
}

/*
 * What an owner may lend a framework of what nobody holds on an agent, by plain key: unreserved resources, for a
 * cluster_offer() with this owner. No role's limit is on what is lent. NULL when the framework does not take revocable
 * resources, the role is the owner's own, another owner lends here in this call (cluster_lends_from_other()), or for one of
 * the reasons that cluster_offerable() has.
 *
 * `most`: no more than this of each plain key, what the owner has to lend.
 */
static inline Vector cluster_lendable(Cluster *cluster, const Subscription *subscription, const Agent *agent,
                                      const Role *owner, const double *most) {
  int framework = subscription->framework, role = subscription->role;
  if (!cluster->frameworks[framework].revocable || role == owner->id) return NULL;
  if (cluster_lends_from_other(cluster, framework, role, agent->id, owner->id)) return NULL;
  Vector lent = cluster_zeros(cluster), offered = cluster_zeros(cluster);
  for (int key = 0; key < cluster->key_count; key++) {
    if (!cluster->keys[key].revocable || cluster->keys[key].reservation != NO_ID) continue;
    int plain = cluster->keys[key].plain;
    double available = cluster_available(agent, plain);
    lent[plain] = offered[key] = available < most[plain] ? available : most[plain];
  }
  return workbench_may_be_offered(cluster, subscription, agent, offered) ? lent : NULL;
}

/* By agent id: whether tasks are told to go there, so that what is free is spoken for. */
static inline bool *workbench_spoken_for(Cluster *cluster) {
  bool *spoken_for = (bool *)cluster_scratch(cluster, (size_t)cluster->agent_count * sizeof(bool));
  for (int i = 0; i < cluster->task_count; i++) {
    if (cluster->tasks[i]->reclaimed_for != NO_ID) spoken_for[cluster->tasks[i]->agent] = true;
  }
  return spoken_for;
}

static inline Vector workbench_free_on(Cluster *cluster, int agent) {
  Vector room = cluster_zeros(cluster);
  for (int key = 0; key < cluster->key_count; key++) room[key] = cluster_available(&cluster->agents[agent], key);
  return room;
}

static inline bool workbench_makes_room(const Cluster *cluster, const double *wanted, const double *room) {
  for (int i = 0; i < cluster->plain_key_count; i++) {
    int plain = cluster->plain_keys[i];
    if (wanted[plain] > room[plain]) return false;
  }
  return true;
}

/* Of the tasks on one agent, which make more than this room, those that have to go. One without which there is still room
 * stays, the last one first (P5). */
static inline TaskList workbench_needed(Cluster *cluster, const double *wanted, TaskList tasks, int agent, Vector room) {
  Task **victims = (Task **)cluster_scratch(cluster, (size_t)tasks.count * sizeof(Task *));
  int from = tasks.count;
  for (int i = tasks.count - 1; i >= 0; i--) {
    Task *task = tasks.items[i];
    if (task->agent != agent || task->reclaimed_for != NO_ID) continue;
    workbench_add_quantities(cluster, room, task->resources, -1);
    if (workbench_makes_room(cluster, wanted, room)) continue;
    workbench_add_quantities(cluster, room, task->resources, 1);
    victims[--from] = task;
  }
  TaskList needed = {tasks.count - from, victims + from};
  return needed;
}

/*
 * Those of the tasks that have to go so that `wanted` (by plain key) fits on one of the agents. Tasks are met in their
 * order, the first to go first, until those of one agent make room, with what is free there; then whoever is not needed for
 * it stays, the last ones first. Their resources count whatever their kind. Tasks that are told to go already
 * (`reclaimed_for`) are passed over, and what is free on their agents is spoken for.
 *
 * In that order; `items` is NULL when there is no room, however many go.
 */
static inline TaskList cluster_victims_for(Cluster *cluster, const double *wanted, TaskList tasks) {
  TaskList met = {0, tasks.items}, none = {0, NULL};
  Vector *rooms = (Vector *)cluster_scratch(cluster, (size_t)cluster->agent_count * sizeof(Vector));
  const bool *spoken_for = workbench_spoken_for(cluster);
  while (met.count < tasks.count) {
    const Task *task = tasks.items[met.count++];
    if (task->reclaimed_for != NO_ID) continue;
    if (rooms[task->agent] == NULL) {
      rooms[task->agent] = spoken_for[task->agent] ? cluster_zeros(cluster) : workbench_free_on(cluster, task->agent);
    }
    workbench_add_quantities(cluster, rooms[task->agent], task->resources, 1);
    if (!workbench_makes_room(cluster, wanted, rooms[task->agent])) continue;
    return workbench_needed(cluster, wanted, met, task->agent, rooms[task->agent]);
  }
  return none;
}

#endif
