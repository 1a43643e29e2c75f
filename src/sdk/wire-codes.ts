/**
 * The wire between host and guest: one flat list of doubles in each direction, made of records `[code, n, ...n doubles]`.
 * Times are microseconds, amounts thousandths, flags 0 or 1, an absent id or time -1.
 * A list is its length and then its items; resources are a list of (key, amount) pairs: `[pairs, key, amount, ...]`.
 * Ranges and sets are numbers of items, in thousandths; the host chooses which items an offer gets. Volumes and refined
 * reservations do not cross.
 *
 * Towards the guest: a record per operation, `[clock, 1, t]` before the first one and whenever the time goes on, so that
 * the last clock is the time of the call; at the end `[candidates, n, agent...]` (absent: all agents).
 */
export const WIRE = {
  clock: 0, // t: the time of the records that follow
  updateWeights: 1, // list of (role, weight)
  updateQuota: 2, // role, guarantees, limits
  addFramework: 3, // framework, active, capability bits, roles, suppressed roles
  updateFramework: 4, // framework, capability bits or -1 for as they were, roles, suppressed roles
  removeFramework: 5, // framework
  activateFramework: 6, // framework
  deactivateFramework: 7, // framework
  addAgent: 8, // agent, total, list of (framework, role, resources)
  updateAgent: 9, // agent, total
  removeAgent: 10, // agent
  activateAgent: 11, // agent
  deactivateAgent: 12, // agent
  updateWhitelist: 13, // 1 and a list of agents, or 0 for no whitelist
  requestResources: 14, // framework, list of (role, count, gang, priority or -1, estimate seconds or -1, resources)
  recoverResources: 15, // framework, role, agent, refuse, allocated, task, resources; refuse is how long the filter lasts, -1: none
  acceptOffer: 16, // framework, role, agent, task, resources
  suppressOffers: 17, // framework, roles
  reviveOffers: 18, // framework, roles
  inverseOfferResponse: 19, // framework, agent, accepted (-1: no answer)
  allocate: 20, // wake
  candidates: 21, // agents
  updateAllocation: 22, // framework, role, agent, list of (from, to)
  updateAvailable: 23, // agent, list of (from, to)
  updateUnavailability: 24, // agent, start or -1 for none, duration or -1 for good
  revocationDenied: 25, // framework, role, agent, task or -1, reason (0: budget, 1: minimum runtime), resources
} as const;

/**
 * From the guest, in any order, but for `why`, which is about the decision right before it. Texts do not fit into doubles:
 * an index is that of a text in the list which the guest keeps for this call, and which the host takes only when a record
 * refers to it.
 */
export const WIRE_DECISION = {
  offer: 0, // framework, role, agent, resources, owner of what is lent or -1, lent resources
  inverseOffer: 1, // framework, agent, deadline, resources
  revocation: 2, // framework, role, agent, deadline, task or -1, resources
  wakeAt: 3, // t
  why: 4, // text: the reason of the decision before it
  metric: 5, // text: its name, text: its unit, value (any finite number)
} as const;

/** In UTF-8. A reason, or the name or unit of a metric, is for people to read in a line. */
export const MOST_TEXT_BYTES = 1024;
