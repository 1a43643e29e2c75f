/* Memory of the mirror: what lives for one call, and vectors that grow with the resource keys. */
#ifndef WORKBENCH_SDK_MEMORY_H
#define WORKBENCH_SDK_MEMORY_H

#include <workbench/memory.h>
#include <workbench/sdk/cluster.h>

/* Memory for one call is handed out from blocks, and taken back all at once. */
struct ScratchBlock {
  ScratchBlock *next;
  size_t used, size;
  double data[1]; /* as many as fit */
};

/* A block with so much room, behind those that are in use. */
static inline ScratchBlock *workbench_next_block(Cluster *cluster, size_t needed) {
  ScratchBlock **next = cluster->scratch_now == NULL ? &cluster->scratch : &cluster->scratch_now->next;
  if (*next == NULL || (*next)->size < needed) {
    size_t size = needed > 8192 ? needed : 8192;
    ScratchBlock *block = (ScratchBlock *)workbench_memory(NULL, 0, sizeof(ScratchBlock) + size * sizeof(double));
    block->size = size;
    block->next = *next;
    *next = block;
  }
  (*next)->used = 0;
  return *next;
}

/* Zeroed memory for this call. */
static inline void *cluster_scratch(Cluster *cluster, size_t bytes) {
  size_t needed = bytes / sizeof(double) + 1;
  ScratchBlock *block = cluster->scratch_now;
  if (block == NULL || block->size - block->used < needed) {
    block = workbench_next_block(cluster, needed);
    cluster->scratch_now = block;
  }
  double *memory = block->data + block->used;
  block->used += needed;
  memset(memory, 0, needed * sizeof(double));
  return memory;
}

static inline void workbench_reset_scratch(Cluster *cluster) {
  cluster->scratch_now = NULL;
}

/* A vector of zeros, for this call. */
static inline Vector cluster_zeros(Cluster *cluster) {
  return (Vector)cluster_scratch(cluster, (size_t)cluster->key_count * sizeof(double));
}

/* A copy of a vector, for this call. */
static inline Vector cluster_copy(Cluster *cluster, const double *vector) {
  Vector copy = cluster_zeros(cluster);
  memcpy(copy, vector, (size_t)cluster->key_count * sizeof(double));
  return copy;
}

/* A vector that outlives the call. */
static inline Vector workbench_keep(const Cluster *cluster, const double *vector) {
  Vector kept = WORKBENCH_NEW(double, cluster->key_count);
  if (vector != NULL) memcpy(kept, vector, (size_t)cluster->key_count * sizeof(double));
  return kept;
}

static inline void workbench_extend(Vector *vector, int from, int to, double amount) {
  *vector = (Vector)workbench_memory(*vector, (size_t)from * sizeof(double), (size_t)to * sizeof(double));
  for (int key = from; key < to; key++) (*vector)[key] = amount;
}

static inline void workbench_extend_holding(Holding *holding, int from, int to) {
  workbench_extend(&holding->held, from, to, 0);
  workbench_extend(&holding->offered, from, to, 0);
  for (int i = 0; i < holding->lent_count; i++) workbench_extend(&holding->lent[i].amounts, from, to, 0);
}

static inline void workbench_extend_role(Role *role, int from, int to) {
  workbench_extend(&role->held, from, to, 0);
  workbench_extend(&role->used, from, to, 0);
  workbench_extend(&role->lent, from, to, 0);
  workbench_extend(&role->borrowed, from, to, 0);
  if (role->guarantee != NULL) workbench_extend(&role->guarantee, from, to, 0);
  if (role->limit != NULL) workbench_extend(&role->limit, from, to, -1);
  for (int i = 0; i < role->subscription_count; i++) {
    workbench_extend(&role->subscriptions[i]->held, from, to, 0);
    workbench_extend(&role->subscriptions[i]->borrowed, from, to, 0);
    workbench_extend(&role->subscriptions[i]->offered, from, to, 0);
  }
}

/* Every vector gets a place for each new key. */
static inline void workbench_extend_vectors(Cluster *cluster, int from, int to) {
  workbench_extend(&cluster->total, from, to, 0);
  workbench_extend(&cluster->free, from, to, 0);
  for (int i = 0; i < cluster->agent_count; i++) {
    Agent *agent = &cluster->agents[i];
    workbench_extend(&agent->total, from, to, 0);
    workbench_extend(&agent->taken, from, to, 0);
    for (int j = 0; j < agent->holding_count; j++) workbench_extend_holding(&agent->holdings[j], from, to);
    for (int j = 0; j < agent->filter_count; j++) workbench_extend(&agent->filters[j].refused, from, to, 0);
  }
  for (int i = 0; i < cluster->role_count; i++) workbench_extend_role(&cluster->roles[i], from, to);
  for (int i = 0; i < cluster->framework_count; i++) {
    Framework *framework = &cluster->frameworks[i];
    for (int j = 0; j < framework->request_count; j++) workbench_extend(&framework->requests[j].resources, from, to, 0);
  }
  for (int i = 0; i < cluster->task_count; i++) workbench_extend(&cluster->tasks[i]->resources, from, to, 0);
  for (int i = 0; i < cluster->awaited_count; i++) workbench_extend(&cluster->awaited[i].resources, from, to, 0);
}

static inline void workbench_add_resource_keys(Cluster *cluster, const ResourceKey *keys, size_t count) {
  int before = cluster->key_count;
  for (size_t i = 0; i < count; i++) {
    int id = cluster->key_count;
    WORKBENCH_GROW(ResourceKey, cluster->keys, id);
    cluster->keys[id] = keys[i];
    cluster->keys[id].text = workbench_text(keys[i].text);
    cluster->keys[id].name = workbench_text(keys[i].name);
    cluster->key_count++;
    if (keys[i].plain != id) continue;
    WORKBENCH_GROW(int, cluster->plain_keys, cluster->plain_key_count);
    cluster->plain_keys[cluster->plain_key_count++] = id;
  }
  workbench_extend_vectors(cluster, before, cluster->key_count);
}

#endif
