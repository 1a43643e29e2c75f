/**
 * Queues of one cohort borrow what others' guarantees leave idle, and a queue with a guarantee takes it back when it waits.
 * So do Kueue's cohorts (borrowing, and preemption by `reclaimWithinCohort`), and so did they go round in circles.
 *
 * The two halves disagree here: who takes back is not asked whether it is within its guarantee, but the next to be admitted is
 * who holds least. So the victim of a queue that holds much is back before that queue has its turn, and is taken back again,
 * for ever: scenarios/preemption-loop.yaml. Parameter reclaim: `always`, or `within guarantee`, which ends it. Parameter
 * graceSeconds (10): how long a victim has to finish.
 */
import { fits, isZero } from "workbench";

export const triggers = ["requestResources"];

export function* decide(cluster) {
  const waiting = [];
  for (const role of byUse(cluster)) {
    for (const subscription of cluster.subscriptionsByShare(role)) {
      // Who has not answered yet may need less than it said.
      if (isZero(subscription.offered)) yield* admitted(cluster, subscription, waiting);
    }
  }
  for (const { role, resources } of waiting) reclaim(cluster, role, resources);
}

/** Who holds least comes first. */
function byUse(cluster) {
  return [...cluster.roles].sort(
    (a, b) => cluster.dominantShare(a.held) - cluster.dominantShare(b.held) || a.id - b.id,
  );
}

function* admitted(cluster, subscription, waiting) {
  const { role } = subscription;
  for (const { resources, count } of cluster.demand(subscription)) {
    for (let n = 0; n < count; n++) {
      const agent = cluster.candidates.find((one) => hasRoom(cluster, subscription, one, resources));
      if (agent === undefined) {
        waiting.push({ role, resources });
        break;
      }
      const isOwn = isWithin(role, resources);
      const owner = isOwn ? undefined : mostIdle(cluster, role);
      yield { subscription, agent, resources, why: isOwn ? "its own guarantee" : "borrowed", ...(owner && { owner }) };
    }
  }
}

function hasRoom(cluster, subscription, agent, resources) {
  const room = cluster.offerable(subscription, agent);
  return room !== null && fits(resources, room);
}

function isWithin({ guarantee, held }, resources) {
  return guarantee !== null && resources.every((amount, key) => amount === 0 || held[key] + amount <= guarantee[key]);
}

/** The other role with the largest guarantee that it does not use. */
function mostIdle(cluster, borrower) {
  const idle = ({ guarantee, used }) =>
    cluster.dominantShare(guarantee.map((amount, key) => Math.max(0, amount - used[key])));
  const lenders = cluster.roles.filter((role) => role !== borrower && role.guarantee !== null);
  return lenders.sort((a, b) => idle(b) - idle(a) || a.id - b.id)[0];
}

/** The youngest tasks of roles without a guarantee go, as many as it takes on one agent. */
function reclaim(cluster, role, resources) {
  if (role.guarantee === null) return;
  if (cluster.parameters.reclaim === "within guarantee" && !isWithin(role, resources)) return;
  if (cluster.tasks.some((task) => task.reclaimedFor === role)) return;
  const youngest = [...cluster.tasks].sort((a, b) => b.startedAt - a.startedAt || a.id - b.id);
  for (const agent of cluster.agents) {
    const room = [...agent.free];
    const victims = [];
    for (const task of youngest) {
      if (fits(resources, room)) break;
      if (task.agent !== agent || !task.revocable || task.role.guarantee !== null || task.reclaimedFor !== null)
        continue;
      victims.push(task);
      for (const key of cluster.plainKeys) room[key] += cluster.quantity(task.resources, key);
    }
    if (!fits(resources, room)) continue;
    const deadline = cluster.t + Number(cluster.parameters.graceSeconds ?? 10) * 1e6;
    for (const task of victims) cluster.revoke(task, deadline, role, `${role.name} waits`);
    return;
  }
}
