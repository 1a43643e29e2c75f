/*
 * Preemptive oversubscription: idle guarantees are lent out as revocable resources and taken back when their owner needs
 * them. What Mesos' hierarchical DRF cannot do: it keeps an unused guarantee idle, and never takes anything back.
 *
 * Each call asks what each guaranteed role still needs of its guarantee (cluster_owed), and then, in this order:
 *   1. serve    free resources go to those roles first, no more than they need
 *   2. share    what no guarantee covers goes to all frameworks by dominant share
 *   3. lend     what is left is an idle guarantee: it is offered, revocable, to whoever can take that
 *   4. reclaim  a need that free resources did not meet is met by taking lent ones back, with a deadline
 *
 * Rules P1 to P7 of the oversubscription facts. Scope: top-level roles and unreserved resources.
 * The same algorithm, step for step, stands beside this file in TypeScript, Lua, Python and JavaScript.
 *
 * Parameters: graceSeconds (30), how long a victim has to finish; minimumRuntimeSeconds (0), younger tasks are spared.
 */
#include <math.h>
#include <workbench/sdk.h>

/* Declared first, so that the steps can stand in the order in which they run. `needs` are by role id. */
static void serve_guarantees(Cluster *cluster, const int *candidates, int count, Vector *needs);
static bool holds_one_task(Cluster *cluster, const Subscription *subscription, const double *offer);
static void share_surplus(Cluster *cluster, const int *candidates, int count);
static void lend_idle_guarantees(Cluster *cluster, const int *candidates, int count, Vector *needs);
static Vector idle(Cluster *cluster, const Role *role, Vector *needs);
static RoleList owners_by_idle(Cluster *cluster, Vector *needs);
static void reclaim_lent(Cluster *cluster, Vector *needs);
static TaskList tasks_of_others(Cluster *cluster, TaskList tasks, const Role *role);
static TaskList lent_by_worth(Cluster *cluster);
static double largest_share(const Cluster *cluster, const double *resources);
static double seconds(const Cluster *cluster, const char *parameter, double otherwise);

static void decide(Cluster *cluster, const int *candidates, int count) {
  Vector *needs = (Vector *)cluster_scratch(cluster, (size_t)cluster->role_count * sizeof(Vector));
  for (int i = 0; i < cluster->role_count; i++) needs[i] = cluster_owed(cluster, &cluster->roles[i]);
  if (!cluster_is_zero(cluster, cluster->free)) {
    serve_guarantees(cluster, candidates, count, needs);
    share_surplus(cluster, candidates, count);
    lend_idle_guarantees(cluster, candidates, count, needs);
  }
  reclaim_lent(cluster, needs);
}

WORKBENCH_ALLOCATOR(preemptive_oversubscription, "Allocator workbench", "",
                    "Lends idle guarantees as revocable resources and takes them back when their owner needs them",
                    WORKBENCH_TRIGGER_REQUEST_RESOURCES, decide)

static void serve_guarantees(Cluster *cluster, const int *candidates, int count, Vector *needs) {
  bool is_any_needed = false;
  for (int i = 0; i < cluster->role_count; i++) is_any_needed |= !cluster_is_zero(cluster, needs[i]);
  for (int i = 0; is_any_needed && i < count; i++) {
    const Agent *agent = &cluster->agents[candidates[i]];
    SubscriptionList subscriptions = cluster_subscriptions_by_share(cluster, NULL);
    for (int j = 0; j < subscriptions.count; j++) {
      const Subscription *subscription = subscriptions.items[j];
      const Role *role = &cluster->roles[subscription->role];
      Vector offer = cluster_offerable(cluster, subscription, agent, needs[role->id]);
      if (offer == NULL || !holds_one_task(cluster, subscription, offer)) continue;
      cluster_offer(cluster, subscription->framework, role->id, agent->id, offer, NO_ID);
      cluster_explain(cluster, cluster_format(cluster, "%s needs it of its guarantee", role->name));
      needs[role->id] = cluster_minus(cluster, needs[role->id], offer);
    }
  }
}

static bool holds_one_task(Cluster *cluster, const Subscription *subscription, const double *offer) {
  RequestList demand = cluster_demand(cluster, subscription);
  for (int i = 0; i < demand.count; i++) {
    if (cluster_fits(cluster, demand.items[i]->resources, offer)) return true;
  }
  return false;
}

/* The surplus is what stays free when every unused guarantee that is not lent is set aside. */
static void share_surplus(Cluster *cluster, const int *candidates, int count) {
  Vector surplus = cluster_copy(cluster, cluster->free);
  for (int i = 0; i < cluster->role_count; i++) {
    const Role *role = &cluster->roles[i];
    Vector set_aside = cluster_minus(cluster, cluster_unused_guarantee(cluster, role), role->lent);
    surplus = cluster_minus(cluster, surplus, set_aside);
  }
  for (int i = 0; i < count && !cluster_is_zero(cluster, surplus); i++) {
    const Agent *agent = &cluster->agents[candidates[i]];
    SubscriptionList subscriptions = cluster_subscriptions_by_share(cluster, NULL);
    for (int j = 0; j < subscriptions.count; j++) {
      const Subscription *subscription = subscriptions.items[j];
      Vector offer = cluster_offerable(cluster, subscription, agent, surplus);
      if (offer == NULL) continue;
      cluster_offer(cluster, subscription->framework, subscription->role, agent->id, offer, NO_ID);
      cluster_explain(cluster, "no guarantee needs it");
      surplus = cluster_minus(cluster, surplus, offer);
    }
  }
}

/* An owner lends what it neither uses nor needs, and has not lent yet; the one with most to lend comes first. */
static void lend_idle_guarantees(Cluster *cluster, const int *candidates, int count, Vector *needs) {
  for (int i = 0; i < count; i++) {
    const Agent *agent = &cluster->agents[candidates[i]];
    RoleList owners = owners_by_idle(cluster, needs);
    for (int j = 0; j < owners.count; j++) {
      const Role *owner = owners.items[j];
      Vector most = idle(cluster, owner, needs);
      SubscriptionList subscriptions = cluster_subscriptions_by_share(cluster, NULL);
      for (int k = 0; k < subscriptions.count; k++) {
        const Subscription *subscription = subscriptions.items[k];
        Vector offer = cluster_lendable(cluster, subscription, agent, owner, most);
        if (offer == NULL) continue;
        cluster_offer(cluster, subscription->framework, subscription->role, agent->id, offer, owner->id);
        cluster_explain(cluster, cluster_format(cluster, "%s does not need it now", owner->name));
        most = idle(cluster, owner, needs);
      }
    }
  }
}

static Vector idle(Cluster *cluster, const Role *role, Vector *needs) {
  Vector unneeded = cluster_minus(cluster, cluster_unused_guarantee(cluster, role), needs[role->id]);
  return cluster_minus(cluster, unneeded, role->lent);
}

static RoleList owners_by_idle(Cluster *cluster, Vector *needs) {
  size_t most = (size_t)cluster->role_count;
  RoleList owners = {0, (Role **)cluster_scratch(cluster, most * sizeof(Role *))};
  double *keys = (double *)cluster_scratch(cluster, most * sizeof(double));
  for (int i = 0; i < cluster->role_count; i++) {
    double share = largest_share(cluster, idle(cluster, &cluster->roles[i], needs));
    if (share <= 0) continue;
    keys[owners.count] = -share;
    owners.items[owners.count++] = &cluster->roles[i];
  }
  cluster_sort(cluster, owners.items, owners.count, keys, 1);
  return owners;
}

/* For each task that waits within its role's guarantee: the agent that can be cleared for it with the least worthy victims. */
static void reclaim_lent(Cluster *cluster, Vector *needs) {
  double deadline = cluster->t + seconds(cluster, "graceSeconds", 30);
  TaskList lent = {0, NULL}; /* put in order when it is needed, once a call: to tell a task to go changes no share */
  RoleList roles = cluster_roles_by_share(cluster);
  for (int i = 0; i < roles.count; i++) {
    const Role *role = roles.items[i];
    if (cluster_is_zero(cluster, needs[role->id])) continue;
    Vector open = cluster_minus(cluster, needs[role->id], cluster_reclaiming(cluster, role));
    if (cluster_is_zero(cluster, open)) continue;
    if (lent.items == NULL) lent = lent_by_worth(cluster);
    TaskList others = tasks_of_others(cluster, lent, role); /* P7 */
    SubscriptionList subscriptions = cluster_subscriptions_by_share(cluster, role);
    for (int j = 0; j < subscriptions.count; j++) {
      RequestList demand = cluster_demand(cluster, subscriptions.items[j]);
      for (int k = 0; k < demand.count; k++) {
        const double *wanted = demand.items[k]->resources;
        for (double n = demand.items[k]->count; n > 0 && cluster_fits(cluster, wanted, open); n--) {
          TaskList victims = cluster_victims_for(cluster, wanted, others);
          if (victims.items == NULL) break;
          for (int l = 0; l < victims.count; l++) {
            cluster_revoke(cluster, victims.items[l], deadline, role->id);
            cluster_explain(cluster, cluster_format(cluster, "a task of %s waits for it", role->name));
          }
          open = cluster_minus(cluster, open, wanted);
        }
      }
    }
  }
}

static TaskList tasks_of_others(Cluster *cluster, TaskList tasks, const Role *role) {
  TaskList others = {0, (Task **)cluster_scratch(cluster, (size_t)tasks.count * sizeof(Task *))};
  for (int i = 0; i < tasks.count; i++) {
    if (tasks.items[i]->role != role->id) others.items[others.count++] = tasks.items[i];
  }
  return others;
}

/* The revocable tasks: lowest weight, then largest share, then youngest, then largest, then id (P3). */
static TaskList lent_by_worth(Cluster *cluster) {
  double youngest_allowed = cluster->t - seconds(cluster, "minimumRuntimeSeconds", 0);
  size_t most = (size_t)cluster->task_count;
  double(*keys)[5] = (double(*)[5])cluster_scratch(cluster, most * sizeof(*keys));
  TaskList lent = {0, (Task **)cluster_scratch(cluster, most * sizeof(Task *))};
  for (int i = 0; i < cluster->task_count; i++) {
    Task *task = cluster->tasks[i];
    if (!task->revocable || task->started_at > youngest_allowed) continue;
    const Role *role = &cluster->roles[task->role];
    double share = cluster_role_share(cluster, role), size = largest_share(cluster, task->resources);
    double key[] = {role->weight, -share, -task->started_at, -size, task->id};
    memcpy(keys[lent.count], key, sizeof(key));
    lent.items[lent.count++] = task;
  }
  cluster_sort(cluster, lent.items, lent.count, keys[0], 5);
  return lent;
}

/* Of the whole cluster, also of resources that do not count in dominant shares. */
static double largest_share(const Cluster *cluster, const double *resources) {
  double largest = 0;
  for (int i = 0; i < cluster->plain_key_count; i++) {
    int key = cluster->plain_keys[i];
    double total = cluster->total[key];
    if (total > 0) largest = fmax(largest, cluster_quantity(cluster, resources, key) / total);
  }
  return largest;
}

static double seconds(const Cluster *cluster, const char *parameter, double otherwise) {
  return floor(cluster_number(cluster, parameter, otherwise) * 1e6 + 0.5);
}
