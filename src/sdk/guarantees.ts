/*
 * What a script asks about guarantees: what of them is owed or on its way back, and to whom they may be lent. Who has to go for
 * them stands in mirror/victims.ts.
 */
import type { Cluster } from "./cluster.js";
import type { Mirror } from "./mirror/mirror.js";
import type { Agent, Role, Subscription, Vector } from "./model.js";
import { least, minus } from "./vectors.js";

/** See `Cluster.unusedGuarantee`. */
export function unusedGuarantee(cluster: Cluster, { guarantee, used }: Role): Vector {
  return guarantee === null ? cluster.zeros() : minus(guarantee, used);
}

/** See `Cluster.owed`. */
export function owed(cluster: Cluster, role: Role): Vector {
  let amounts = cluster.zeros();
  for (const subscription of role.guarantee === null ? [] : cluster.subscriptions(role)) {
    for (const { count, resources } of cluster.demand(subscription)) {
      for (const key of cluster.plainKeys) amounts[key] = amounts[key]! + count * resources[key]!;
    }
    amounts = minus(amounts, subscription.offered);
  }
  return least(amounts, unusedGuarantee(cluster, role));
}

/** See `Cluster.reclaiming`. */
export function reclaiming(cluster: Cluster, role: Role): Vector {
  const sum = cluster.zeros();
  for (const task of cluster.tasks) {
    if (task.reclaimedFor !== role) continue;
    for (const key of cluster.plainKeys) sum[key] = sum[key]! + cluster.quantity(task.resources, key);
  }
  return sum;
}

/** See `Cluster.lendable`. */
export function lendable(
  cluster: Cluster,
  { revocableOf }: Mirror,
  subscription: Subscription,
  agent: Agent,
  owner: Role,
  most: Readonly<Vector>,
): Vector | null {
  const { framework, role } = subscription;
  if (!framework.revocable || role === owner || !cluster.wantsOffers(subscription)) return null;
  if (!cluster.isOfferable(agent) || cluster.isGpuAgentClosedTo(agent, framework)) return null;
  if (cluster.lendsFromOther(subscription, agent, owner)) return null;
  const [lent, offered] = [cluster.zeros(), cluster.zeros()];
  for (const key of cluster.plainKeys) {
    const revocable = revocableOf[key]!;
    if (revocable < 0) continue;
    lent[key] = Math.min(agent.free[key]!, most[key]!);
    offered[revocable] = lent[key]!;
  }
  return cluster.isAllocatable(offered) && !cluster.isFiltered(subscription, agent, offered) ? lent : null;
}
