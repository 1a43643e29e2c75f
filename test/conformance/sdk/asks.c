/*
 * Puts the questions of its parameter to the C SDK, as asks.js does: a question a line, its words parted by tabs. Answers
 * that are texts are the reasons of inverse offers, behind the question's number; those that are numbers are metrics.
 */
#include <workbench/sdk.h>

enum { MOST_WORDS = 6 };

typedef struct Question {
  const char *words[MOST_WORDS]; /* NULL for what is not said */
} Question;

/* NO_ID when there is none. */
static int id_of(const char *name, int count, const char *(*name_of)(Cluster *, int), Cluster *cluster) {
  for (int id = 0; id < count; id++) {
    if (strcmp(name_of(cluster, id), name) == 0) return id;
  }
  return NO_ID;
}

static const char *agent_name(Cluster *cluster, int id) { return cluster->agents[id].name; }
static const char *role_name(Cluster *cluster, int id) { return cluster->roles[id].name; }
static const char *framework_name(Cluster *cluster, int id) { return cluster->frameworks[id].name; }
static const char *key_text(Cluster *cluster, int id) { return cluster->keys[id].text; }

static Agent *agent(Cluster *cluster, const char *name) {
  return &cluster->agents[id_of(name, cluster->agent_count, agent_name, cluster)];
}

static Role *role(Cluster *cluster, const char *name) {
  return &cluster->roles[id_of(name, cluster->role_count, role_name, cluster)];
}

static char *copy(Cluster *cluster, const char *text, size_t length) {
  char *part = (char *)cluster_scratch(cluster, length + 1);
  memcpy(part, text, length);
  return part;
}

/* Of framework@role. */
static Subscription *subscription(Cluster *cluster, const char *words) {
  const char *at = strchr(words, '@');
  const char *name = copy(cluster, words, (size_t)(at - words));
  int framework = id_of(name, cluster->framework_count, framework_name, cluster);
  Role *in = role(cluster, at + 1);
  for (int i = 0; i < in->subscription_count; i++) {
    if (in->subscriptions[i]->framework == framework) return in->subscriptions[i];
  }
  return NULL;
}

/* Of cpus:4;mem:1024. */
static Vector vector(Cluster *cluster, const char *text) {
  Vector amounts = cluster_zeros(cluster);
  while (*text != '\0') {
    size_t length = strcspn(text, ";"), name = strcspn(text, ":");
    int key = id_of(copy(cluster, text, name), cluster->key_count, key_text, cluster);
    amounts[key] = (double)(long)(strtod(text + name + 1, NULL) * 1000 + 0.5);
    text += length + (text[length] == ';');
  }
  return amounts;
}

static const char *joined(Cluster *cluster, const char *list, const char *separator, const char *item) {
  return *list == '\0' ? item : cluster_format(cluster, "%s%s%s", list, separator, item);
}

/* Keys in byte order, what is zero left out. */
static const char *text(Cluster *cluster, const double *amounts) {
  const char *written = "", *last = "";
  if (amounts == NULL) return "none";
  for (;;) {
    int next = NO_ID;
    for (int key = 0; key < cluster->key_count; key++) {
      const char *name = cluster->keys[key].text;
      if (amounts[key] <= 0 || strcmp(name, last) <= 0) continue;
      if (next == NO_ID || strcmp(name, cluster->keys[next].text) < 0) next = key;
    }
    if (next == NO_ID) return written;
    last = cluster->keys[next].text;
    written = joined(cluster, written, ";", cluster_format(cluster, "%s:%.10g", last, amounts[next] / 1000));
  }
}

static const char *yes(bool is_so) { return is_so ? "yes" : "no"; }

static const char *roles_by_share(Cluster *cluster) {
  const char *names = "";
  RoleList roles = cluster_roles_by_share(cluster);
  for (int i = 0; i < roles.count; i++) names = joined(cluster, names, " ", roles.items[i]->name);
  return names;
}

static const char *subscriptions_by_share(Cluster *cluster, const Role *of) {
  const char *names = "";
  SubscriptionList list = cluster_subscriptions_by_share(cluster, of);
  for (int i = 0; i < list.count; i++) {
    const char *framework = cluster->frameworks[list.items[i]->framework].name;
    const char *name = cluster_format(cluster, "%s@%s", framework, cluster->roles[list.items[i]->role].name);
    names = joined(cluster, names, " ", name);
  }
  return names;
}

static const char *demand(Cluster *cluster, const Subscription *of) {
  const char *requests = "";
  RequestList list = cluster_demand(cluster, of);
  for (int i = 0; i < list.count; i++) {
    const char *resources = text(cluster, list.items[i]->resources);
    requests = joined(cluster, requests, " ", cluster_format(cluster, "%.0f x %s", list.items[i]->count, resources));
  }
  return requests;
}

/* `places`: of tasks, in the order in which they started. */
static const char *victims_for(Cluster *cluster, const double *wanted, const char *places) {
  TaskList tasks = {0, (Task **)cluster_scratch(cluster, strlen(places) * sizeof(Task *))};
  for (char *at = copy(cluster, places, strlen(places)); *at != '\0'; at += strspn(at, " ")) {
    tasks.items[tasks.count++] = cluster->tasks[strtol(at, &at, 10)];
  }
  TaskList victims = cluster_victims_for(cluster, wanted, tasks);
  if (victims.items == NULL) return "none";
  const char *answer = "";
  for (int i = 0; i < victims.count; i++) {
    int place = 0;
    while (cluster->tasks[place] != victims.items[i]) place++;
    answer = joined(cluster, answer, " ", cluster_format(cluster, "%d", place));
  }
  return answer;
}

/* What changes something. */
static const char *done(Cluster *cluster, const char *ask, const char *a, const char *b, const char *c, const char *d) {
  if (strcmp(ask, "revoke") == 0) {
    cluster_revoke(cluster, cluster->tasks[strtol(a, NULL, 10)], cluster->t, role(cluster, b)->id);
  } else {
    const Subscription *to = subscription(cluster, a);
    int owner = d == NULL ? NO_ID : role(cluster, d)->id;
    cluster_offer(cluster, to->framework, to->role, agent(cluster, b)->id, vector(cluster, c), owner);
  }
  return "done";
}

/* A text, or NULL for a number in `number`. */
static const char *answer(Cluster *cluster, const Question *question, double *number) {
  const char *ask = question->words[0], *a = question->words[1], *b = question->words[2], *c = question->words[3];
  const char *d = question->words[4];
#define ASKED(word) (strcmp(ask, word) == 0)
  if (ASKED("roleShare")) return *number = cluster_role_share(cluster, role(cluster, a)), NULL;
  if (ASKED("subscriptionShare")) return *number = cluster_subscription_share(cluster, subscription(cluster, a)), NULL;
  if (ASKED("fits")) return yes(cluster_fits(cluster, vector(cluster, a), vector(cluster, b)));
  if (ASKED("minus")) return text(cluster, cluster_minus(cluster, vector(cluster, a), vector(cluster, b)));
  if (ASKED("least")) return text(cluster, cluster_least(cluster, vector(cluster, a), vector(cluster, b)));
  if (ASKED("isZero")) return yes(cluster_is_zero(cluster, vector(cluster, a)));
  if (ASKED("wantsOffers")) return yes(cluster_wants_offers(cluster, subscription(cluster, a)));
  if (ASKED("isOfferable")) return yes(cluster_is_offerable(agent(cluster, a)));
  if (ASKED("isAllocatable")) return yes(cluster_is_allocatable(cluster, vector(cluster, a)));
  if (ASKED("rolesByShare")) return roles_by_share(cluster);
  if (ASKED("subscriptionsByShare")) return subscriptions_by_share(cluster, a == NULL ? NULL : role(cluster, a));
  if (ASKED("demand")) return demand(cluster, subscription(cluster, a));
  if (ASKED("unusedGuarantee")) return text(cluster, cluster_unused_guarantee(cluster, role(cluster, a)));
  if (ASKED("owed")) return text(cluster, cluster_owed(cluster, role(cluster, a)));
  if (ASKED("reclaiming")) return text(cluster, cluster_reclaiming(cluster, role(cluster, a)));
  if (ASKED("victimsFor")) return victims_for(cluster, vector(cluster, a), b);
  if (ASKED("held")) return text(cluster, subscription(cluster, a)->held);
  if (ASKED("borrowed") && strchr(a, '@') == NULL) return text(cluster, role(cluster, a)->borrowed);
  if (ASKED("borrowed")) return text(cluster, subscription(cluster, a)->borrowed);
  if (ASKED("lent")) return text(cluster, role(cluster, a)->lent);
  if (ASKED("offerable")) {
    const double *most = c == NULL ? NULL : vector(cluster, c);
    return text(cluster, cluster_offerable(cluster, subscription(cluster, a), agent(cluster, b), most));
  }
  if (ASKED("lendable")) {
    const Role *owner = role(cluster, c);
    return text(cluster,
                cluster_lendable(cluster, subscription(cluster, a), agent(cluster, b), owner, vector(cluster, d)));
  }
  if (ASKED("isFiltered")) {
    const Subscription *by = subscription(cluster, a);
    int on = agent(cluster, b)->id;
    return yes(cluster_is_filtered(cluster, by->framework, by->role, on, vector(cluster, c)));
  }
  if (ASKED("lendsFromOther")) {
    const Subscription *to = subscription(cluster, a);
    int on = agent(cluster, b)->id, owner = role(cluster, c)->id;
    return yes(cluster_lends_from_other(cluster, to->framework, to->role, on, owner));
  }
  return done(cluster, ask, a, b, c, d);
}

static void decide(Cluster *cluster, const int *candidates, int count) {
  const char *line = cluster_parameter(cluster, "questions");
  (void)candidates, (void)count;
  for (int n = 1; line != NULL; n++) {
    const char *end = strchr(line, '\n');
    char *words = copy(cluster, line, end == NULL ? strlen(line) : (size_t)(end - line));
    Question question = {{NULL}};
    for (int i = 0; i < MOST_WORDS && words != NULL; i++) {
      question.words[i] = words;
      words = strchr(words, '\t');
      if (words != NULL) *words++ = '\0';
    }
    double number = 0;
    const char *given = answer(cluster, &question, &number);
    if (given == NULL) {
      cluster_metric(cluster, cluster_format(cluster, "answer.%d", n), number, "");
    } else {
      cluster_inverse_offer(cluster, 0, 0, cluster_zeros(cluster), cluster->t);
      cluster_explain(cluster, cluster_format(cluster, "%d\t%s", n, given));
    }
    line = end == NULL ? NULL : end + 1;
  }
}

WORKBENCH_ALLOCATOR(asks, "A", "a@b", "Puts questions to the SDK", 0, decide)
