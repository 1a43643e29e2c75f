/*
 * Preemptive oversubscription: idle guarantees are lent out as revocable resources and taken back when their owner needs
 * them. What Mesos' hierarchical DRF cannot do: it keeps an unused guarantee idle, and never takes anything back.
 *
 * Five steps, in this order, each call:
 *   1. measure  what each guaranteed role still needs of its guarantee (its demand that is not met yet)
 *   2. serve    free resources go to those roles first, no more than they need
 *   3. share    what no guarantee covers goes to all frameworks by dominant share
 *   4. lend     what is left is an idle guarantee: it is offered, revocable, to whoever can take that
 *   5. reclaim  a need that free resources did not meet is met by taking lent ones back, with a deadline
 *
 * Rules P1 to P7 of the oversubscription facts. Scope: top-level roles and unreserved resources.
 * The same algorithm, step for step, stands beside this file in TypeScript, Lua, Python and JavaScript.
 *
 * Parameters: graceSeconds (30), how long a victim has to finish; minimumRuntimeSeconds (0), younger tasks are spared.
 */
#include <math.h>
#include <workbench/sdk.h>

/* The agents that may be offered, by id. */
typedef struct Candidates {
  const int *agents;
  int count;
} Candidates;

/* A list of tasks, for this call. */
typedef struct Pile {
  Task **tasks;
  int count;
} Pile;

/* Declared first, so that the steps can stand in the order in which they run. */
static Vector *measure_needs(Cluster *cluster);
static Vector need_of(Cluster *cluster, const Role *role);
static double unused_guarantee(const Role *role, int key);
static bool has_free_resources(const Cluster *cluster, Candidates candidates);
static void serve_guarantees(Cluster *cluster, Candidates candidates, Vector *needs);
static void serve_role(Cluster *cluster, int agent, const Role *role, Vector need);
static bool holds_one_task(const Cluster *cluster, const Subscription *subscription, const double *offer);
static void share_surplus(Cluster *cluster, Candidates candidates);
static void share_with_role(Cluster *cluster, int agent, const Role *role, Vector surplus);
static double room_under_limit(const Role *role, int key);
static void lend_idle_guarantees(Cluster *cluster, Candidates candidates, Vector *needs);
static void lend_to_role(Cluster *cluster, int agent, const Role *owner, const Role *role, Vector *needs);
static double idle_guarantee(const Role *owner, Vector *needs, int key);
static RoleList owners_by_idle(Cluster *cluster, Vector *needs);
static double most_idle(const Cluster *cluster, const Role *role, Vector *needs);
static void reclaim_lent(Cluster *cluster, Vector *needs);
static void reclaim_for_request(Cluster *cluster, const Role *role, const Request *request, Vector open);
static Vector subtract_under_way(Cluster *cluster, const Role *role, const double *need);
static bool clear_room(Cluster *cluster, const Role *role, const Request *request);
static Pile pile_of(Cluster *cluster, Pile victims, int count, int agent);
static Pile victims_by_worth(Cluster *cluster, const Role *role);
static int compare_worths(const void *left, const void *right);
static Pile without_spared(Cluster *cluster, int agent, Pile pile, const Request *request);
static Pile without(Cluster *cluster, Pile pile, const Task *task);
static bool makes_room(const Cluster *cluster, int agent, Pile pile, const Request *request);
static double size(const Cluster *cluster, const Task *task);
static Vector cut(Cluster *cluster, int agent, const double *most);
static bool is_wanted(const Cluster *cluster, const Subscription *subscription, int agent, const double *offer);
static Vector as_revocable(Cluster *cluster, const double *amounts);
static bool fits(const Cluster *cluster, const double *part, const double *whole);
static bool is_any_above(const Cluster *cluster, const double *amounts);
static void subtract(const Cluster *cluster, Vector from, const double *amounts);
static double seconds(const Cluster *cluster, const char *parameter, double otherwise);
static double least(double a, double b);
static double above_zero(double amount);

static void decide(Cluster *cluster, const int *agents, int count) {
  Candidates candidates = {agents, count};
  Vector *needs = measure_needs(cluster);
  if (has_free_resources(cluster, candidates)) {
    serve_guarantees(cluster, candidates, needs);
    share_surplus(cluster, candidates);
    lend_idle_guarantees(cluster, candidates, needs);
  }
  reclaim_lent(cluster, needs);
}

WORKBENCH_ALLOCATOR(preemptive_oversubscription, "Allocator workbench", "",
                    "Lends idle guarantees as revocable resources and takes them back when their owner needs them",
                    WORKBENCH_TRIGGER_REQUEST_RESOURCES, decide)

/* For each plain key, as `key`. */
#define EACH_PLAIN_KEY(cluster, key) \
  for (int i_ = 0, key = 0; i_ < (cluster)->plain_key_count && (key = (cluster)->plain_keys[i_], 1); i_++)

/* ---- 1. Measure -------------------------------------------------------------------------------------------------- */

/* By role id: demand within the guarantee that nothing in use or on offer meets; NULL for roles without a guarantee. */
static Vector *measure_needs(Cluster *cluster) {
  Vector *needs = (Vector *)cluster_scratch(cluster, (size_t)cluster->role_count * sizeof(Vector));
  for (int i = 0; i < cluster->role_count; i++) {
    needs[i] = cluster->roles[i].guarantee == NULL ? NULL : need_of(cluster, &cluster->roles[i]);
  }
  return needs;
}

static Vector need_of(Cluster *cluster, const Role *role) {
  Vector need = cluster_zeros(cluster);
  for (int i = 0; i < role->subscription_count; i++) {
    const Subscription *subscription = role->subscriptions[i];
    const Framework *framework = &cluster->frameworks[subscription->framework];
    if (!cluster_wants_offers(cluster, subscription)) continue;
    for (int j = 0; j < framework->request_count; j++) {
      const Request *request = &framework->requests[j];
      if (request->role != role->id) continue;
      EACH_PLAIN_KEY(cluster, key) need[key] += request->count * request->resources[key];
    }
    EACH_PLAIN_KEY(cluster, key) need[key] = above_zero(need[key] - subscription->offered[key]);
  }
  EACH_PLAIN_KEY(cluster, key) need[key] = least(need[key], unused_guarantee(role, key));
  return need;
}

static double unused_guarantee(const Role *role, int key) {
  return role->guarantee == NULL ? 0 : above_zero(role->guarantee[key] - role->used[key]);
}

static bool has_free_resources(const Cluster *cluster, Candidates candidates) {
  if (!is_any_above(cluster, cluster->free)) return false;
  for (int i = 0; i < candidates.count; i++) {
    const Agent *agent = &cluster->agents[candidates.agents[i]];
    EACH_PLAIN_KEY(cluster, key) {
      if (cluster_available(agent, key) > 0) return true;
    }
  }
  return false;
}

/* ---- 2. Serve ---------------------------------------------------------------------------------------------------- */

static void serve_guarantees(Cluster *cluster, Candidates candidates, Vector *needs) {
  bool is_any_needed = false;
  for (int i = 0; i < cluster->role_count; i++) {
    if (needs[i] != NULL && is_any_above(cluster, needs[i])) is_any_needed = true;
  }
  if (!is_any_needed) return;
  for (int i = 0; i < candidates.count; i++) {
    RoleList roles = cluster_roles_by_share(cluster);
    for (int j = 0; j < roles.count; j++) {
      Vector need = needs[roles.items[j]->id];
      if (need == NULL || !is_any_above(cluster, need)) continue;
      serve_role(cluster, candidates.agents[i], roles.items[j], need);
    }
  }
}

static void serve_role(Cluster *cluster, int agent, const Role *role, Vector need) {
  SubscriptionList subscriptions = cluster_subscriptions_by_share(cluster, role);
  for (int i = 0; i < subscriptions.count; i++) {
    const Subscription *subscription = subscriptions.items[i];
    Vector most = cluster_zeros(cluster);
    EACH_PLAIN_KEY(cluster, key) most[key] = least(need[key], room_under_limit(role, key));
    Vector offer = cut(cluster, agent, most);
    if (!holds_one_task(cluster, subscription, offer) || !is_wanted(cluster, subscription, agent, offer)) continue;
    cluster_offer(cluster, subscription->framework, role->id, agent, offer, NO_ID);
    cluster_explain(cluster, cluster_format(cluster, "%s needs it of its guarantee", role->name));
    subtract(cluster, need, offer);
  }
}

static bool holds_one_task(const Cluster *cluster, const Subscription *subscription, const double *offer) {
  const Framework *framework = &cluster->frameworks[subscription->framework];
  for (int i = 0; i < framework->request_count; i++) {
    const Request *request = &framework->requests[i];
    if (request->role == subscription->role && fits(cluster, request->resources, offer)) return true;
  }
  return false;
}

/* ---- 3. Share ---------------------------------------------------------------------------------------------------- */

/* The surplus is what stays free when every unused guarantee that is not lent is set aside. Limits hold for all. */
static void share_surplus(Cluster *cluster, Candidates candidates) {
  Vector surplus = cluster_zeros(cluster);
  EACH_PLAIN_KEY(cluster, key) {
    double set_aside = 0;
    for (int i = 0; i < cluster->role_count; i++) {
      const Role *role = &cluster->roles[i];
      set_aside += above_zero(unused_guarantee(role, key) - role->lent[key]);
    }
    surplus[key] = above_zero(cluster->free[key] - set_aside);
  }
  for (int i = 0; i < candidates.count; i++) {
    if (!is_any_above(cluster, surplus)) return;
    RoleList roles = cluster_roles_by_share(cluster);
    for (int j = 0; j < roles.count; j++) share_with_role(cluster, candidates.agents[i], roles.items[j], surplus);
  }
}

static void share_with_role(Cluster *cluster, int agent, const Role *role, Vector surplus) {
  SubscriptionList subscriptions = cluster_subscriptions_by_share(cluster, role);
  for (int i = 0; i < subscriptions.count; i++) {
    const Subscription *subscription = subscriptions.items[i];
    Vector most = cluster_zeros(cluster);
    EACH_PLAIN_KEY(cluster, key) most[key] = least(surplus[key], room_under_limit(role, key));
    Vector offer = cut(cluster, agent, most);
    if (!is_wanted(cluster, subscription, agent, offer)) continue;
    cluster_offer(cluster, subscription->framework, role->id, agent, offer, NO_ID);
    cluster_explain(cluster, "no guarantee needs it");
    subtract(cluster, surplus, offer);
  }
}

static double room_under_limit(const Role *role, int key) {
  if (role->limit == NULL || role->limit[key] < 0) return HUGE_VAL;
  return above_zero(role->limit[key] - role->used[key]);
}

/* ---- 4. Lend ----------------------------------------------------------------------------------------------------- */

/* An owner lends what it neither uses nor needs, and has not lent yet; the one with most to lend comes first. */
static void lend_idle_guarantees(Cluster *cluster, Candidates candidates, Vector *needs) {
  for (int i = 0; i < candidates.count; i++) {
    RoleList owners = owners_by_idle(cluster, needs);
    for (int j = 0; j < owners.count; j++) {
      RoleList roles = cluster_roles_by_share(cluster);
      for (int k = 0; k < roles.count; k++) {
        if (roles.items[k]->id == owners.items[j]->id) continue;
        lend_to_role(cluster, candidates.agents[i], owners.items[j], roles.items[k], needs);
      }
    }
  }
}

static void lend_to_role(Cluster *cluster, int agent, const Role *owner, const Role *role, Vector *needs) {
  SubscriptionList subscriptions = cluster_subscriptions_by_share(cluster, role);
  for (int i = 0; i < subscriptions.count; i++) {
    const Subscription *subscription = subscriptions.items[i];
    int framework = subscription->framework;
    if (!cluster->frameworks[framework].revocable) continue;
    if (cluster_lends_from_other(cluster, framework, role->id, agent, owner->id)) continue;
    Vector most = cluster_zeros(cluster);
    EACH_PLAIN_KEY(cluster, key) most[key] = idle_guarantee(owner, needs, key);
    Vector offer = cut(cluster, agent, most);
    if (!is_wanted(cluster, subscription, agent, as_revocable(cluster, offer))) continue;
    cluster_offer(cluster, framework, role->id, agent, offer, owner->id);
    cluster_explain(cluster, cluster_format(cluster, "%s does not need it now", owner->name));
  }
}

static double idle_guarantee(const Role *owner, Vector *needs, int key) {
  return above_zero(unused_guarantee(owner, key) - needs[owner->id][key] - owner->lent[key]);
}

/* Few owners: each is put in its place among those before it. */
static RoleList owners_by_idle(Cluster *cluster, Vector *needs) {
  RoleList owners = {0, (Role **)cluster_scratch(cluster, (size_t)cluster->role_count * sizeof(Role *))};
  for (int i = 0; i < cluster->role_count; i++) {
    Role *role = &cluster->roles[i];
    double idle = role->guarantee == NULL ? 0 : most_idle(cluster, role, needs);
    if (idle <= 0) continue;
    int at = owners.count++;
    for (; at > 0 && most_idle(cluster, owners.items[at - 1], needs) < idle; at--) {
      owners.items[at] = owners.items[at - 1];
    }
    owners.items[at] = role;
  }
  return owners;
}

static double most_idle(const Cluster *cluster, const Role *role, Vector *needs) {
  double most = 0;
  EACH_PLAIN_KEY(cluster, key) {
    double share = cluster->total[key] > 0 ? idle_guarantee(role, needs, key) / cluster->total[key] : 0;
    if (share > most) most = share;
  }
  return most;
}

/* ---- 5. Reclaim -------------------------------------------------------------------------------------------------- */

/* For each task that waits within its role's guarantee: the agent that can be cleared for it with the least worthy victims. */
static void reclaim_lent(Cluster *cluster, Vector *needs) {
  RoleList roles = cluster_roles_by_share(cluster);
  for (int i = 0; i < roles.count; i++) {
    const Role *role = roles.items[i];
    const double *need = needs[role->id];
    if (need == NULL || !is_any_above(cluster, need)) continue;
    Vector open = subtract_under_way(cluster, role, need);
    SubscriptionList subscriptions = cluster_subscriptions_by_share(cluster, role);
    for (int j = 0; j < subscriptions.count; j++) {
      const Framework *framework = &cluster->frameworks[subscriptions.items[j]->framework];
      for (int k = 0; k < framework->request_count; k++) {
        const Request *request = &framework->requests[k];
        if (request->role == role->id) reclaim_for_request(cluster, role, request, open);
      }
    }
  }
}

static void reclaim_for_request(Cluster *cluster, const Role *role, const Request *request, Vector open) {
  for (double n = request->count; n > 0 && fits(cluster, request->resources, open); n--) {
    if (!clear_room(cluster, role, request)) return;
    subtract(cluster, open, request->resources);
  }
}

/* The need that no revocation under way will meet. */
static Vector subtract_under_way(Cluster *cluster, const Role *role, const double *need) {
  Vector open = cluster_copy(cluster, need);
  for (int i = 0; i < cluster->task_count; i++) {
    const Task *task = cluster->tasks[i];
    if (task->reclaimed_for != role->id) continue;
    EACH_PLAIN_KEY(cluster, key) open[key] = above_zero(open[key] - cluster_quantity(cluster, task->resources, key));
  }
  return open;
}

/* Walks the victims from the least worthy on, until those met on one agent make room for the task; takes back just those. */
static bool clear_room(Cluster *cluster, const Role *role, const Request *request) {
  Pile victims = victims_by_worth(cluster, role);
  for (int i = 0; i < victims.count; i++) {
    int agent = victims.tasks[i]->agent;
    Pile pile = pile_of(cluster, victims, i + 1, agent);
    if (!makes_room(cluster, agent, pile, request)) continue;
    Pile taken = without_spared(cluster, agent, pile, request);
    for (int j = 0; j < taken.count; j++) {
      cluster_revoke(cluster, taken.tasks[j], cluster->t + seconds(cluster, "graceSeconds", 30), role->id);
      cluster_explain(cluster, cluster_format(cluster, "a task of %s waits for it", role->name));
    }
    return true;
  }
  return false;
}

/* Those of the first `count` victims that run on one agent. */
static Pile pile_of(Cluster *cluster, Pile victims, int count, int agent) {
  Pile pile = {(Task **)cluster_scratch(cluster, (size_t)count * sizeof(Task *)), 0};
  for (int i = 0; i < count; i++) {
    if (victims.tasks[i]->agent == agent) pile.tasks[pile.count++] = victims.tasks[i];
  }
  return pile;
}

/* What a victim is worth, in the order in which it counts. */
typedef struct Worth {
  double weight, share, started_at, size;
  int id;
  Task *task;
} Worth;

/* Only revocable tasks of other roles (P7): lowest weight, then largest share, then youngest, then largest, then id (P3). */
static Pile victims_by_worth(Cluster *cluster, const Role *role) {
  double youngest_allowed = cluster->t - seconds(cluster, "minimumRuntimeSeconds", 0);
  size_t most = (size_t)cluster->task_count;
  Worth *worths = (Worth *)cluster_scratch(cluster, most * sizeof(Worth));
  Pile victims = {(Task **)cluster_scratch(cluster, most * sizeof(Task *)), 0};
  for (int i = 0; i < cluster->task_count; i++) {
    Task *task = cluster->tasks[i];
    if (!task->revocable || task->reclaimed_for != NO_ID || task->role == role->id) continue;
    if (task->started_at > youngest_allowed) continue;
    const Role *its_role = &cluster->roles[task->role];
    Worth worth = {its_role->weight, cluster_role_share(cluster, its_role), task->started_at, size(cluster, task),
                   task->id, task};
    worths[victims.count++] = worth;
  }
  qsort(worths, (size_t)victims.count, sizeof(Worth), compare_worths);
  for (int i = 0; i < victims.count; i++) victims.tasks[i] = worths[i].task;
  return victims;
}

static int compare_worths(const void *left, const void *right) {
  const Worth *a = (const Worth *)left, *b = (const Worth *)right;
  if (a->weight != b->weight) return a->weight < b->weight ? -1 : 1;
  if (a->share != b->share) return a->share > b->share ? -1 : 1;
  if (a->started_at != b->started_at) return a->started_at > b->started_at ? -1 : 1;
  if (a->size != b->size) return a->size > b->size ? -1 : 1;
  return a->id < b->id ? -1 : a->id > b->id;
}

/* A victim without which there is still room is spared, the most worthy first (P5). */
static Pile without_spared(Cluster *cluster, int agent, Pile pile, const Request *request) {
  Pile kept = pile;
  for (int i = pile.count - 1; i >= 0; i--) {
    Pile fewer = without(cluster, kept, pile.tasks[i]);
    if (makes_room(cluster, agent, fewer, request)) kept = fewer;
  }
  return kept;
}

static Pile without(Cluster *cluster, Pile pile, const Task *task) {
  Pile fewer = {(Task **)cluster_scratch(cluster, (size_t)pile.count * sizeof(Task *)), 0};
  for (int i = 0; i < pile.count; i++) {
    if (pile.tasks[i] != task) fewer.tasks[fewer.count++] = pile.tasks[i];
  }
  return fewer;
}

/* What is free where a revocation is under way is spoken for. */
static bool makes_room(const Cluster *cluster, int agent, Pile pile, const Request *request) {
  bool spoken_for = false;
  for (int i = 0; i < cluster->task_count; i++) {
    const Task *task = cluster->tasks[i];
    if (task->agent == agent && task->reclaimed_for != NO_ID) spoken_for = true;
  }
  EACH_PLAIN_KEY(cluster, key) {
    double room = spoken_for ? 0 : cluster_available(&cluster->agents[agent], key);
    for (int i = 0; i < pile.count; i++) room += cluster_quantity(cluster, pile.tasks[i]->resources, key);
    if (request->resources[key] > room) return false;
  }
  return true;
}

/* The dominant share of one task. */
static double size(const Cluster *cluster, const Task *task) {
  double largest = 0;
  EACH_PLAIN_KEY(cluster, key) {
    double quantity = cluster_quantity(cluster, task->resources, key);
    double share = cluster->total[key] > 0 ? quantity / cluster->total[key] : 0;
    if (share > largest) largest = share;
  }
  return largest;
}

/* ---- Amounts ----------------------------------------------------------------------------------------------------- */

/* What is available on an agent, each key cut to at most `most`. */
static Vector cut(Cluster *cluster, int agent, const double *most) {
  Vector amounts = cluster_zeros(cluster);
  EACH_PLAIN_KEY(cluster, key) amounts[key] = least(cluster_available(&cluster->agents[agent], key), most[key]);
  return amounts;
}

/* Worth an offer, not refused a while ago, and the framework may use this agent. */
static bool is_wanted(const Cluster *cluster, const Subscription *subscription, int agent, const double *offer) {
  int framework = subscription->framework;
  if (!cluster_is_allocatable(cluster, offer)) return false;
  if (cluster_is_filtered(cluster, framework, subscription->role, agent, offer)) return false;
  return !cluster_is_gpu_agent_closed_to(cluster, &cluster->agents[agent], &cluster->frameworks[framework]);
}

/* The same amounts under the revocable keys. */
static Vector as_revocable(Cluster *cluster, const double *amounts) {
  Vector revocable = cluster_zeros(cluster);
  for (int key = 0; key < cluster->key_count; key++) {
    if (cluster->keys[key].revocable) revocable[key] = amounts[cluster->keys[key].plain];
  }
  return revocable;
}

static bool fits(const Cluster *cluster, const double *part, const double *whole) {
  EACH_PLAIN_KEY(cluster, key) {
    if (part[key] > whole[key]) return false;
  }
  return true;
}

static bool is_any_above(const Cluster *cluster, const double *amounts) {
  for (int key = 0; key < cluster->key_count; key++) {
    if (amounts[key] > 0) return true;
  }
  return false;
}

static void subtract(const Cluster *cluster, Vector from, const double *amounts) {
  EACH_PLAIN_KEY(cluster, key) from[key] -= amounts[key];
}

static double seconds(const Cluster *cluster, const char *parameter, double otherwise) {
  return floor(cluster_number(cluster, parameter, otherwise) * 1e6 + 0.5);
}

static double least(double a, double b) { return a < b ? a : b; }
static double above_zero(double amount) { return amount > 0 ? amount : 0; }
