/* Two modules that only native code can be so bad as: one throws dice, one ends its process. */
#include <unistd.h>
#include <workbench/sdk.h>
#include <workbench/hook.h>

extern int getpid(void);
extern void abort(void);

/* How much it offers hangs on the process in which it runs. */
static void decide(Cluster *cluster, const int *candidates, int count) {
  for (int j = 0; j < count; j++) {
    for (int role = 0; role < cluster->role_count; role++) {
      for (int i = 0; i < cluster->roles[role].subscription_count; i++) {
        const Subscription *subscription = cluster->roles[role].subscriptions[i];
        if (!cluster_wants_offers(cluster, subscription)) continue;
        Vector some = cluster_zeros(cluster);
        some[cluster->plain_keys[0]] = 1 + getpid() % 499;
        if (cluster_available(&cluster->agents[candidates[j]], cluster->plain_keys[0]) < 500) continue;
        cluster_offer(cluster, subscription->framework, role, candidates[j], some, NO_ID);
      }
    }
  }
}

WORKBENCH_ALLOCATOR(org_example_dice, "Module Author", "author@example.org", "Throws dice.", 0, decide)

static void give_up(HookMethods *self, const Host *host, uint64_t token, const Fields *input) {
  (void)self;
  (void)host;
  (void)token;
  (void)input;
  abort();
}

static void *create(const Parameters *parameters) {
  static HookMethods hook = {sizeof hook, WORKBENCH_MODULE_ABI, NULL, NULL, NULL, NULL, NULL,
                             NULL,        NULL,                 NULL, NULL, NULL, NULL, give_up};
  (void)parameters;
  return &hook;
}

WORKBENCH_MODULE(org_example_aborting, "Hook", "Module Author", "author@example.org", "Ends its process.", NULL, create)
