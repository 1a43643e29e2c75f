/*
 * Kind "Allocator": what ModuleBase.create returns is an AllocatorMethods. What happened in the cluster arrives as a
 * flat list of doubles, and decisions leave as one. Most allocators include <workbench/sdk.h> instead, which reads and writes these
 * lists and keeps a picture of the cluster.
 */
#ifndef WORKBENCH_ALLOCATOR_H
#define WORKBENCH_ALLOCATOR_H

#include <workbench/module.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WORKBENCH_ALLOCATOR_ABI 1u

/* Bits of what AllocatorMethods.setup returns: operations that shall trigger a cycle beyond Mesos' own. */
#define WORKBENCH_TRIGGER_RECOVER_RESOURCES 1
#define WORKBENCH_TRIGGER_REQUEST_RESOURCES 2

typedef struct ResourceKey {
  const char *text;    /* "cpus", "cpus(prod)", "cpus{REV}" */
  const char *name;    /* "cpus" */
  int32_t plain;       /* id of the unreserved, non-revocable key of the same name */
  int32_t reservation; /* role id, or -1 when unreserved */
  bool revocable;
} ResourceKey;

/* Names cross here and never again: an id is an index into these lists, which are in byte order. Valid during the call. */
typedef struct AllocatorSetup {
  size_t size; /* of this structure, in bytes: later versions append fields */
  size_t agentCount;
  const char *const *agents;
  size_t frameworkCount;
  const char *const *frameworks;
  size_t roleCount;
  const char *const *roles;
  size_t resourceKeyCount;
  const ResourceKey *resourceKeys;
  int64_t allocationInterval; /* microseconds */
  size_t minAllocatableLength;
  const double *minAllocatable; /* per alternative: n, then n pairs of key id and thousandths */
  size_t fairnessExcludeCount;
  const char *const *fairnessExclude; /* resource names */
  bool filterGpuResources;
  uint32_t seed;
  bool countLentInShares; /* of those who borrow it */
} AllocatorSetup;

typedef struct AllocatorMethods AllocatorMethods;
#ifndef __cplusplus
typedef AllocatorMethods Allocator; /* in C++ that is the class of <workbench/workbench.hpp> */
#endif
struct AllocatorMethods {
  size_t size;         /* of this structure, in bytes: at least up to destroy */
  uint32_t abiVersion; /* WORKBENCH_ALLOCATOR_ABI */
  /* Called once, first. Returns WORKBENCH_TRIGGER_* bits, or -1: see lastError. */
  int32_t (*setup)(AllocatorMethods *self, const AllocatorSetup *setup);
  /* Resource keys first seen after the set-up; their ids go on counting. Returns 0, or -1. Valid during the call. */
  int32_t (*addResourceKeys)(AllocatorMethods *self, const ResourceKey *keys, size_t count);
  /* Records in, valid during the call. Returns how many doubles stand at output(self), or -1. */
  int64_t (*decide)(AllocatorMethods *self, const double *in, size_t n);
  /* The decisions of the last call; they must stay until the next one. */
  const double *(*output)(AllocatorMethods *self);
  /* What went wrong, after a call returned -1. */
  const char *(*lastError)(AllocatorMethods *self);
  void (*destroy)(AllocatorMethods *self);
  /* The texts that the last call's records refer to, ended by NULL; asked for only when a record does. May be NULL: none. */
  const char *const *(*texts)(AllocatorMethods *self);
};

/*
 * Both lists are made of records: code, n, then n doubles. Times are microseconds, amounts thousandths, flags 0 or 1, an
 * absent id or time -1. Ranges and sets are numbers of items, and the host chooses which items an offer gets; volumes and
 * refined reservations do not cross. A list is its length and then its items; resources are a list of (key, amount) pairs.
 *
 * In: a record per operation, a clock before the first one and whenever the time goes on, so that the last clock is the
 * time of the call; at the end the candidates (absent: all agents).
 */
enum {
  WIRE_CLOCK = 0,                  /* t: the time of the records that follow */
  WIRE_UPDATE_WEIGHTS = 1,         /* list of (role, weight) */
  WIRE_UPDATE_QUOTA = 2,           /* role, guarantees, limits */
  WIRE_ADD_FRAMEWORK = 3,          /* framework, active, capability bits, roles, suppressed roles */
  WIRE_UPDATE_FRAMEWORK = 4,       /* framework, capability bits or -1 for as they were, roles, suppressed roles */
  WIRE_REMOVE_FRAMEWORK = 5,       /* framework */
  WIRE_ACTIVATE_FRAMEWORK = 6,     /* framework */
  WIRE_DEACTIVATE_FRAMEWORK = 7,   /* framework */
  WIRE_ADD_AGENT = 8,              /* agent, total, list of (framework, role, resources) */
  WIRE_UPDATE_AGENT = 9,           /* agent, total */
  WIRE_REMOVE_AGENT = 10,          /* agent */
  WIRE_ACTIVATE_AGENT = 11,        /* agent */
  WIRE_DEACTIVATE_AGENT = 12,      /* agent */
  WIRE_UPDATE_WHITELIST = 13,      /* 1 and a list of agents, or 0 for no whitelist */
  WIRE_REQUEST_RESOURCES = 14,     /* framework, list of (role, count, gang, priority or -1, estimate seconds or -1, resources) */
  WIRE_RECOVER_RESOURCES = 15,     /* framework, role, agent, how long the filter lasts or -1, allocated, task, resources */
  WIRE_ACCEPT_OFFER = 16,          /* framework, role, agent, task, resources */
  WIRE_SUPPRESS_OFFERS = 17,       /* framework, roles */
  WIRE_REVIVE_OFFERS = 18,         /* framework, roles */
  WIRE_INVERSE_OFFER_RESPONSE = 19, /* framework, agent, accepted (-1: no answer) */
  WIRE_ALLOCATE = 20,              /* whether the allocator itself asked for this call (WIRE_WAKE_AT) */
  WIRE_CANDIDATES = 21,            /* list of agents */
  WIRE_UPDATE_ALLOCATION = 22,     /* framework, role, agent, list of (from, to): both resources */
  WIRE_UPDATE_AVAILABLE = 23,      /* agent, list of (from, to) */
  WIRE_UPDATE_UNAVAILABILITY = 24, /* agent, start or -1 for none, duration or -1 for good */
  WIRE_REVOCATION_DENIED = 25      /* framework, role, agent, task or -1, reason (0: budget, 1: minimum runtime), resources */
};

/* Bits of a framework's capabilities. */
enum {
  CAPABILITY_REVOCABLE_RESOURCES = 1 << 1,
  CAPABILITY_GPU_RESOURCES = 1 << 2
};

/* Out, in any order, but for WIRE_WHY. A text is its place in the list that `texts` gives; it has at most 1024 bytes. */
enum {
  WIRE_OFFER = 0,         /* framework, role, agent, resources, owner of what is lent or -1, lent resources */
  WIRE_INVERSE_OFFER = 1, /* framework, agent, deadline, resources */
  WIRE_REVOCATION = 2,    /* framework, role, agent, deadline, task or -1, resources */
  WIRE_WAKE_AT = 3,       /* t */
  WIRE_WHY = 4,           /* text: the reason of the decision before it, for people */
  WIRE_METRIC = 5         /* text: its name, text: its unit, value: one of the allocator's own numbers */
};

#ifdef __cplusplus
}
#endif
#endif
