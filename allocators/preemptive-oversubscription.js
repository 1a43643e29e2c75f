/**
 * Preemptive oversubscription: idle guarantees are lent out as revocable resources and taken back when their owner needs
 * them. What Mesos' hierarchical DRF cannot do: it keeps an unused guarantee idle, and never takes anything back.
 *
 * Each call asks what each guaranteed role still needs of its guarantee (`owed`), and then, in this order:
 *   1. serve    free resources go to those roles first, no more than they need
 *   2. share    what no guarantee covers goes to all frameworks by dominant share
 *   3. lend     what is left is an idle guarantee: it is offered, revocable, to whoever can take that
 *   4. reclaim  a need that free resources did not meet is met by taking lent ones back, with a deadline
 *
 * Rules P1 to P7 of the oversubscription facts. Scope: top-level roles and unreserved resources.
 * The same algorithm, step for step, stands beside this file in TypeScript, Lua, Python and C.
 *
 * Parameters: graceSeconds (30), how long a victim has to finish; minimumRuntimeSeconds (0), younger tasks are spared.
 */
import { fits, isZero, minus } from "workbench";

export const triggers = ["requestResources"];

export function decide(cluster) {
  const guaranteed = cluster.roles.filter((role) => role.guarantee !== null);
  const needs = new Map(guaranteed.map((role) => [role, cluster.owed(role)]));
  if (!isZero(cluster.free)) {
    serveGuarantees(cluster, needs);
    shareSurplus(cluster);
    lendIdleGuarantees(cluster, needs);
  }
  reclaimLent(cluster, needs);
}

function serveGuarantees(cluster, needs) {
  if ([...needs.values()].every(isZero)) return;
  for (const agent of cluster.candidates) {
    for (const subscription of cluster.subscriptionsByShare()) {
      const { role } = subscription;
      const offer = needs.has(role) ? cluster.offerable(subscription, agent, needs.get(role)) : null;
      if (offer === null || !cluster.demand(subscription).some(({ resources }) => fits(resources, offer))) continue;
      cluster.offer(subscription, agent, offer, { why: `${role.name} needs it of its guarantee` });
      needs.set(role, minus(needs.get(role), offer));
    }
  }
}

/** The surplus is what stays free when every unused guarantee that is not lent is set aside. */
function shareSurplus(cluster) {
  let surplus = cluster.free;
  for (const role of cluster.roles) surplus = minus(surplus, minus(cluster.unusedGuarantee(role), role.lent));
  for (const agent of cluster.candidates) {
    if (isZero(surplus)) return;
    for (const subscription of cluster.subscriptionsByShare()) {
      const offer = cluster.offerable(subscription, agent, surplus);
      if (offer === null) continue;
      cluster.offer(subscription, agent, offer, { why: "no guarantee needs it" });
      surplus = minus(surplus, offer);
    }
  }
}

/** An owner lends what it neither uses nor needs, and has not lent yet; the one with most to lend comes first. */
function lendIdleGuarantees(cluster, needs) {
  const idle = (role) => minus(minus(cluster.unusedGuarantee(role), needs.get(role)), role.lent);
  for (const agent of cluster.candidates) {
    const idleShares = new Map([...needs.keys()].map((role) => [role, largestShare(cluster, idle(role))]));
    const owners = [...needs.keys()].filter((role) => idleShares.get(role) > 0);
    for (const owner of owners.sort((a, b) => idleShares.get(b) - idleShares.get(a) || a.id - b.id)) {
      for (const subscription of cluster.subscriptionsByShare()) {
        const offer = cluster.lendable(subscription, agent, owner, idle(owner));
        if (offer === null) continue;
        cluster.offer(subscription, agent, offer, { owner, why: `${owner.name} does not need it now` });
      }
    }
  }
}

/** For each task that waits within its role's guarantee: the agent that can be cleared for it with the least worthy victims. */
function reclaimLent(cluster, needs) {
  const deadline = cluster.t + seconds(cluster, "graceSeconds", 30);
  let lent = null; // put in order when it is needed, once a call: to tell a task to go changes no share
  for (const role of cluster.rolesByShare()) {
    if (!needs.has(role) || isZero(needs.get(role))) continue;
    let open = minus(needs.get(role), cluster.reclaiming(role));
    if (isZero(open)) continue;
    lent ??= lentByWorth(cluster);
    const others = lent.filter((task) => task.role !== role); // P7
    for (const subscription of cluster.subscriptionsByShare(role)) {
      for (const { count, resources } of cluster.demand(subscription)) {
        for (let n = count; n > 0 && fits(resources, open); n--) {
          const victims = cluster.victimsFor(resources, others);
          if (victims === null) break;
          for (const task of victims) cluster.revoke(task, deadline, role, `a task of ${role.name} waits for it`);
          open = minus(open, resources);
        }
      }
    }
  }
}

/** The revocable tasks: lowest weight, then largest share, then youngest, then largest, then id (P3). */
function lentByWorth(cluster) {
  const youngestAllowed = cluster.t - seconds(cluster, "minimumRuntimeSeconds", 0);
  const shares = new Map(cluster.roles.map((other) => [other, cluster.roleShare(other)]));
  const lent = cluster.tasks.filter((task) => task.revocable && task.startedAt <= youngestAllowed);
  const sizes = new Map(lent.map((task) => [task, largestShare(cluster, task.resources)]));
  return lent.sort(
    (a, b) =>
      a.role.weight - b.role.weight ||
      shares.get(b.role) - shares.get(a.role) ||
      b.startedAt - a.startedAt ||
      sizes.get(b) - sizes.get(a) ||
      a.id - b.id,
  );
}

/** Of the whole cluster, also of resources that do not count in dominant shares. */
function largestShare(cluster, resources) {
  const present = cluster.plainKeys.filter((key) => cluster.total[key] > 0);
  return Math.max(0, ...present.map((key) => cluster.quantity(resources, key) / cluster.total[key]));
}

function seconds(cluster, parameter, otherwise) {
  return Math.round(Number(cluster.parameters[parameter] ?? otherwise) * 1_000_000);
}
