/*
 * The cluster as an allocator in C sees it: a mirror of the host's state, kept from the records that cross the wire, and
 * the place where an allocator says what it decides. The same mirror stands in TypeScript (for JavaScript), in
 * workbench.lua and in workbench/mirror.py, so that an algorithm can be moved from one language to another line by line.
 *
 *   #include <workbench/sdk.h>
 *
 *   static void decide(Cluster *cluster, const int *candidates, int count) {
 *     ... cluster_offer(cluster, framework, role, agent, resources, NO_ID);
 *     ... cluster_explain(cluster, "why");
 *   }
 *
 *   WORKBENCH_ALLOCATOR(my_allocator, "Author", "author@example.org", "What it does", 0, decide)
 *
 * `candidates` are the agents that the call is about, by id: they may be offered, and something was left on them when it
 * began.
 *
 * Amounts are thousandths of the resource's unit (cpus, MiB of mem and disk), times are microseconds; both are whole
 * numbers in doubles. A Vector has one amount per resource key, indexed by key id. Ids of agents, frameworks and roles
 * are in byte order of their names: comparing ids is comparing names.
 *
 * What to ask stands in sdk/questions.h (what may be offered, to whom, who waits for what), sdk/share-order.h (shares, the
 * DRF sorter), sdk/guarantees.h (what is owed, what may be lent, who has to go for it), sdk/vectors.h and sdk/sort.h; what to
 * decide in sdk/decisions.h. NULL for a vector, or for the items of a list, says that there is none.
 *
 * Arguments are not checked when they are given, as in C's own library. An id beyond the cluster's, NULL where nothing says
 * that it may be, a vector that is too short, or what a call before this one has made is undefined behaviour: mostly it ends
 * the process, and the row is told as crashed, with the cycle; but it may as well be answered with anything. What is in range
 * and yet wrong the host finds when the call is over, and fails it as an illegal decision: amounts, times and deadlines that
 * are no whole numbers, more than there is, a framework that is not in the role, a deadline or a wake-up that is over, a
 * metric's name or value. An amount below 0 counts as 0. cluster_explain() without a decision, and cluster_offer() with a
 * second owner for the same offer, fail the call as cluster_fail() does. No function returns an error.
 *
 * Vectors, lists and texts that functions make live until the call ends, as does what cluster_scratch() gives. Everything
 * else belongs to the mirror: read it, change nothing. All functions are static: each library has a mirror of its own.
 * Compile with -ffp-contract=off, or decisions may differ from those of other languages in the last bit of a share.
 */
#ifndef WORKBENCH_SDK_H
#define WORKBENCH_SDK_H

#include <workbench/allocator.h>
#include <workbench/sdk/guarantees.h>
#include <workbench/sdk/sort.h>
#include <workbench/sdk/wire-in.h>
#include <workbench/sdk/wire-out.h>

typedef void (*WorkbenchDecide)(Cluster *cluster, const int *candidates, int count);

typedef struct WorkbenchGuest {
  AllocatorMethods allocator; /* first: the host's pointer to it is a pointer to this */
  Cluster cluster;
  WorkbenchDecide decide;
  int32_t triggers;
} WorkbenchGuest;

static inline void workbench_read_minima(Cluster *cluster, const AllocatorSetup *setup) {
  for (size_t at = 0; at < setup->minAllocatableLength;) {
    WORKBENCH_GROW(Minimum, cluster->minima, cluster->minimum_count);
    Minimum *minimum = &cluster->minima[cluster->minimum_count++];
    minimum->count = (int)setup->minAllocatable[at++];
    minimum->keys = WORKBENCH_NEW(int, minimum->count);
    minimum->amounts = WORKBENCH_NEW(double, minimum->count);
    for (int i = 0; i < minimum->count; i++) {
      minimum->keys[i] = (int)setup->minAllocatable[at++];
      minimum->amounts[i] = setup->minAllocatable[at++];
    }
  }
}

static inline int32_t workbench_setup(AllocatorMethods *self, const AllocatorSetup *setup) {
  WorkbenchGuest *guest = (WorkbenchGuest *)self;
  Cluster *cluster = &guest->cluster;
  cluster->allocation_interval = (double)setup->allocationInterval;
  cluster->filter_gpu_resources = setup->filterGpuResources;
  cluster->count_lent_in_shares = setup->size < sizeof(*setup) || setup->countLentInShares;
  cluster->wake_at = -1;
  cluster->agent_count = (int)setup->agentCount;
  cluster->agents = WORKBENCH_NEW(Agent, setup->agentCount);
  for (int i = 0; i < cluster->agent_count; i++) {
    cluster->agents[i].id = i;
    cluster->agents[i].name = workbench_text(setup->agents[i]);
    cluster->agents[i].active = true;
    cluster->agents[i].whitelisted = true;
    cluster->agents[i].unavailable_from = -1;
    cluster->agents[i].unavailable_for = -1;
  }
  cluster->framework_count = (int)setup->frameworkCount;
  cluster->frameworks = WORKBENCH_NEW(Framework, setup->frameworkCount);
  for (int i = 0; i < cluster->framework_count; i++) {
    cluster->frameworks[i].id = i;
    cluster->frameworks[i].name = workbench_text(setup->frameworks[i]);
  }
  cluster->role_count = (int)setup->roleCount;
  cluster->roles = WORKBENCH_NEW(Role, setup->roleCount);
  for (int i = 0; i < cluster->role_count; i++) {
    cluster->roles[i].id = i;
    cluster->roles[i].name = workbench_text(setup->roles[i]);
    cluster->roles[i].weight = 1;
    cluster->roles[i].rank.role = &cluster->roles[i];
    cluster->roles[i].rank.id = i;
  }
  cluster->fairness_exclude_count = (int)setup->fairnessExcludeCount;
  cluster->fairness_exclude = WORKBENCH_NEW(char *, setup->fairnessExcludeCount);
  for (int i = 0; i < cluster->fairness_exclude_count; i++) {
    cluster->fairness_exclude[i] = workbench_text(setup->fairnessExclude[i]);
  }
  workbench_add_resource_keys(cluster, setup->resourceKeys, setup->resourceKeyCount);
  workbench_read_minima(cluster, setup);
  return guest->triggers;
}

static inline int32_t workbench_more_keys(AllocatorMethods *self, const ResourceKey *keys, size_t count) {
  workbench_add_resource_keys(&((WorkbenchGuest *)self)->cluster, keys, count);
  workbench_reset_orders(&((WorkbenchGuest *)self)->cluster);
  return 0;
}

static inline int64_t workbench_decide(AllocatorMethods *self, const double *in, size_t n) {
  WorkbenchGuest *guest = (WorkbenchGuest *)self;
  Cluster *cluster = &guest->cluster;
  workbench_reset_scratch(cluster);
  WorkbenchIds candidates = workbench_read(cluster, in, n);
  guest->decide(cluster, candidates.items, candidates.count);
  if (cluster->error != NULL) return -1;
  workbench_write(cluster);
  return (int64_t)cluster->out_count;
}

static inline const double *workbench_output(AllocatorMethods *self) {
  return ((WorkbenchGuest *)self)->cluster.out;
}

static inline const char *const *workbench_texts(AllocatorMethods *self) {
  return ((WorkbenchGuest *)self)->cluster.texts;
}

static inline const char *workbench_last_error(AllocatorMethods *self) {
  return ((WorkbenchGuest *)self)->cluster.error;
}

/* The mirror goes with the process, which ends with its run: only what grows for long is worth giving back. */
static inline void workbench_destroy(AllocatorMethods *self) {
  WorkbenchGuest *guest = (WorkbenchGuest *)self;
  while (guest->cluster.scratch != NULL) {
    ScratchBlock *next = guest->cluster.scratch->next;
    free(guest->cluster.scratch);
    guest->cluster.scratch = next;
  }
  free(guest->cluster.out);
  free(guest);
}

static inline void *workbench_create(const Parameters *parameters, int32_t triggers, WorkbenchDecide decide) {
  WorkbenchGuest *guest = WORKBENCH_NEW(WorkbenchGuest, 1);
  Cluster *cluster = &guest->cluster;
  guest->allocator.size = sizeof(AllocatorMethods);
  guest->allocator.abiVersion = WORKBENCH_ALLOCATOR_ABI;
  guest->allocator.setup = workbench_setup;
  guest->allocator.addResourceKeys = workbench_more_keys;
  guest->allocator.decide = workbench_decide;
  guest->allocator.output = workbench_output;
  guest->allocator.lastError = workbench_last_error;
  guest->allocator.destroy = workbench_destroy;
  guest->allocator.texts = workbench_texts;
  guest->decide = decide;
  guest->triggers = triggers;
  cluster->parameter_count = (int)parameters->count;
  cluster->parameter_keys = WORKBENCH_NEW(char *, parameters->count);
  cluster->parameter_values = WORKBENCH_NEW(char *, parameters->count);
  for (int i = 0; i < cluster->parameter_count; i++) {
    cluster->parameter_keys[i] = workbench_text(parameters->keys[i]);
    cluster->parameter_values[i] = workbench_text(parameters->values[i]);
  }
  return guest;
}

/* Exports an allocator module. `triggers`: WORKBENCH_TRIGGER_* bits, when to be asked beyond Mesos' own table. */
#define WORKBENCH_ALLOCATOR(name, author, email, description, triggers, decide) \
  static void *name##_create(const Parameters *parameters) {                    \
    return workbench_create(parameters, (triggers), (decide));                  \
  }                                                                             \
  WORKBENCH_EXPORT const ModuleBase name;                                       \
  const ModuleBase name = {WORKBENCH_MODULE_API_VERSION, WORKBENCH_MESOS_VERSION, "Allocator", author, email,   \
                           description, NULL, name##_create};

#endif
