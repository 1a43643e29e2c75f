"""
Dominant Resource Fairness (Ghodsi et al., NSDI 2011), plain: each agent is offered whole to whoever has least.

How much somebody has is its dominant share: held / total over the cluster, of the resource where that is largest; a
role's is divided by its weight. The roles are put in order, and within a role its frameworks: lowest share first, then
fewest offers so far, then name. The SDK keeps the shares. An offer counts at once, so the next agent sees a new order.

Scope: flat roles with weights, offer filters, revocable and reserved resources; no quota. There it decides as Mesos'
hierarchical allocator does. The same lines stand beside this file in TypeScript, Lua, JavaScript and C.
"""


def decide(cluster, candidates):
    for id in candidates:
        agent = cluster.agents[id]
        if has_rest(cluster, agent):
            offer_by_share(cluster, agent)


def has_rest(cluster, agent):
    """In a busy cluster most agents are taken: putting everybody in order for them would be in vain."""
    return any(cluster.available(agent, key.id) > 0 for key in cluster.keys)


def offer_by_share(cluster, agent):
    """Who has least may have all of it. What it may not have, or does not want, goes to the next."""
    for role in cluster.roles_by_share():
        for subscription in cluster.subscriptions_by_share(role):
            rest = rest_for(cluster, agent, subscription)
            if is_wanted(cluster, agent, subscription, rest):
                cluster.offer(subscription.framework, role.id, agent.id, rest)


def rest_for(cluster, agent, subscription):
    """What is left on the agent that this framework may have in this role: no other role's reservations."""
    framework = cluster.frameworks[subscription.framework]
    rest = cluster.zeros()
    for key in cluster.keys:
        if key.revocable and not framework.revocable:
            continue
        if key.reservation is not None and key.reservation != subscription.role:
            continue
        rest[key.id] = cluster.available(agent, key.id)
    return rest


def is_wanted(cluster, agent, subscription, rest):
    """Worth an offer, open to the framework, and not refused by it a while ago."""
    if not cluster.is_allocatable(rest):
        return False
    if cluster.is_gpu_agent_closed_to(agent, cluster.frameworks[subscription.framework]):
        return False
    return not cluster.is_filtered(subscription.framework, subscription.role, agent.id, rest)
