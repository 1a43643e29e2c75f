"""
Dominant Resource Fairness (Ghodsi et al., NSDI 2011), plain: each agent is offered whole to whoever has least.

How much somebody has is its dominant share: held / total over the cluster, of the resource where that is largest; a
role's is divided by its weight. The roles are put in order, and within a role its frameworks: lowest share first, then
fewest offers so far, then name. The SDK keeps the shares. An offer counts at once, so the next agent sees a new order.

Scope: flat roles with weights, quota limits (no guarantees), filters, all kinds of resources. There it decides as
Mesos' hierarchical allocator does. The same lines stand beside this file in TypeScript, Lua, JavaScript and C.
"""

from workbench import Offer, is_zero


def decide(cluster):
    for agent in cluster.candidates:
        yield from offers_by_share(cluster, agent)


def offers_by_share(cluster, agent):
    """Who has least may have all of it. What it may not have, or does not want, goes to the next."""
    for role in cluster.roles_by_share():
        for subscription in cluster.subscriptions_by_share(role):
            if is_zero(agent.free):
                return
            resources = cluster.offerable(subscription, agent)
            if resources is not None:
                yield Offer(subscription, agent, resources)
