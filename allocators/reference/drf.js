/**
 * Dominant Resource Fairness (Ghodsi et al., NSDI 2011), plain: each agent is offered whole to whoever has least.
 *
 * How much somebody has is its dominant share: held / total over the cluster, of the resource where that is largest; a
 * role's is divided by its weight. The roles are put in order, and within a role its frameworks: lowest share first,
 * then fewest offers so far, then name. The SDK keeps the shares. An offer counts at once, so the next agent sees a new
 * order.
 *
 * Scope: flat roles with weights, quota limits (no guarantees), filters, all kinds of resources. There it decides as
 * Mesos' hierarchical allocator does. The same lines stand beside this file in TypeScript, Lua, Python and C.
 */
import { isZero } from "workbench";

export function* decide(cluster) {
  for (const agent of cluster.candidates) yield* offersByShare(cluster, agent);
}

/** Who has least may have all of it. What it may not have, or does not want, goes to the next. */
function* offersByShare(cluster, agent) {
  for (const role of cluster.rolesByShare()) {
    for (const subscription of cluster.subscriptionsByShare(role)) {
      if (isZero(agent.free)) return;
      const resources = cluster.offerable(subscription, agent);
      if (resources !== null) yield { subscription, agent, resources };
    }
  }
}
