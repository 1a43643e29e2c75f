/*
 * The DRF sorter: lowest share first, then fewest offers, then name. The order is kept from one question to the next: an
 * offer moves one of many, and to sort all of them again for each agent was nine tenths of a cycle with 200 frameworks.
 */
#ifndef WORKBENCH_SDK_SHARE_ORDER_H
#define WORKBENCH_SDK_SHARE_ORDER_H

#include <stdlib.h>
#include <string.h>
#include <workbench/sdk/memory.h>

/* Up to so many items are each put in their place; of more, all are sorted. */
enum { WORKBENCH_MOST_MOVED = 8 };

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

/* What of it does not count in shares: what is lent to it, or nothing (NULL). */
static inline const double *workbench_uncounted(const Cluster *cluster, const double *borrowed) {
  return cluster->count_lent_in_shares ? NULL : borrowed;
}

static inline double workbench_dominant_share(const Cluster *cluster, const double *held,
                                              const double *uncounted) {
  double share = 0;
  for (int i = 0; i < cluster->plain_key_count; i++) {
    int key = cluster->plain_keys[i];
    if (cluster->total[key] <= 0 || workbench_is_excluded(cluster, key)) continue;
    double counted = uncounted == NULL ? held[key] : held[key] - uncounted[key];
    double ratio = counted / cluster->total[key];
    if (ratio > share) share = ratio;
  }
  return share;
}

/* The role's dominant share: the largest held / total over the resource names, divided by the role's weight. */
static inline double cluster_role_share(const Cluster *cluster, const Role *role) {
  return workbench_dominant_share(cluster, role->held, workbench_uncounted(cluster, role->borrowed)) / role->weight;
}

/* The framework's dominant share within a role. */
static inline double cluster_subscription_share(const Cluster *cluster, const Subscription *subscription) {
  return workbench_dominant_share(cluster, subscription->held, workbench_uncounted(cluster, subscription->borrowed));
}

static inline void workbench_place(const Cluster *cluster, WorkbenchRank *rank) {
  if (rank->role != NULL) {
    rank->share = cluster_role_share(cluster, rank->role);
    rank->count = rank->role->count;
  } else {
    rank->share = cluster_subscription_share(cluster, rank->subscription);
    rank->count = rank->subscription->count;
  }
}

static inline int workbench_compare_ranks(const void *left, const void *right) {
  const WorkbenchRank *a = *(WorkbenchRank *const *)left, *b = *(WorkbenchRank *const *)right;
  if (a->share != b->share) return a->share < b->share ? -1 : 1;
  if (a->count != b->count) return a->count < b->count ? -1 : 1;
  return a->id < b->id ? -1 : a->id > b->id;
}

/* Somebody came or left, or all shares may be others than they were. */
static inline void workbench_reset_order(WorkbenchOrder *order) {
  for (int i = 0; i < order->count; i++) {
    order->items[i]->is_listed = false;
    order->items[i]->is_moved = false;
  }
  order->count = 0;
  order->moved_count = 0;
  order->is_known = false;
}

static inline void workbench_reset_order_of(Cluster *cluster, Role *role) {
  workbench_reset_order(&role->order);
  workbench_reset_order(&cluster->role_order);
}

static inline void workbench_reset_orders(Cluster *cluster) {
  workbench_reset_order(&cluster->role_order);
  for (int i = 0; i < cluster->role_count; i++) workbench_reset_order(&cluster->roles[i].order);
}

static inline void workbench_touch(WorkbenchOrder *order, WorkbenchRank *rank) {
  if (rank->is_moved || !rank->is_listed) return;
  rank->is_moved = true;
  order->moved[order->moved_count++] = rank;
}

/* What a framework holds in a role has changed, or how often it was made an offer there. */
static inline void workbench_touch_shares(Cluster *cluster, Subscription *subscription) {
  Role *role = &cluster->roles[subscription->role];
  workbench_touch(&cluster->role_order, &role->rank);
  workbench_touch(&role->order, &subscription->rank);
}

static inline void workbench_sort(const Cluster *cluster, WorkbenchOrder *order) {
  for (int i = 0; i < order->count; i++) workbench_place(cluster, order->items[i]);
  qsort(order->items, (size_t)order->count, sizeof(WorkbenchRank *), workbench_compare_ranks);
}

static inline void workbench_take_out(WorkbenchOrder *order, const WorkbenchRank *rank) {
  int at = 0;
  while (order->items[at] != rank) at++;
  order->count--;
  memmove(&order->items[at], &order->items[at + 1], (size_t)(order->count - at) * sizeof(WorkbenchRank *));
}

static inline void workbench_put_in(WorkbenchOrder *order, WorkbenchRank *rank) {
  int low = 0, high = order->count;
  while (low < high) {
    int middle = (low + high) / 2;
    if (workbench_compare_ranks(&order->items[middle], &rank) < 0) low = middle + 1;
    else high = middle;
  }
  memmove(&order->items[low + 1], &order->items[low], (size_t)(order->count - low) * sizeof(WorkbenchRank *));
  order->items[low] = rank;
  order->count++;
}

static inline void workbench_rearrange(const Cluster *cluster, WorkbenchOrder *order) {
  int moved = order->moved_count;
  order->moved_count = 0;
  for (int i = 0; i < moved; i++) order->moved[i]->is_moved = false;
  if (moved > WORKBENCH_MOST_MOVED) {
    workbench_sort(cluster, order);
    return;
  }
  for (int i = 0; i < moved; i++) workbench_take_out(order, order->moved[i]);
  for (int i = 0; i < moved; i++) {
    workbench_place(cluster, order->moved[i]);
    workbench_put_in(order, order->moved[i]);
  }
}

/* Room for all who could ever be in it. */
static inline void workbench_begin_order(WorkbenchOrder *order, int most) {
  if (most > order->room) {
    order->items = (WorkbenchRank **)workbench_memory(order->items, 0, (size_t)most * sizeof(WorkbenchRank *));
    order->moved = (WorkbenchRank **)workbench_memory(order->moved, 0, (size_t)most * sizeof(WorkbenchRank *));
    order->room = most;
  }
  order->is_known = true;
}

static inline void workbench_list_rank(WorkbenchOrder *order, WorkbenchRank *rank) {
  rank->is_listed = true;
  order->items[order->count++] = rank;
}

static inline bool workbench_has_wanting(const Cluster *cluster, const Role *role) {
  for (int i = 0; i < role->subscription_count; i++) {
    if (cluster_wants_offers(cluster, role->subscriptions[i])) return true;
  }
  return false;
}

/* Roles that have a framework which wants offers; lowest share first, then fewest offers, then name. */
static inline RoleList cluster_roles_by_share(Cluster *cluster) {
  WorkbenchOrder *order = &cluster->role_order;
  if (!order->is_known) {
    workbench_begin_order(order, cluster->role_count);
    for (int i = 0; i < cluster->role_count; i++) {
      Role *role = &cluster->roles[i];
      if (workbench_has_wanting(cluster, role)) workbench_list_rank(order, &role->rank);
    }
    workbench_sort(cluster, order);
  } else if (order->moved_count > 0) {
    workbench_rearrange(cluster, order);
  }
  RoleList list = {order->count, (Role **)cluster_scratch(cluster, (size_t)order->count * sizeof(Role *))};
  for (int i = 0; i < list.count; i++) list.items[i] = order->items[i]->role;
  return list;
}

static inline const WorkbenchOrder *workbench_order_in(Cluster *cluster, const Role *role) {
  WorkbenchOrder *order = &cluster->roles[role->id].order;
  if (!order->is_known) {
    workbench_begin_order(order, role->subscription_count);
    for (int i = 0; i < role->subscription_count; i++) {
      Subscription *subscription = role->subscriptions[i];
      if (cluster_wants_offers(cluster, subscription)) workbench_list_rank(order, &subscription->rank);
    }
    workbench_sort(cluster, order);
  } else if (order->moved_count > 0) {
    workbench_rearrange(cluster, order);
  }
  return order;
}

/*
 * The subscriptions of a role that want offers; lowest share first, then fewest offers, then name. With NULL for the role
 * those of all roles, in the order of cluster_roles_by_share().
 */
static inline SubscriptionList cluster_subscriptions_by_share(Cluster *cluster, const Role *role) {
  Role *one[] = {role == NULL ? NULL : &cluster->roles[role->id]};
  RoleList roles = {1, one};
  if (role == NULL) roles = cluster_roles_by_share(cluster);
  int most = 0;
  for (int i = 0; i < roles.count; i++) most += workbench_order_in(cluster, roles.items[i])->count;
  SubscriptionList list = {0, (Subscription **)cluster_scratch(cluster, (size_t)most * sizeof(Subscription *))};
  for (int i = 0; i < roles.count; i++) {
    const WorkbenchOrder *order = &roles.items[i]->order;
    for (int j = 0; j < order->count; j++) list.items[list.count++] = order->items[j]->subscription;
  }
  return list;
}

#endif
