/* What the wire tells: one call's records, read into the mirror. */
#ifndef WORKBENCH_SDK_WIRE_IN_H
#define WORKBENCH_SDK_WIRE_IN_H

#include <stdlib.h>
#include <workbench/sdk/ledger.h>

typedef struct WorkbenchIds {
  int count;
  int *items;
} WorkbenchIds;

static inline double workbench_next(Cluster *cluster) {
  return cluster->in[cluster->at++];
}

static inline int workbench_next_id(Cluster *cluster) {
  return (int)workbench_next(cluster);
}

static inline WorkbenchIds workbench_next_ids(Cluster *cluster) {
  WorkbenchIds ids = {workbench_next_id(cluster), NULL};
  ids.items = (int *)cluster_scratch(cluster, (size_t)ids.count * sizeof(int));
  for (int i = 0; i < ids.count; i++) ids.items[i] = workbench_next_id(cluster);
  return ids;
}

static inline Vector workbench_next_vector(Cluster *cluster, double absent) {
  Vector vector = cluster_zeros(cluster);
  for (int key = 0; key < cluster->key_count; key++) vector[key] = absent;
  for (int n = workbench_next_id(cluster); n > 0; n--) {
    int key = workbench_next_id(cluster);
    vector[key] = workbench_next(cluster);
  }
  return vector;
}

static inline bool workbench_has(WorkbenchIds ids, int id) {
  for (int i = 0; i < ids.count; i++) {
    if (ids.items[i] == id) return true;
  }
  return false;
}

static inline bool workbench_is_limited(const Cluster *cluster, const double *limits) {
  for (int key = 0; key < cluster->key_count; key++) {
    if (limits[key] >= 0) return true;
  }
  return false;
}

static inline void workbench_update_quota(Cluster *cluster) {
  Role *role = &cluster->roles[workbench_next_id(cluster)];
  Vector guarantees = workbench_next_vector(cluster, 0);
  Vector limits = workbench_next_vector(cluster, -1);
  free(role->guarantee);
  free(role->limit);
  role->guarantee = cluster_is_zero(cluster, guarantees) ? NULL : workbench_keep(cluster, guarantees);
  role->limit = workbench_is_limited(cluster, limits) ? workbench_keep(cluster, limits) : NULL;
}

/* Its roles from now on; filters go for roles that it leaves or that are no longer suppressed. */
static inline void workbench_subscribe(Cluster *cluster, int framework) {
  WorkbenchIds roles = workbench_next_ids(cluster);
  WorkbenchIds suppressed = workbench_next_ids(cluster);
  for (int role = 0; role < cluster->role_count; role++) {
    bool subscribed = workbench_has(roles, role);
    if (!subscribed && workbench_known_subscription(cluster, framework, role) == NULL) continue;
    Subscription *subscription = workbench_subscription(cluster, framework, role);
    bool suppressed_now = workbench_has(suppressed, role);
    if (!subscribed || (subscription->suppressed && !suppressed_now)) {
      workbench_clear_filters(cluster, framework, role);
    }
    subscription->subscribed = subscribed;
    subscription->suppressed = suppressed_now;
    workbench_reset_order_of(cluster, &cluster->roles[role]);
    workbench_drop_if_unused(cluster, subscription);
  }
}

static inline void workbench_set_capabilities(Framework *framework, int bits) {
  framework->revocable = (bits & CAPABILITY_REVOCABLE_RESOURCES) != 0;
  framework->gpus = (bits & CAPABILITY_GPU_RESOURCES) != 0;
}

static inline void workbench_update_framework(Cluster *cluster) {
  Framework *framework = &cluster->frameworks[workbench_next_id(cluster)];
  int bits = workbench_next_id(cluster);
  if (bits >= 0) workbench_set_capabilities(framework, bits);
  workbench_subscribe(cluster, framework->id);
}

static inline void workbench_add_framework(Cluster *cluster) {
  Framework *framework = &cluster->frameworks[workbench_next_id(cluster)];
  framework->there = true;
  framework->active = workbench_next(cluster) == 1;
  workbench_set_capabilities(framework, workbench_next_id(cluster));
  workbench_settle_awaited(cluster, framework->id, NO_ID);
  workbench_subscribe(cluster, framework->id);
}

static inline void workbench_drop_requests(Framework *framework) {
  for (int i = 0; i < framework->request_count; i++) free(framework->requests[i].resources);
  framework->request_count = 0;
}

static inline void workbench_remove_framework(Cluster *cluster) {
  Framework *framework = &cluster->frameworks[workbench_next_id(cluster)];
  for (int i = 0; i < cluster->agent_count; i++) workbench_release_all(cluster, &cluster->agents[i], framework->id);
  workbench_end_tasks(cluster, NO_ID, framework->id, NO_ID);
  for (int i = 0; i < cluster->role_count; i++) workbench_clear_filters(cluster, framework->id, i);
  framework->there = false;
  framework->active = false;
  workbench_drop_requests(framework);
  for (int i = 0; i < cluster->role_count; i++) {
    workbench_drop_subscription(cluster, &cluster->roles[i], framework->id);
  }
}

static inline void workbench_set_framework_active(Cluster *cluster, bool active) {
  int framework = workbench_next_id(cluster);
  cluster->frameworks[framework].active = active;
  workbench_reset_orders(cluster);
  if (active) return;
  for (int i = 0; i < cluster->role_count; i++) workbench_clear_filters(cluster, framework, i);
}

/* Roles empty: all that it is subscribed to. Reviving clears its filters there. */
static inline void workbench_set_suppressed(Cluster *cluster, bool suppressed) {
  int framework = workbench_next_id(cluster);
  WorkbenchIds roles = workbench_next_ids(cluster);
  for (int role = 0; role < cluster->role_count; role++) {
    Subscription *subscription = workbench_known_subscription(cluster, framework, role);
    if (subscription == NULL || !subscription->subscribed) continue;
    if (roles.count > 0 && !workbench_has(roles, role)) continue;
    subscription->suppressed = suppressed;
    workbench_reset_order_of(cluster, &cluster->roles[role]);
    if (!suppressed) workbench_clear_filters(cluster, framework, role);
  }
}

static inline void workbench_set_agent_total(Cluster *cluster, Agent *agent, const double *total) {
  for (int key = 0; key < cluster->key_count; key++) {
    int plain = cluster->keys[key].plain;
    double before = cluster_available(agent, key);
    cluster->total[plain] += total[key] - agent->total[key];
    agent->total[key] = total[key];
    if (key == plain) cluster->free[key] += cluster_available(agent, key) - before;
  }
  workbench_reset_orders(cluster);
}

/* In use since before the agent joined. In a framework's share it counts once the framework is there. */
static inline void workbench_use(Cluster *cluster, Agent *agent) {
  int framework = workbench_next_id(cluster), role = workbench_next_id(cluster);
  Use use = {framework, role, agent->id, workbench_next_vector(cluster, 0)};
  for (int key = 0; key < cluster->key_count; key++) {
    if (use.resources[key] > 0) workbench_take(cluster, agent, key, use.resources[key]);
  }
  if (cluster->frameworks[framework].there) {
    workbench_count(cluster, &use);
    return;
  }
  use.resources = workbench_keep(cluster, use.resources);
  WORKBENCH_GROW(Use, cluster->awaited, cluster->awaited_count);
  cluster->awaited[cluster->awaited_count++] = use;
}

static inline void workbench_add_agent(Cluster *cluster) {
  Agent *agent = &cluster->agents[workbench_next_id(cluster)];
  agent->there = true;
  agent->active = true;
  agent->unavailable_from = -1;
  agent->unavailable_for = -1;
  for (int key = 0; key < cluster->key_count; key++) agent->taken[key] = 0;
  workbench_set_agent_total(cluster, agent, workbench_next_vector(cluster, 0));
  for (int n = workbench_next_id(cluster); n > 0; n--) workbench_use(cluster, agent);
}

static inline void workbench_update_agent(Cluster *cluster) {
  Agent *agent = &cluster->agents[workbench_next_id(cluster)];
  workbench_set_agent_total(cluster, agent, workbench_next_vector(cluster, 0));
}

static inline void workbench_remove_agent(Cluster *cluster) {
  Agent *agent = &cluster->agents[workbench_next_id(cluster)];
  workbench_release_all(cluster, agent, NO_ID);
  workbench_end_tasks(cluster, NO_ID, NO_ID, agent->id);
  workbench_set_agent_total(cluster, agent, cluster_zeros(cluster));
  agent->there = false;
  for (int i = 0; i < agent->filter_count; i++) free(agent->filters[i].refused);
  agent->filter_count = 0;
  workbench_settle_awaited(cluster, NO_ID, agent->id);
}

static inline void workbench_update_whitelist(Cluster *cluster) {
  WorkbenchIds listed = {0, NULL};
  bool is_list = workbench_next(cluster) == 1;
  if (is_list) listed = workbench_next_ids(cluster);
  for (int i = 0; i < cluster->agent_count; i++) cluster->agents[i].whitelisted = !is_list || workbench_has(listed, i);
}

static inline void workbench_request_resources(Cluster *cluster) {
  Framework *framework = &cluster->frameworks[workbench_next_id(cluster)];
  workbench_drop_requests(framework);
  int count = workbench_next_id(cluster);
  free(framework->requests);
  framework->requests = WORKBENCH_NEW(Request, count);
  framework->request_count = count;
  for (int i = 0; i < count; i++) {
    Request *request = &framework->requests[i];
    request->role = workbench_next_id(cluster);
    request->count = workbench_next(cluster);
    request->gang = workbench_next(cluster) == 1;
    request->priority = workbench_next(cluster);
    request->estimate_seconds = workbench_next(cluster);
    request->resources = workbench_keep(cluster, workbench_next_vector(cluster, 0));
  }
}

static inline void workbench_add_filter(Cluster *cluster, Agent *agent, int framework, int role, const double *refused,
                                        double duration) {
  int kept = 0;
  for (int i = 0; i < agent->filter_count; i++) {
    if (agent->filters[i].until >= cluster->t) agent->filters[kept++] = agent->filters[i];
    else free(agent->filters[i].refused);
  }
  agent->filter_count = kept;
  WORKBENCH_GROW(Filter, agent->filters, kept);
  Filter filter = {framework, role, workbench_keep(cluster, refused), cluster->t, cluster->t + duration};
  agent->filters[agent->filter_count++] = filter;
}

/* Resources come back; with a filter duration the framework does not want them again so soon. */
static inline void workbench_recover(Cluster *cluster) {
  int framework = workbench_next_id(cluster), role = workbench_next_id(cluster);
  Agent *agent = &cluster->agents[workbench_next_id(cluster)];
  double filter_duration = workbench_next(cluster);
  bool was_in_use = workbench_next(cluster) == 1;
  int task = workbench_next_id(cluster);
  Vector resources = workbench_next_vector(cluster, 0);
  Holding *holding = workbench_holding(agent, framework, role);
  if (agent->there && holding != NULL) {
    workbench_release(cluster, agent, holding, resources, was_in_use ? cluster_zeros(cluster) : resources);
    if (filter_duration >= 0) workbench_add_filter(cluster, agent, framework, role, resources, filter_duration);
  }
  if (task != NO_ID) workbench_end_tasks(cluster, task, NO_ID, NO_ID);
}

/* A task that starts is demand met, before the framework says so itself. */
static inline void workbench_meet_demand(Cluster *cluster, int framework, const double *resources) {
  Framework *account = &cluster->frameworks[framework];
  for (int i = 0; i < account->request_count; i++) {
    Request *request = &account->requests[i];
    bool is_met = request->count > 0;
    for (int j = 0; is_met && j < cluster->plain_key_count; j++) {
      int plain = cluster->plain_keys[j];
      is_met = cluster_quantity(cluster, resources, plain) == request->resources[plain];
    }
    if (!is_met) continue;
    request->count--;
    return;
  }
}

static inline void workbench_start_task(Cluster *cluster, int id, int framework, int role, int agent,
                                        const double *resources) {
  Task *task = WORKBENCH_NEW(Task, 1);
  task->id = id;
  task->framework = framework;
  task->role = role;
  task->agent = agent;
  task->started_at = cluster->t;
  task->resources = workbench_keep(cluster, resources);
  task->reclaimed_for = NO_ID;
  for (int key = 0; key < cluster->key_count; key++) {
    if (cluster->keys[key].revocable && resources[key] > 0) task->revocable = true;
  }
  WORKBENCH_GROW(Task *, cluster->tasks, cluster->task_count);
  cluster->tasks[cluster->task_count++] = task;
}

static inline void workbench_convert_total(Cluster *cluster, Agent *agent, const double *from, const double *to) {
  Vector total = cluster_copy(cluster, agent->total);
  for (int key = 0; key < cluster->key_count; key++) total[key] += to[key] - from[key];
  workbench_set_agent_total(cluster, agent, total);
}

/* What nobody holds becomes something else: reserved, unreserved. */
static inline void workbench_update_available(Cluster *cluster) {
  Agent *agent = &cluster->agents[workbench_next_id(cluster)];
  for (int n = workbench_next_id(cluster); n > 0; n--) {
    Vector from = workbench_next_vector(cluster, 0), to = workbench_next_vector(cluster, 0);
    workbench_convert_total(cluster, agent, from, to);
  }
}

/* What a framework has been offered becomes something else. */
static inline void workbench_update_allocation(Cluster *cluster) {
  int framework = workbench_next_id(cluster), role = workbench_next_id(cluster);
  Agent *agent = &cluster->agents[workbench_next_id(cluster)];
  for (int n = workbench_next_id(cluster); n > 0; n--) {
    Vector from = workbench_next_vector(cluster, 0), to = workbench_next_vector(cluster, 0);
    Holding *holding = workbench_holding(agent, framework, role);
    if (!agent->there || holding == NULL) continue;
    for (int key = 0; key < cluster->key_count; key++) {
      if (to[key] <= 0) continue;
      workbench_take(cluster, agent, key, to[key]);
      workbench_hold(cluster, framework, role, agent, key, to[key]);
      workbench_await(cluster, framework, role, agent, key, to[key]);
    }
    workbench_release(cluster, agent, holding, from, from);
    workbench_convert_total(cluster, agent, from, to);
  }
}

static inline void workbench_update_unavailability(Cluster *cluster) {
  Agent *agent = &cluster->agents[workbench_next_id(cluster)];
  agent->unavailable_from = workbench_next(cluster);
  agent->unavailable_for = workbench_next(cluster);
}

/* A part of an offer is in use now. */
static inline void workbench_accept(Cluster *cluster) {
  int framework = workbench_next_id(cluster), role = workbench_next_id(cluster);
  int agent = workbench_next_id(cluster), task = workbench_next_id(cluster);
  Vector resources = workbench_next_vector(cluster, 0);
  for (int key = 0; key < cluster->key_count; key++) {
    if (resources[key] <= 0) continue;
    workbench_await(cluster, framework, role, &cluster->agents[agent], key, -resources[key]);
  }
  workbench_meet_demand(cluster, framework, resources);
  if (task != NO_ID) workbench_start_task(cluster, task, framework, role, agent, resources);
}

/* The master does not carry out a revocation: the victim, if it was named, is nobody's any more. */
static inline void workbench_spare(Cluster *cluster) {
  for (int n = 0; n < 3; n++) workbench_next_id(cluster);
  int task = workbench_next_id(cluster);
  for (int i = 0; i < cluster->task_count; i++) {
    if (cluster->tasks[i]->id == task) cluster->tasks[i]->reclaimed_for = NO_ID;
  }
}

static inline void workbench_update_weights(Cluster *cluster) {
  for (int n = workbench_next_id(cluster); n > 0; n--) {
    int role = workbench_next_id(cluster);
    cluster->roles[role].weight = workbench_next(cluster);
  }
  workbench_reset_order(&cluster->role_order);
}

static inline void workbench_operation(Cluster *cluster, int code) {
  switch (code) {
    case WIRE_CLOCK: cluster->t = workbench_next(cluster); return;
    case WIRE_UPDATE_WEIGHTS: workbench_update_weights(cluster); return;
    case WIRE_UPDATE_QUOTA: workbench_update_quota(cluster); return;
    case WIRE_ADD_FRAMEWORK: workbench_add_framework(cluster); return;
    case WIRE_UPDATE_FRAMEWORK: workbench_update_framework(cluster); return;
    case WIRE_REMOVE_FRAMEWORK: workbench_remove_framework(cluster); return;
    case WIRE_ACTIVATE_FRAMEWORK: workbench_set_framework_active(cluster, true); return;
    case WIRE_DEACTIVATE_FRAMEWORK: workbench_set_framework_active(cluster, false); return;
    case WIRE_ADD_AGENT: workbench_add_agent(cluster); return;
    case WIRE_UPDATE_AGENT: workbench_update_agent(cluster); return;
    case WIRE_REMOVE_AGENT: workbench_remove_agent(cluster); return;
    case WIRE_ACTIVATE_AGENT: cluster->agents[workbench_next_id(cluster)].active = true; return;
    case WIRE_DEACTIVATE_AGENT: cluster->agents[workbench_next_id(cluster)].active = false; return;
    case WIRE_UPDATE_WHITELIST: workbench_update_whitelist(cluster); return;
    case WIRE_REQUEST_RESOURCES: workbench_request_resources(cluster); return;
    case WIRE_RECOVER_RESOURCES: workbench_recover(cluster); return;
    case WIRE_ACCEPT_OFFER: workbench_accept(cluster); return;
    case WIRE_SUPPRESS_OFFERS: workbench_set_suppressed(cluster, true); return;
    case WIRE_REVIVE_OFFERS: workbench_set_suppressed(cluster, false); return;
    case WIRE_UPDATE_ALLOCATION: workbench_update_allocation(cluster); return;
    case WIRE_UPDATE_AVAILABLE: workbench_update_available(cluster); return;
    case WIRE_UPDATE_UNAVAILABILITY: workbench_update_unavailability(cluster); return;
    case WIRE_REVOCATION_DENIED: workbench_spare(cluster); return;
    case WIRE_ALLOCATE: cluster->tick = workbench_next(cluster) == 0; return;
    default: return; /* inverseOfferResponse: the mirror keeps nothing of it */
  }
}

static inline int workbench_compare_ids(const void *left, const void *right) {
  int a = *(const int *)left, b = *(const int *)right;
  return a < b ? -1 : a > b;
}

static inline bool workbench_is_candidate(const Cluster *cluster, const Agent *agent) {
  if (!cluster_is_offerable(agent)) return false;
  for (int key = 0; key < cluster->key_count; key++) {
    if (cluster_available(agent, key) > 0) return true;
  }
  return false;
}

/* Reads one call's records into the mirror. Returns the candidates that may be offered and have something left, ascending. */
static inline WorkbenchIds workbench_read(Cluster *cluster, const double *in, size_t n) {
  WorkbenchIds candidates = {0, NULL};
  bool is_all = true;
  cluster->in = in;
  cluster->at = 0;
  cluster->tick = false;
  while (cluster->at < n) {
    int code = workbench_next_id(cluster);
    size_t end = (size_t)workbench_next(cluster) + cluster->at;
    if (code == WIRE_CANDIDATES) {
      candidates = workbench_next_ids(cluster);
      is_all = false;
    } else {
      workbench_operation(cluster, code);
    }
    cluster->at = end;
  }
  if (is_all) {
    candidates.count = cluster->agent_count;
    candidates.items = (int *)cluster_scratch(cluster, (size_t)candidates.count * sizeof(int));
    for (int i = 0; i < candidates.count; i++) candidates.items[i] = i;
  }
  int kept = 0;
  for (int i = 0; i < candidates.count; i++) {
    const Agent *agent = &cluster->agents[candidates.items[i]];
    if (workbench_is_candidate(cluster, agent)) candidates.items[kept++] = agent->id;
  }
  candidates.count = kept;
  if (kept > 1) qsort(candidates.items, (size_t)kept, sizeof(int), workbench_compare_ids);
  return candidates;
}

#endif
