/**
 * Dominant Resource Fairness (Ghodsi et al., NSDI 2011), plain: each agent is offered whole to whoever has least.
 *
 * How much somebody has is its dominant share: held / total over the cluster, of the resource where that is largest; a
 * role's is divided by its weight. The roles are put in order, and within a role its frameworks: lowest share first,
 * then fewest offers so far, then name. The SDK keeps the shares. An offer counts at once, so the next agent sees a new
 * order.
 *
 * Scope: flat roles with weights, offer filters, revocable and reserved resources; no quota. There it decides as Mesos'
 * hierarchical allocator does. The same lines stand beside this file in Lua, Python, JavaScript and C.
 */
import type { Cluster } from "../../src/sdk/cluster.js";
import type { Agent, Subscription, Vector } from "../../src/sdk/model.js";

export function decide(cluster: Cluster, candidates: readonly number[]): void {
  for (const id of candidates) {
    const agent = cluster.agents[id]!;
    if (hasRest(cluster, agent)) offerByShare(cluster, agent);
  }
}

/** In a busy cluster most agents are taken: putting everybody in order for them would be in vain. */
function hasRest(cluster: Cluster, agent: Agent): boolean {
  return cluster.keys.some((key) => cluster.available(agent, key.id) > 0);
}

/** Who has least may have all of it. What it may not have, or does not want, goes to the next. */
function offerByShare(cluster: Cluster, agent: Agent): void {
  for (const role of cluster.rolesByShare()) {
    for (const subscription of cluster.subscriptionsByShare(role)) {
      const rest = restFor(cluster, agent, subscription);
      if (isWanted(cluster, agent, subscription, rest)) {
        cluster.offer(subscription.framework, role.id, agent.id, rest);
      }
    }
  }
}

/** What is left on the agent that this framework may have in this role: no other role's reservations. */
function restFor(cluster: Cluster, agent: Agent, subscription: Subscription): Vector {
  const framework = cluster.frameworks[subscription.framework]!;
  const rest = cluster.zeros();
  for (const key of cluster.keys) {
    if (key.revocable && !framework.revocable) continue;
    if (key.reservation >= 0 && key.reservation !== subscription.role) continue;
    rest[key.id] = cluster.available(agent, key.id);
  }
  return rest;
}

/** Worth an offer, open to the framework, and not refused by it a while ago. */
function isWanted(cluster: Cluster, agent: Agent, { framework, role }: Subscription, rest: Vector): boolean {
  if (!cluster.isAllocatable(rest)) return false;
  if (cluster.isGpuAgentClosedTo(agent, cluster.frameworks[framework]!)) return false;
  return !cluster.isFiltered(framework, role, agent.id, rest);
}
