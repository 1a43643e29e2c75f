/**
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
 * The same algorithm, step for step, stands beside this file in Lua, Python, JavaScript and C.
 *
 * Parameters: graceSeconds (30), how long a victim has to finish; minimumRuntimeSeconds (0), younger tasks are spared.
 */
import type { Agent, Cluster, Request, Role, Subscription, Task, Vector } from "../src/sdk/workbench.js";
import { fits, isZero } from "../src/sdk/workbench.js";

export const triggers = ["requestResources"] as const;

/** What each guaranteed role still needs; roles without a guarantee are not in it. */
type Needs = ReadonlyMap<Role, Vector>;

export function decide(cluster: Cluster): void {
  const needs = measureNeeds(cluster);
  if (hasFreeResources(cluster)) {
    serveGuarantees(cluster, needs);
    shareSurplus(cluster);
    lendIdleGuarantees(cluster, needs);
  }
  reclaimLent(cluster, needs);
}

// ---- 1. Measure -----------------------------------------------------------------------------------------------------

/** Demand within the guarantee that nothing in use or on offer meets. */
function measureNeeds(cluster: Cluster): Needs {
  const guaranteed = cluster.roles.filter((role) => role.guarantee !== null);
  return new Map(guaranteed.map((role) => [role, needOf(cluster, role)]));
}

function needOf(cluster: Cluster, role: Role): Vector {
  const need = cluster.zeros();
  for (const subscription of role.subscriptions) {
    if (!cluster.wantsOffers(subscription)) continue;
    for (const request of requestsOf(subscription)) {
      for (const key of cluster.plainKeys) need[key]! += request.count * request.resources[key]!;
    }
    for (const key of cluster.plainKeys) need[key] = Math.max(0, need[key]! - subscription.offered[key]!);
  }
  for (const key of cluster.plainKeys) need[key] = Math.min(need[key]!, unusedGuarantee(role, key));
  return need;
}

function unusedGuarantee(role: Role, key: number): number {
  return role.guarantee === null ? 0 : Math.max(0, role.guarantee[key]! - role.used[key]!);
}

function requestsOf({ framework, role }: Subscription): Request[] {
  return framework.requests.filter((request) => request.role === role);
}

function hasFreeResources(cluster: Cluster): boolean {
  if (isZero(cluster.free)) return false;
  return cluster.candidates.some(({ free }) => cluster.plainKeys.some((key) => free[key]! > 0));
}

// ---- 2. Serve -------------------------------------------------------------------------------------------------------

function serveGuarantees(cluster: Cluster, needs: Needs): void {
  if ([...needs.values()].every(isZero)) return;
  for (const agent of cluster.candidates) {
    for (const role of cluster.rolesByShare()) {
      const need = needs.get(role);
      if (need === undefined || isZero(need)) continue;
      for (const subscription of cluster.subscriptionsByShare(role)) {
        const offer = cut(cluster, agent, (key) => need[key]!);
        if (!holdsOneTask(subscription, offer) || !isWanted(cluster, subscription, agent, offer)) continue;
        cluster.offer(subscription, agent, offer, { why: `${role.name} needs it of its guarantee` });
        for (const key of cluster.plainKeys) need[key]! -= offer[key]!;
      }
    }
  }
}

function holdsOneTask(subscription: Subscription, offer: Vector): boolean {
  return requestsOf(subscription).some((request) => fits(request.resources, offer));
}

// ---- 3. Share -------------------------------------------------------------------------------------------------------

/** The surplus is what stays free when every unused guarantee that is not lent is set aside. Limits hold for all. */
function shareSurplus(cluster: Cluster): void {
  const surplus = cluster.zeros();
  for (const key of cluster.plainKeys) {
    let setAside = 0;
    for (const role of cluster.roles) setAside += Math.max(0, unusedGuarantee(role, key) - role.lent[key]!);
    surplus[key] = Math.max(0, cluster.free[key]! - setAside);
  }
  for (const agent of cluster.candidates) {
    if (isZero(surplus)) return;
    for (const role of cluster.rolesByShare()) {
      for (const subscription of cluster.subscriptionsByShare(role)) {
        const offer = cut(cluster, agent, (key) => Math.min(surplus[key]!, roomUnderLimit(role, key)));
        if (!isWanted(cluster, subscription, agent, offer)) continue;
        cluster.offer(subscription, agent, offer, { why: "no guarantee needs it" });
        for (const key of cluster.plainKeys) surplus[key]! -= offer[key]!;
      }
    }
  }
}

function roomUnderLimit(role: Role, key: number): number {
  if (role.limit === null || role.limit[key]! < 0) return Number.MAX_SAFE_INTEGER;
  return Math.max(0, role.limit[key]! - role.used[key]!);
}

// ---- 4. Lend --------------------------------------------------------------------------------------------------------

/** An owner lends what it neither uses nor needs, and has not lent yet; the one with most to lend comes first. */
function lendIdleGuarantees(cluster: Cluster, needs: Needs): void {
  for (const agent of cluster.candidates) {
    for (const owner of ownersByIdle(cluster, needs)) {
      for (const role of cluster.rolesByShare()) {
        if (role === owner) continue;
        for (const subscription of cluster.subscriptionsByShare(role)) {
          if (!subscription.framework.revocable || cluster.lendsFromOther(subscription, agent, owner)) continue;
          const offer = cut(cluster, agent, (key) => idleGuarantee(owner, needs, key));
          if (!isWanted(cluster, subscription, agent, asRevocable(cluster, offer))) continue;
          cluster.offer(subscription, agent, offer, { owner, why: `${owner.name} does not need it now` });
        }
      }
    }
  }
}

function idleGuarantee(owner: Role, needs: Needs, key: number): number {
  return Math.max(0, unusedGuarantee(owner, key) - needs.get(owner)![key]! - owner.lent[key]!);
}

function ownersByIdle(cluster: Cluster, needs: Needs): Role[] {
  const idle = (role: Role) =>
    cluster.plainKeys.reduce((most, key) => {
      const share = cluster.total[key]! > 0 ? idleGuarantee(role, needs, key) / cluster.total[key]! : 0;
      return share > most ? share : most;
    }, 0);
  return [...needs.keys()]
    .map((role) => ({ role, idle: idle(role) }))
    .filter((owner) => owner.idle > 0)
    .sort((a, b) => b.idle - a.idle || a.role.id - b.role.id)
    .map((owner) => owner.role);
}

// ---- 5. Reclaim -----------------------------------------------------------------------------------------------------

/** For each task that waits within its role's guarantee: the agent that can be cleared for it with the least worthy victims. */
function reclaimLent(cluster: Cluster, needs: Needs): void {
  for (const role of cluster.rolesByShare()) {
    const need = needs.get(role);
    if (need === undefined || isZero(need)) continue;
    const open = subtractUnderWay(cluster, role, need);
    for (const subscription of cluster.subscriptionsByShare(role)) {
      for (const request of requestsOf(subscription)) {
        for (let n = request.count; n > 0 && fits(request.resources, open); n--) {
          if (!clearRoom(cluster, role, request)) break;
          for (const key of cluster.plainKeys) open[key]! -= request.resources[key]!;
        }
      }
    }
  }
}

/** The need that no revocation under way will meet. */
function subtractUnderWay(cluster: Cluster, role: Role, need: Vector): Vector {
  const open = need.slice();
  for (const task of cluster.tasks) {
    if (task.reclaimedFor !== role) continue;
    for (const key of cluster.plainKeys) open[key] = Math.max(0, open[key]! - cluster.quantity(task.resources, key));
  }
  return open;
}

/** Walks the victims from the least worthy on, until those met on one agent make room for the task; takes back just those. */
function clearRoom(cluster: Cluster, role: Role, request: Request): boolean {
  const pileOf = new Map<Agent, Task[]>();
  for (const victim of victimsByWorth(cluster, role)) {
    const pile = [...(pileOf.get(victim.agent) ?? []), victim];
    pileOf.set(victim.agent, pile);
    if (!makesRoom(cluster, victim.agent, pile, request)) continue;
    for (const task of withoutSpared(cluster, victim.agent, pile, request)) {
      const deadline = cluster.t + seconds(cluster, "graceSeconds", 30);
      cluster.revoke(task, deadline, role, `a task of ${role.name} waits for it`);
    }
    return true;
  }
  return false;
}

/** Only revocable tasks of other roles (P7): lowest weight, then largest share, then youngest, then largest, then id (P3). */
function victimsByWorth(cluster: Cluster, role: Role): Task[] {
  const youngestAllowed = cluster.t - seconds(cluster, "minimumRuntimeSeconds", 0);
  const shares = new Map(cluster.roles.map((other) => [other, cluster.roleShare(other)]));
  return cluster.tasks
    .filter((task) => task.revocable && task.reclaimedFor === null && task.role !== role)
    .filter((task) => task.startedAt <= youngestAllowed)
    .sort(
      (a, b) =>
        a.role.weight - b.role.weight ||
        shares.get(b.role)! - shares.get(a.role)! ||
        b.startedAt - a.startedAt ||
        size(cluster, b) - size(cluster, a) ||
        a.id - b.id,
    );
}

/** A victim without which there is still room is spared, the most worthy first (P5). */
function withoutSpared(cluster: Cluster, agent: Agent, pile: readonly Task[], request: Request): Task[] {
  let kept = [...pile];
  for (const task of pile.toReversed()) {
    const fewer = kept.filter((other) => other !== task);
    if (makesRoom(cluster, agent, fewer, request)) kept = fewer;
  }
  return kept;
}

/** What is free where a revocation is under way is spoken for. */
function makesRoom(cluster: Cluster, agent: Agent, pile: readonly Task[], request: Request): boolean {
  const spokenFor = cluster.tasks.some((task) => task.agent === agent && task.reclaimedFor !== null);
  return cluster.plainKeys.every((key) => {
    let room = spokenFor ? 0 : agent.free[key]!;
    for (const task of pile) room += cluster.quantity(task.resources, key);
    return request.resources[key]! <= room;
  });
}

/** The dominant share of one task. */
function size(cluster: Cluster, task: Task): number {
  let largest = 0;
  for (const key of cluster.plainKeys) {
    const share = cluster.total[key]! > 0 ? cluster.quantity(task.resources, key) / cluster.total[key]! : 0;
    if (share > largest) largest = share;
  }
  return largest;
}

// ---- Amounts --------------------------------------------------------------------------------------------------------

/** What is available on an agent, each key cut to at most `most(key)`. */
function cut(cluster: Cluster, agent: Agent, most: (key: number) => number): Vector {
  const amounts = cluster.zeros();
  for (const key of cluster.plainKeys) amounts[key] = Math.min(agent.free[key]!, most(key));
  return amounts;
}

/** Worth an offer, not refused a while ago, and the framework may use this agent. */
function isWanted(cluster: Cluster, subscription: Subscription, agent: Agent, offer: Vector): boolean {
  if (!cluster.isAllocatable(offer) || cluster.isFiltered(subscription, agent, offer)) return false;
  return !cluster.isGpuAgentClosedTo(agent, subscription.framework);
}

/** The same amounts under the revocable keys. */
function asRevocable(cluster: Cluster, amounts: Vector): Vector {
  const revocable = cluster.zeros();
  for (const key of cluster.keys) if (key.revocable) revocable[key.id] = amounts[key.plain]!;
  return revocable;
}

function seconds(cluster: Cluster, parameter: string, otherwise: number): number {
  return Math.round(Number(cluster.parameters[parameter] ?? otherwise) * 1_000_000);
}
