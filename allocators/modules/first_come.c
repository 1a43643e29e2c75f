/*
 * Kind Allocator: first come, first served. Who registered first is offered all that is free; the next gets what those
 * before it do not want. Nobody is fair here, and a greedy framework starves the rest: a foil for the fair ones.
 *
 *   gcc -std=c99 -shared -fPIC -ffp-contract=off -I$(workbench modules include-dir) -o libfirst_come.so first_come.c
 */
#include <workbench/sdk.h>

/* Framework ids in the order in which they came. */
typedef struct Queue {
  int count;
  int *frameworks;
} Queue;

static bool is_queued(const Queue *queue, int framework) {
  for (int i = 0; i < queue->count; i++) {
    if (queue->frameworks[i] == framework) return true;
  }
  return false;
}

/* Those who came since the last call go to the end, those of one call by name. */
static Queue *update_queue(Cluster *cluster) {
  if (cluster->data == NULL) cluster->data = WORKBENCH_NEW(Queue, 1);
  Queue *queue = (Queue *)cluster->data;
  int kept = 0;
  for (int i = 0; i < queue->count; i++) {
    if (cluster->frameworks[queue->frameworks[i]].there) queue->frameworks[kept++] = queue->frameworks[i];
  }
  queue->count = kept;
  for (int id = 0; id < cluster->framework_count; id++) {
    if (!cluster->frameworks[id].there || is_queued(queue, id)) continue;
    WORKBENCH_GROW(int, queue->frameworks, queue->count);
    queue->frameworks[queue->count++] = id;
  }
  return queue;
}

/* What is free of a key, as far as the role's quota limit goes. */
static double permitted(const Cluster *cluster, int role, int agent, int key) {
  const Role *account = &cluster->roles[role];
  double rest = cluster_available(&cluster->agents[agent], key);
  if (account->limit == NULL || account->limit[key] < 0) return rest;
  double left = account->limit[key] - account->used[key];
  return left < rest ? left : rest;
}

/* All that is free and reserved for nobody, in the first of its roles in which the framework wants it. */
static void offer_rest(Cluster *cluster, int framework, int agent) {
  for (int role = 0; role < cluster->role_count; role++) {
    for (int i = 0; i < cluster->roles[role].subscription_count; i++) {
      const Subscription *subscription = cluster->roles[role].subscriptions[i];
      if (subscription->framework != framework || !cluster_wants_offers(cluster, subscription)) continue;
      Vector rest = cluster_zeros(cluster);
      for (int n = 0; n < cluster->plain_key_count; n++) {
        int key = cluster->plain_keys[n];
        rest[key] = permitted(cluster, role, agent, key);
      }
      if (cluster_is_allocatable(cluster, rest) && !cluster_is_filtered(cluster, framework, role, agent, rest)) {
        cluster_offer(cluster, framework, role, agent, rest, NO_ID);
      }
    }
  }
}

static void decide(Cluster *cluster, const int *candidates, int count) {
  Queue *queue = update_queue(cluster);
  for (int i = 0; i < queue->count; i++) {
    for (int j = 0; j < count; j++) offer_rest(cluster, queue->frameworks[i], candidates[j]);
  }
}

WORKBENCH_ALLOCATOR(com_example_first_come, "Allocator workbench", "author@example.org", "First come, first served", 0,
                    decide)
