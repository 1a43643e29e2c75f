/* How the mirror books who holds what. */
#ifndef WORKBENCH_SDK_LEDGER_H
#define WORKBENCH_SDK_LEDGER_H

#include <string.h>
#include <workbench/sdk/questions.h>

static inline Subscription *workbench_known_subscription(const Cluster *cluster, int framework, int role) {
  const Role *account = &cluster->roles[role];
  for (int i = 0; i < account->subscription_count; i++) {
    if (account->subscriptions[i]->framework == framework) return account->subscriptions[i];
  }
  return NULL;
}

static inline Subscription *workbench_subscription(Cluster *cluster, int framework, int role) {
  Role *account = &cluster->roles[role];
  Subscription *known = workbench_known_subscription(cluster, framework, role);
  if (known != NULL) return known;
  Subscription *added = WORKBENCH_NEW(Subscription, 1);
  added->framework = framework;
  added->role = role;
  added->held = workbench_keep(cluster, NULL);
  added->borrowed = workbench_keep(cluster, NULL);
  added->offered = workbench_keep(cluster, NULL);
  WORKBENCH_GROW(Subscription *, account->subscriptions, account->subscription_count);
  int at = account->subscription_count++;
  for (; at > 0 && account->subscriptions[at - 1]->framework > framework; at--) {
    account->subscriptions[at] = account->subscriptions[at - 1];
  }
  account->subscriptions[at] = added;
  added->rank.subscription = added;
  added->rank.id = framework;
  workbench_reset_order_of(cluster, account);
  return added;
}

/* A role that its last framework has left counts its offers anew. */
static inline void workbench_drop_subscription(Cluster *cluster, Role *role, int framework) {
  int kept = 0;
  workbench_reset_order_of(cluster, role);
  for (int i = 0; i < role->subscription_count; i++) {
    Subscription *subscription = role->subscriptions[i];
    if (subscription->framework != framework) {
      role->subscriptions[kept++] = subscription;
      continue;
    }
    free(subscription->held);
    free(subscription->borrowed);
    free(subscription->offered);
    free(subscription);
  }
  role->subscription_count = kept;
  if (kept == 0) role->count = 0;
}

static inline void workbench_drop_if_unused(Cluster *cluster, const Subscription *subscription) {
  if (subscription->subscribed || !cluster_is_zero(cluster, subscription->held)) return;
  workbench_drop_subscription(cluster, &cluster->roles[subscription->role], subscription->framework);
}

static inline int workbench_revocable_of(const Cluster *cluster, int key) {
  int other = 0;
  while (!cluster->keys[other].revocable || strcmp(cluster->keys[other].name, cluster->keys[key].name) != 0) other++;
  return other;
}

static inline Holding *workbench_holding(Agent *agent, int framework, int role) {
  for (int i = 0; i < agent->holding_count; i++) {
    Holding *holding = &agent->holdings[i];
    if (holding->framework == framework && holding->role == role) return holding;
  }
  return NULL;
}

static inline void workbench_drop_holding(Agent *agent, Holding *holding) {
  free(holding->held);
  free(holding->offered);
  for (int i = 0; i < holding->lent_count; i++) free(holding->lent[i].amounts);
  free(holding->lent);
  *holding = agent->holdings[--agent->holding_count];
}

/* Takes (or, with a negative amount, gives back) an agent's resources. */
static inline void workbench_take(Cluster *cluster, Agent *agent, int key, double amount) {
  double before = cluster_available(agent, key);
  agent->taken[key] += amount;
  if (cluster->keys[key].plain == key) cluster->free[key] += cluster_available(agent, key) - before;
}

static inline void workbench_hold(Cluster *cluster, int framework, int role, Agent *agent, int key, double amount) {
  int plain = cluster->keys[key].plain;
  Holding *holding = workbench_holding(agent, framework, role);
  if (holding == NULL) {
    WORKBENCH_GROW(Holding, agent->holdings, agent->holding_count);
    holding = &agent->holdings[agent->holding_count++];
    memset(holding, 0, sizeof(*holding));
    holding->framework = framework;
    holding->role = role;
    holding->held = workbench_keep(cluster, NULL);
    holding->offered = workbench_keep(cluster, NULL);
  }
  holding->held[key] += amount;
  cluster->roles[role].held[plain] += amount;
  Subscription *subscription = workbench_subscription(cluster, framework, role);
  subscription->held[plain] += amount;
  if (key == plain) cluster->roles[role].used[key] += amount;
  workbench_touch_shares(cluster, subscription);
}

static inline void workbench_count(Cluster *cluster, const Use *use) {
  Subscription *subscription = workbench_subscription(cluster, use->framework, use->role);
  cluster->roles[use->role].count++;
  subscription->count++;
  workbench_touch_shares(cluster, subscription);
  for (int key = 0; key < cluster->key_count; key++) {
    if (use->resources[key] <= 0) continue;
    workbench_hold(cluster, use->framework, use->role, &cluster->agents[use->agent], key, use->resources[key]);
  }
}

/* What a framework uses that is there now is counted; what was used on an agent that goes is forgotten. */
static inline void workbench_settle_awaited(Cluster *cluster, int framework, int agent) {
  int kept = 0;
  for (int i = 0; i < cluster->awaited_count; i++) {
    Use use = cluster->awaited[i];
    if (use.framework != framework && use.agent != agent) {
      cluster->awaited[kept++] = use;
      continue;
    }
    if (use.framework == framework) workbench_count(cluster, &use);
    free(use.resources);
  }
  cluster->awaited_count = kept;
}

/* Offered and not answered yet (or, with a negative amount, answered now). */
static inline void workbench_await(Cluster *cluster, int framework, int role, Agent *agent, int key, double amount) {
  Holding *holding = workbench_holding(agent, framework, role);
  if (holding == NULL) return;
  holding->offered[key] += amount;
  workbench_subscription(cluster, framework, role)->offered[cluster->keys[key].plain] += amount;
}

/* What others lend to a framework and its role (or, with a negative amount, have back). */
static inline void workbench_borrow(Cluster *cluster, int framework, int role, int plain, double amount) {
  cluster->roles[role].borrowed[plain] += amount;
  workbench_subscription(cluster, framework, role)->borrowed[plain] += amount;
}

static inline void workbench_lend(Cluster *cluster, int framework, int role, Agent *agent, int owner, int key,
                                  double amount) {
  Holding *holding = workbench_holding(agent, framework, role);
  int at = 0;
  while (at < holding->lent_count && holding->lent[at].owner < owner) at++;
  if (at == holding->lent_count || holding->lent[at].owner != owner) {
    WORKBENCH_GROW(Loan, holding->lent, holding->lent_count);
    for (int i = holding->lent_count++; i > at; i--) holding->lent[i] = holding->lent[i - 1];
    holding->lent[at].owner = owner;
    holding->lent[at].amounts = workbench_keep(cluster, NULL);
  }
  holding->lent[at].amounts[key] += amount;
  cluster->roles[owner].lent[cluster->keys[key].plain] += amount;
  workbench_borrow(cluster, framework, role, cluster->keys[key].plain, amount);
}

static inline double workbench_return_lent(Cluster *cluster, Agent *agent, Holding *holding, int revocable_key,
                                           double amount) {
  int plain = cluster->keys[revocable_key].plain;
  double returned = 0;
  for (int i = 0; i < holding->lent_count; i++) {
    Loan *loan = &holding->lent[i];
    for (int key = 0; key < cluster->key_count; key++) {
      if (cluster->keys[key].plain != plain) continue;
      double left = amount - returned;
      double part = loan->amounts[key] < left ? loan->amounts[key] : left;
      loan->amounts[key] -= part;
      cluster->roles[loan->owner].lent[plain] -= part;
      workbench_borrow(cluster, holding->framework, holding->role, plain, -part);
      workbench_take(cluster, agent, key, -part);
      returned += part;
    }
  }
  return returned;
}

/* Gives back: of revocable amounts first what is lent, owners by id, then the agent's own (as the host's ledger does). */
static inline void workbench_release(Cluster *cluster, Agent *agent, Holding *holding, const double *resources,
                                     const double *unanswered) {
  int framework = holding->framework, role = holding->role;
  for (int key = 0; key < cluster->key_count; key++) {
    double amount = resources[key], own = amount;
    if (amount <= 0) continue;
    workbench_await(cluster, framework, role, agent, key, -unanswered[key]);
    workbench_hold(cluster, framework, role, agent, key, -amount);
    if (cluster->keys[key].revocable) own -= workbench_return_lent(cluster, agent, holding, key, amount);
    workbench_take(cluster, agent, key, -own);
  }
  if (cluster_is_zero(cluster, holding->held)) workbench_drop_holding(agent, holding);
  workbench_drop_if_unused(cluster, workbench_subscription(cluster, framework, role));
}

/* Releases what one framework holds on an agent, or with NO_ID all that is held there. */
static inline void workbench_release_all(Cluster *cluster, Agent *agent, int framework) {
  for (int i = agent->holding_count - 1; i >= 0; i--) {
    Holding *holding = &agent->holdings[i];
    if (framework != NO_ID && holding->framework != framework) continue;
    Vector held = cluster_copy(cluster, holding->held);
    workbench_release(cluster, agent, holding, held, cluster_copy(cluster, holding->offered));
  }
}

static inline void workbench_clear_filters(Cluster *cluster, int framework, int role) {
  for (int i = 0; i < cluster->agent_count; i++) {
    Agent *agent = &cluster->agents[i];
    int kept = 0;
    for (int j = 0; j < agent->filter_count; j++) {
      Filter filter = agent->filters[j];
      if (filter.framework == framework && filter.role == role) free(filter.refused);
      else agent->filters[kept++] = filter;
    }
    agent->filter_count = kept;
  }
}

/* Ends one task, or with NO_ID all of a framework or of an agent. */
static inline void workbench_end_tasks(Cluster *cluster, int id, int framework, int agent) {
  int kept = 0;
  for (int i = 0; i < cluster->task_count; i++) {
    Task *task = cluster->tasks[i];
    if (task->id != id && task->framework != framework && task->agent != agent) {
      cluster->tasks[kept++] = task;
      continue;
    }
    free(task->resources);
    free(task);
  }
  cluster->task_count = kept;
}

#endif
