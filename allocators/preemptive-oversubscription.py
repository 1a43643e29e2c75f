"""
Preemptive oversubscription: idle guarantees are lent out as revocable resources and taken back when their owner needs
them. What Mesos' hierarchical DRF cannot do: it keeps an unused guarantee idle, and never takes anything back.

Each call asks what each guaranteed role still needs of its guarantee (`owed`), and then, in this order:
  1. serve    free resources go to those roles first, no more than they need
  2. share    what no guarantee covers goes to all frameworks by dominant share
  3. lend     what is left is an idle guarantee: it is offered, revocable, to whoever can take that
  4. reclaim  a need that free resources did not meet is met by taking lent ones back, with a deadline

Rules P1 to P7 of the oversubscription facts. Scope: top-level roles and unreserved resources.
The same algorithm, step for step, stands beside this file in TypeScript, Lua, JavaScript and C.

Parameters: graceSeconds (30), how long a victim has to finish; minimumRuntimeSeconds (0), younger tasks are spared.
"""

import math

from workbench import fits, is_zero, minus

triggers = ("requestResources",)


def decide(cluster):
    needs = {role: cluster.owed(role) for role in cluster.roles if role.guarantee is not None}
    if not is_zero(cluster.free):
        serve_guarantees(cluster, needs)
        share_surplus(cluster)
        lend_idle_guarantees(cluster, needs)
    reclaim_lent(cluster, needs)


def serve_guarantees(cluster, needs):
    if all(is_zero(need) for need in needs.values()):
        return
    for agent in cluster.candidates:
        for subscription in cluster.subscriptions_by_share():
            role = subscription.role
            offer = cluster.offerable(subscription, agent, needs[role]) if role in needs else None
            if offer is None or not any(fits(request.resources, offer) for request in cluster.demand(subscription)):
                continue
            cluster.offer(subscription, agent, offer, why=f"{role.name} needs it of its guarantee")
            needs[role] = minus(needs[role], offer)


def share_surplus(cluster):
    """The surplus is what stays free when every unused guarantee that is not lent is set aside."""
    surplus = cluster.free
    for role in cluster.roles:
        surplus = minus(surplus, minus(cluster.unused_guarantee(role), role.lent))
    for agent in cluster.candidates:
        if is_zero(surplus):
            return
        for subscription in cluster.subscriptions_by_share():
            offer = cluster.offerable(subscription, agent, surplus)
            if offer is not None:
                cluster.offer(subscription, agent, offer, why="no guarantee needs it")
                surplus = minus(surplus, offer)


def lend_idle_guarantees(cluster, needs):
    """An owner lends what it neither uses nor needs, and has not lent yet; the one with most to lend comes first."""

    def idle(role):
        return minus(minus(cluster.unused_guarantee(role), needs[role]), role.lent)

    for agent in cluster.candidates:
        idle_shares = {role: largest_share(cluster, idle(role)) for role in needs}
        owners = [role for role in needs if idle_shares[role] > 0]
        for owner in sorted(owners, key=lambda role: (-idle_shares[role], role.id)):
            for subscription in cluster.subscriptions_by_share():
                offer = cluster.lendable(subscription, agent, owner, idle(owner))
                if offer is not None:
                    cluster.offer(subscription, agent, offer, why=f"{owner.name} does not need it now", owner=owner)


def reclaim_lent(cluster, needs):
    """For each task that waits within its role's guarantee: the agent to be cleared for it, by the least worthy victims."""
    deadline = cluster.t + seconds(cluster, "graceSeconds", 30)
    lent = None  # put in order when it is needed, once a call: to tell a task to go changes no share
    for role in cluster.roles_by_share():
        if role not in needs or is_zero(needs[role]):
            continue
        open = minus(needs[role], cluster.reclaiming(role))
        if is_zero(open):
            continue
        lent = lent_by_worth(cluster) if lent is None else lent
        others = [task for task in lent if task.role is not role]  # P7
        for subscription in cluster.subscriptions_by_share(role):
            for request in cluster.demand(subscription):
                for _ in range(request.count):
                    if not fits(request.resources, open):
                        break
                    victims = cluster.victims_for(request.resources, others)
                    if victims is None:
                        break
                    for task in victims:
                        cluster.revoke(task, deadline, role, why=f"a task of {role.name} waits for it")
                    open = minus(open, request.resources)


def lent_by_worth(cluster):
    """The revocable tasks: lowest weight, then largest share, then youngest, then largest, then id (P3)."""
    youngest_allowed = cluster.t - seconds(cluster, "minimumRuntimeSeconds", 0)
    shares = {role: cluster.role_share(role) for role in cluster.roles}

    def worth(task):
        size = largest_share(cluster, task.resources)
        return task.role.weight, -shares[task.role], -task.started_at, -size, task.id

    lent = (task for task in cluster.tasks if task.revocable and task.started_at <= youngest_allowed)
    return sorted(lent, key=worth)


def largest_share(cluster, resources):
    """Of the whole cluster, also of resources that do not count in dominant shares."""
    present = [key for key in cluster.plain_keys if cluster.total[key] > 0]
    return max((cluster.quantity(resources, key) / cluster.total[key] for key in present), default=0)


def seconds(cluster, parameter, otherwise):
    return math.floor(float(cluster.parameters.get(parameter, otherwise)) * 1_000_000 + 0.5)
