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

triggers = ("requestResources",)


def decide(cluster, candidates):
    needs = measure_needs(cluster)
    if has_free_resources(cluster, candidates):
        serve_guarantees(cluster, candidates, needs)
        share_surplus(cluster, candidates)
        lend_idle_guarantees(cluster, candidates, needs)
    reclaim_lent(cluster, needs)


# ---- 1. Measure ------------------------------------------------------------------------------------------------------


def measure_needs(cluster):
    """By role id: demand within the guarantee that nothing in use or on offer meets; None for roles without one."""
    return [None if role.guarantee is None else need_of(cluster, role) for role in cluster.roles]


def need_of(cluster, role):
    need = cluster.zeros()
    for subscription in role.subscriptions:
        if not cluster.wants_offers(subscription):
            continue
        for request in requests_of(cluster, subscription):
            for key in cluster.plain_keys:
                need[key] += request.count * request.resources[key]
        for key in cluster.plain_keys:
            need[key] = max(0, need[key] - subscription.offered[key])
    for key in cluster.plain_keys:
        need[key] = min(need[key], unused_guarantee(role, key))
    return need


def unused_guarantee(role, key):
    return 0 if role.guarantee is None else max(0, role.guarantee[key] - role.used[key])


def requests_of(cluster, subscription):
    requests = cluster.frameworks[subscription.framework].requests
    return [request for request in requests if request.role == subscription.role]


def has_free_resources(cluster, candidates):
    if not any(cluster.free[key] > 0 for key in cluster.plain_keys):
        return False
    return any(cluster.available(cluster.agents[id], key) > 0 for id in candidates for key in cluster.plain_keys)


# ---- 2. Serve --------------------------------------------------------------------------------------------------------


def serve_guarantees(cluster, candidates, needs):
    if not any(need is not None and is_any_above(need) for need in needs):
        return
    for agent in candidates:
        for role in cluster.roles_by_share():
            need = needs[role.id]
            if need is None or not is_any_above(need):
                continue
            for subscription in cluster.subscriptions_by_share(role):
                offer = cut(cluster, agent, lambda key: need[key])
                if not holds_one_task(cluster, subscription, offer):
                    continue
                if not is_wanted(cluster, subscription, agent, offer):
                    continue
                cluster.offer(subscription.framework, role.id, agent, offer)
                for key in cluster.plain_keys:
                    need[key] -= offer[key]


def holds_one_task(cluster, subscription, offer):
    return any(fits(cluster, request.resources, offer) for request in requests_of(cluster, subscription))


# ---- 3. Share --------------------------------------------------------------------------------------------------------


def share_surplus(cluster, candidates):
    """The surplus is what stays free when every unused guarantee that is not lent is set aside. Limits hold for all."""
    surplus = cluster.zeros()
    for key in cluster.plain_keys:
        set_aside = sum(max(0, unused_guarantee(role, key) - role.lent[key]) for role in cluster.roles)
        surplus[key] = max(0, cluster.free[key] - set_aside)
    for agent in candidates:
        if not is_any_above(surplus):
            return
        for role in cluster.roles_by_share():
            for subscription in cluster.subscriptions_by_share(role):
                offer = cut(cluster, agent, lambda key: min(surplus[key], room_under_limit(role, key)))
                if not is_wanted(cluster, subscription, agent, offer):
                    continue
                cluster.offer(subscription.framework, role.id, agent, offer)
                for key in cluster.plain_keys:
                    surplus[key] -= offer[key]


def room_under_limit(role, key):
    if role.limit is None or role.limit[key] < 0:
        return math.inf
    return max(0, role.limit[key] - role.used[key])


# ---- 4. Lend ---------------------------------------------------------------------------------------------------------


def lend_idle_guarantees(cluster, candidates, needs):
    """An owner lends what it neither uses nor needs, and has not lent yet; the one with most to lend comes first."""
    for agent in candidates:
        for owner in owners_by_idle(cluster, needs):
            for role in cluster.roles_by_share():
                if role.id == owner.id:
                    continue
                for subscription in cluster.subscriptions_by_share(role):
                    framework = subscription.framework
                    if not cluster.frameworks[framework].revocable:
                        continue
                    if cluster.lends_from_other(framework, role.id, agent, owner.id):
                        continue
                    offer = cut(cluster, agent, lambda key: idle_guarantee(owner, needs, key))
                    if not is_wanted(cluster, subscription, agent, as_revocable(cluster, offer)):
                        continue
                    cluster.offer(framework, role.id, agent, offer, owner.id)


def idle_guarantee(owner, needs, key):
    return max(0, unused_guarantee(owner, key) - needs[owner.id][key] - owner.lent[key])


def owners_by_idle(cluster, needs):
    idle = {}
    for role in cluster.roles:
        if role.guarantee is None:
            continue
        keys = [key for key in cluster.plain_keys if cluster.total[key] > 0]
        idle[role.id] = max((idle_guarantee(role, needs, key) / cluster.total[key] for key in keys), default=0)
    owners = [cluster.roles[id] for id in idle if idle[id] > 0]
    return sorted(owners, key=lambda role: (-idle[role.id], role.id))


# ---- 5. Reclaim ------------------------------------------------------------------------------------------------------


def reclaim_lent(cluster, needs):
    """For each task that waits within its role's guarantee: the agent to be cleared for it, by the least worthy victims."""
    for role in cluster.roles_by_share():
        need = needs[role.id]
        if need is None or not is_any_above(need):
            continue
        open = subtract_under_way(cluster, role, need)
        for subscription in cluster.subscriptions_by_share(role):
            for request in requests_of(cluster, subscription):
                for _ in range(request.count):
                    if not fits(cluster, request.resources, open) or not clear_room(cluster, role, request):
                        break
                    for key in cluster.plain_keys:
                        open[key] -= request.resources[key]


def subtract_under_way(cluster, role, need):
    """The need that no revocation under way will meet."""
    open = list(need)
    for task in cluster.tasks.values():
        if task.reclaimed_for != role.id:
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
            cluster.revoke(task, cluster.t + seconds(cluster, "graceSeconds", 30), role.id)
        return True
    return False


def victims_by_worth(cluster, role):
    """Only revocable tasks of other roles (P7): lowest weight, largest share, youngest, largest, then id (P3)."""
    youngest_allowed = cluster.t - seconds(cluster, "minimumRuntimeSeconds", 0)
    shares = [cluster.role_share(other) for other in cluster.roles]
    victims = [
        task
        for task in cluster.tasks.values()
        if task.revocable and task.reclaimed_for is None and task.role != role.id
        if task.started_at <= youngest_allowed
    ]
    return sorted(
        victims,
        key=lambda task: (
            cluster.roles[task.role].weight,
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
    tasks = cluster.tasks.values()
    spoken_for = any(task.agent == agent and task.reclaimed_for is not None for task in tasks)
    for key in cluster.plain_keys:
        room = 0 if spoken_for else cluster.available(cluster.agents[agent], key)
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
        amounts[key] = min(cluster.available(cluster.agents[agent], key), most(key))
    return amounts


def is_wanted(cluster, subscription, agent, offer):
    """Worth an offer, not refused a while ago, and the framework may use this agent."""
    framework = subscription.framework
    if not cluster.is_allocatable(offer) or cluster.is_filtered(framework, subscription.role, agent, offer):
        return False
    return not cluster.is_gpu_agent_closed_to(cluster.agents[agent], cluster.frameworks[framework])


def as_revocable(cluster, amounts):
    """The same amounts under the revocable keys."""
    revocable = cluster.zeros()
    for key in cluster.keys:
        if key.revocable:
            revocable[key.id] = amounts[key.plain]
    return revocable


def fits(cluster, part, whole):
    return all(part[key] <= whole[key] for key in cluster.plain_keys)


def is_any_above(amounts):
    return any(amount > 0 for amount in amounts)


def seconds(cluster, parameter, otherwise):
    return math.floor(float(cluster.parameters.get(parameter, otherwise)) * 1_000_000 + 0.5)
