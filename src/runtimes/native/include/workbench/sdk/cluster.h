/* The nouns of the mirror. */
#ifndef WORKBENCH_SDK_CLUSTER_H
#define WORKBENCH_SDK_CLUSTER_H

#include <workbench/allocator.h>

#define NO_ID (-1)

typedef double *Vector;

/* What of a holding is lent by one role. */
typedef struct Loan {
  int owner;
  Vector amounts;
} Loan;

/* What one framework holds in one role on one agent, offered or in use. */
typedef struct Holding {
  int framework;
  int role;
  Vector held;    /* as offered: lent resources under their {REV} key */
  Vector offered; /* the part of it that the framework has not answered yet */
  Loan *lent;     /* by owner */
  int lent_count;
} Holding;

/* A framework refused these resources for a while. */
typedef struct Filter {
  int framework;
  int role;
  Vector refused;
  double made_at;
  double until;
} Filter;

typedef struct Agent {
  int id;
  const char *name;
  bool there, active, whitelisted;
  Vector total;
  Vector taken; /* offered or in use, lent resources under the key they come from */
  double unavailable_from; /* when its planned maintenance begins, -1 for none */
  double unavailable_for;  /* how long that lasts, -1 for good */
  Holding *holdings;
  int holding_count;
  Filter *filters;
  int filter_count;
} Agent;

typedef struct Role Role;
typedef struct Subscription Subscription;

/* Where a role stands among the roles, or a subscription in its role: the mirror's own business. */
typedef struct WorkbenchRank {
  Role *role; /* or NULL: then it is that of a subscription */
  Subscription *subscription;
  double share, count; /* as they were when it was put in its place */
  int id;
  bool is_listed, is_moved;
} WorkbenchRank;

typedef struct WorkbenchOrder {
  WorkbenchRank **items;
  int count, room;
  WorkbenchRank **moved;
  int moved_count;
  bool is_known;
} WorkbenchOrder;

/* A framework in a role. It stays while the framework holds something there, even when it has left the role. */
struct Subscription {
  int framework;
  int role;
  bool subscribed; /* it has not left the role */
  bool suppressed;
  Vector held;     /* as in Role */
  Vector borrowed; /* as in Role */
  Vector offered;  /* the part of it that the framework has not answered yet */
  double count;
  WorkbenchRank rank; /* the mirror's own business */
};

struct Role {
  int id;
  const char *name;
  double weight;
  Vector guarantee; /* by plain key; NULL when the role has no quota guarantee */
  Vector limit;     /* by plain key, -1 where there is no limit; NULL when the role has none */
  Vector held;      /* by plain key, whatever the kind: what its share is computed from (count_lent_in_shares) */
  Vector borrowed;  /* what of it others lend to it, by plain key */
  Vector used;      /* unreserved and not revocable: what counts against its quota */
  Vector lent;      /* what of its guarantee or reservations is lent to others, by plain key */
  double count;     /* offers made to it so far: breaks ties between equal shares */
  Subscription **subscriptions; /* by framework id */
  int subscription_count;
  WorkbenchRank rank; /* this and the next are the mirror's own business */
  WorkbenchOrder order;
};

/* Demand that a framework reported as unmet: `count` tasks of this size; counts down as such tasks start. */
typedef struct Request {
  int role;
  double count;
  bool gang;
  double priority;         /* -1: none given */
  double estimate_seconds; /* -1: none given */
  Vector resources;        /* of one task, by plain key */
} Request;

typedef struct Framework {
  int id;
  const char *name;
  bool there, active, revocable, gpus;
  Request *requests;
  int request_count;
} Framework;

typedef struct Task {
  int id, framework, role, agent;
  double started_at;
  Vector resources; /* as offered: lent resources under their {REV} key */
  bool revocable;
  int reclaimed_for; /* the role for which the task is being taken back, or NO_ID */
} Task;

/* Resources that a framework used on an agent before the agent joined. */
typedef struct Use {
  int framework, role, agent;
  Vector resources;
} Use;

/* An offer under construction; two offers of one call to the same framework, role and agent are one. */
typedef struct OfferDraft {
  int framework, role, agent;
  Vector resources;
  int owner; /* the role whose guarantee or reservation is lent, or NO_ID */
  Vector lent;
  const char *why; /* or NULL */
} OfferDraft;

typedef struct InverseOfferDraft {
  int framework, agent;
  Vector resources;
  double deadline;
  const char *why; /* or NULL */
} InverseOfferDraft;

typedef struct RevocationDraft {
  const Task *task;
  double deadline;
  const char *why; /* or NULL */
} RevocationDraft;

typedef enum WorkbenchDecision {
  WORKBENCH_NOTHING,
  WORKBENCH_OFFER,
  WORKBENCH_INVERSE_OFFER,
  WORKBENCH_REVOCATION
} WorkbenchDecision;

typedef struct MetricDraft {
  const char *name, *unit;
  double value;
} MetricDraft;

/* Of minAllocatable: all of these amounts. */
typedef struct Minimum {
  int count;
  int *keys;
  double *amounts;
} Minimum;

typedef struct RoleList {
  int count;
  Role **items;
} RoleList;

typedef struct SubscriptionList {
  int count;
  Subscription **items;
} SubscriptionList;

typedef struct RequestList {
  int count;
  Request **items;
} RequestList;

typedef struct TaskList {
  int count;
  Task **items;
} TaskList;

typedef struct ScratchBlock ScratchBlock;

typedef struct Cluster {
  double t;  /* virtual time of this call */
  bool tick; /* whether this call is the interval's tick */
  double allocation_interval;
  ResourceKey *keys;
  int key_count;
  int *plain_keys; /* ids of the unreserved, non-revocable keys */
  int plain_key_count;
  Agent *agents;
  int agent_count;
  Framework *frameworks;
  int framework_count;
  Role *roles;
  int role_count;
  Task **tasks; /* running ones, in the order in which they started */
  int task_count;
  Vector total; /* over all agents, by plain key, whatever the kind */
  Vector free;  /* unreserved, non-revocable resources that nobody holds, over all agents */
  void *data;   /* the allocator's own, NULL at first: what it remembers from one call to the next */

  /* The rest is the mirror's own business. */
  int parameter_count;
  char **parameter_keys, **parameter_values;
  Minimum *minima;
  int minimum_count;
  char **fairness_exclude;
  int fairness_exclude_count;
  bool count_lent_in_shares;
  bool filter_gpu_resources;
  WorkbenchOrder role_order;
  Use *awaited; /* of frameworks that are not there yet */
  int awaited_count;
  OfferDraft *offers;
  int offer_count;
  InverseOfferDraft *inverse_offers;
  int inverse_offer_count;
  RevocationDraft *revocations;
  int revocation_count;
  MetricDraft *metrics;
  int metric_count;
  WorkbenchDecision last_decision;
  int last_offer; /* which one that was */
  double wake_at;
  ScratchBlock *scratch, *scratch_now; /* the first block, and the one in use */
  const double *in;
  size_t at;
  double *out;
  size_t out_count, out_capacity;
  const char **texts; /* that the output refers to, ended by NULL */
  int text_count;
  const char *error;
} Cluster;

#endif
