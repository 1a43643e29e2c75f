"""
Preemptive oversubscription: idle guarantees are lent out as revocable resources and taken back when their owner needs
them. What Mesos' hierarchical DRF cannot do: it keeps an unused guarantee idle, and never takes anything back.

Five steps, in this order, each call:
  1. measure  what each guaranteed role still needs of its guarantee (its demand that is not met yet)
  2. serve    free resources go to those roles first, no more than they need
  3. share    what no guarantee covers goes to all frameworks by dominant share
  4. lend     what is left is an idle guarantee: it is offered, revocable, to whoever can take that
  5. reclaim  a need that free resources did not meet is met by taking lent ones back, with a deadline

Rules P1 to P7 of the oversubscription facts. Scope: top-level roles and unreserved resources.
The same algorithm, step for step, stands beside this file in TypeScript, Lua, JavaScript and C.

Parameters: graceSeconds (30), how long a victim has to finish; minimumRuntimeSeconds (0), younger tasks are spared.
"""

import math

from workbench import fits, is_zero, minus

triggers = ("requestResources",)


def decide(cluster):
    needs = measure_needs(cluster)
    if has_free_resources(cluster):
        serve_guarantees(cluster, needs)
        share_surplus(cluster)
        lend_idle_guarantees(cluster, needs)
    reclaim_lent(cluster, needs)


# ---- 1. Measure ------------------------------------------------------------------------------------------------------


def measure_needs(cluster):
    """By role: demand within the guarantee that nothing in use or on offer meets; no entry for roles without a guarantee."""
    return {role: need_of(cluster, role) for role in cluster.roles if role.guarantee is not None}


def need_of(cluster, role):
    need = cluster.zeros()
    for subscription in cluster.subscriptions(role):
        for request in requests_of(subscription):
            for key in cluster.plain_keys:
                need[key] += request.count * request.resources[key]
        need = minus(need, subscription.offered)
    for key in cluster.plain_keys:
        need[key] = min(need[key], unused_guarantee(role, key))
    return need


def unused_guarantee(role, key):
    return 0 if role.guarantee is None else max(0, role.guarantee[key] - role.used[key])


def requests_of(subscription):
    return [request for request in subscription.framework.requests if request.role is subscription.role]


def has_free_resources(cluster):
    if is_zero(cluster.free):
        return False
    return any(agent.free[key] > 0 for agent in cluster.candidates for key in cluster.plain_keys)


# ---- 2. Serve --------------------------------------------------------------------------------------------------------


def serve_guarantees(cluster, needs):
    if all(is_zero(need) for need in needs.values()):
        return
    for agent in cluster.candidates:
        for role in cluster.roles_by_share():
            need = needs.get(role)
            if need is None or is_zero(need):
                continue
            for subscription in cluster.subscriptions_by_share(role):
                offer = cut(cluster, agent, lambda key: need[key])
                if not holds_one_task(subscription, offer) or not is_wanted(cluster, subscription, agent, offer):
                    continue
                cluster.offer(subscription, agent, offer, why=f"{role.name} needs it of its guarantee")
                for key in cluster.plain_keys:
                    need[key] -= offer[key]


def holds_one_task(subscription, offer):
    return any(fits(request.resources, offer) for request in requests_of(subscription))


# ---- 3. Share --------------------------------------------------------------------------------------------------------


def share_surplus(cluster):
    """The surplus is what stays free when every unused guarantee that is not lent is set aside. Limits hold for all."""
    surplus = cluster.zeros()
    for key in cluster.plain_keys:
        set_aside = sum(max(0, unused_guarantee(role, key) - role.lent[key]) for role in cluster.roles)
        surplus[key] = max(0, cluster.free[key] - set_aside)
    for agent in cluster.candidates:
        if is_zero(surplus):
            return
        for role in cluster.roles_by_share():
            for subscription in cluster.subscriptions_by_share(role):
                offer = cut(cluster, agent, lambda key: min(surplus[key], room_under_limit(role, key)))
                if not is_wanted(cluster, subscription, agent, offer):
                    continue
                cluster.offer(subscription, agent, offer, why="no guarantee needs it")
                for key in cluster.plain_keys:
                    surplus[key] -= offer[key]


def room_under_limit(role, key):
    if role.limit is None or role.limit[key] < 0:
        return math.inf
    return max(0, role.limit[key] - role.used[key])


# ---- 4. Lend ---------------------------------------------------------------------------------------------------------


def lend_idle_guarantees(cluster, needs):
    """An owner lends what it neither uses nor needs, and has not lent yet; the one with most to lend comes first."""
    for agent in cluster.candidates:
        for owner in owners_by_idle(cluster, needs):
            for role in cluster.roles_by_share():
                if role is owner:
                    continue
                for subscription in cluster.subscriptions_by_share(role):
                    if not subscription.framework.revocable:
                        continue
                    if cluster.lends_from_other(subscription, agent, owner):
                        continue
                    offer = cut(cluster, agent, lambda key: idle_guarantee(owner, needs, key))
                    if not is_wanted(cluster, subscription, agent, as_revocable(cluster, offer)):
                        continue
                    cluster.offer(subscription, agent, offer, why=f"{owner.name} does not need it now", owner=owner)


def idle_guarantee(owner, needs, key):
    return max(0, unused_guarantee(owner, key) - needs[owner][key] - owner.lent[key])


def owners_by_idle(cluster, needs):
    keys = [key for key in cluster.plain_keys if cluster.total[key] > 0]
    idle = {
        owner: max((idle_guarantee(owner, needs, key) / cluster.total[key] for key in keys), default=0)
        for owner in needs
    }
    return sorted((owner for owner in needs if idle[owner] > 0), key=lambda owner: (-idle[owner], owner.id))


# ---- 5. Reclaim ------------------------------------------------------------------------------------------------------


def reclaim_lent(cluster, needs):
    """For each task that waits within its role's guarantee: the agent to be cleared for it, by the least worthy victims."""
    for role in cluster.roles_by_share():
        need = needs.get(role)
        if need is None or is_zero(need):
            continue
        open = subtract_under_way(cluster, role, need)
        for subscription in cluster.subscriptions_by_share(role):
            for request in requests_of(subscription):
                for _ in range(request.count):
                    if not fits(request.resources, open) or not clear_room(cluster, role, request):
                        break
                    open = minus(open, request.resources)


def subtract_under_way(cluster, role, need):
    """The need that no revocation under way will meet."""
    open = list(need)
    for task in cluster.tasks:
        if task.reclaimed_for is not role:
            continue
        for key in cluster.plain_keys:
            open[key] = max(0, open[key] - cluster.quantity(task.resources, key))
    return open


def clear_room(cluster, role, request):
    """Walks the victims from the least worthy on, until those met on one agent make room; takes back just those."""
    pile_of = {}
    for victim in victims_by_worth(cluster, role):
        pile = pile_of.setdefault(victim.agent, [])
        pile.append(victim)
        if not makes_room(cluster, victim.agent, pile, request):
            continue
        for task in without_spared(cluster, victim.agent, pile, request):
            deadline = cluster.t + seconds(cluster, "graceSeconds", 30)
            cluster.revoke(task, deadline, role, why=f"a task of {role.name} waits for it")
        return True
    return False


def victims_by_worth(cluster, role):
    """Only revocable tasks of other roles (P7): lowest weight, largest share, youngest, largest, then id (P3)."""
    youngest_allowed = cluster.t - seconds(cluster, "minimumRuntimeSeconds", 0)
    shares = {other: cluster.role_share(other) for other in cluster.roles}
    victims = [
        task
        for task in cluster.tasks
        if task.revocable and task.reclaimed_for is None and task.role is not role
        if task.started_at <= youngest_allowed
    ]
    return sorted(
        victims,
        key=lambda task: (
            task.role.weight,
            -shares[task.role],
            -task.started_at,
            -size(cluster, task),
            task.id,
        ),
    )


def without_spared(cluster, agent, pile, request):
    """A victim without which there is still room is spared, the most worthy first (P5)."""
    kept = list(pile)
    for task in reversed(pile):
        fewer = [other for other in kept if other is not task]
        if makes_room(cluster, agent, fewer, request):
            kept = fewer
    return kept


def makes_room(cluster, agent, pile, request):
    """What is free where a revocation is under way is spoken for."""
    spoken_for = any(task.agent is agent and task.reclaimed_for is not None for task in cluster.tasks)
    for key in cluster.plain_keys:
        room = 0 if spoken_for else agent.free[key]
        room += sum(cluster.quantity(task.resources, key) for task in pile)
        if request.resources[key] > room:
            return False
    return True


def size(cluster, task):
    """The dominant share of one task."""
    keys = [key for key in cluster.plain_keys if cluster.total[key] > 0]
    return max((cluster.quantity(task.resources, key) / cluster.total[key] for key in keys), default=0)


# ---- Amounts ---------------------------------------------------------------------------------------------------------


def cut(cluster, agent, most):
    """What is available on an agent, each key cut to at most `most(key)`."""
    amounts = cluster.zeros()
    for key in cluster.plain_keys:
        amounts[key] = min(agent.free[key], most(key))
    return amounts


def is_wanted(cluster, subscription, agent, offer):
    """Worth an offer, not refused a while ago, and the framework may use this agent."""
    if not cluster.is_allocatable(offer) or cluster.is_filtered(subscription, agent, offer):
        return False
    return not cluster.is_gpu_agent_closed_to(agent, subscription.framework)


def as_revocable(cluster, amounts):
    """The same amounts under the revocable keys."""
    revocable = cluster.zeros()
    for key in cluster.keys:
        if key.revocable:
            revocable[key.id] = amounts[key.plain]
    return revocable


def seconds(cluster, parameter, otherwise):
    return math.floor(float(cluster.parameters.get(parameter, otherwise)) * 1_000_000 + 0.5)
