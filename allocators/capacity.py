"""
Guaranteed capacities with preemption, as YARN's CapacityScheduler has them (Hadoop's ProportionalCapacityPreemptionPolicy).

A role is a queue; its quota guarantee is its capacity. Whoever is furthest below its capacity is served first, task by
task. A role may grow beyond its capacity into what others leave idle: that is lent to it, as revocable. When those others want
it back, the policy says how much each role holds too much (capacity_shares.py), and the youngest of its lent tasks are told
to go: after the grace they are killed. It reacts in steps, to give tasks time to end by themselves.

Parameters: resource (cpus), what is shared; graceSeconds (15), max_wait_before_kill; tolerance (0), the dead zone
max_ignored_over_capacity; termination (1), natural_termination_factor: the part of the excess that is taken back at a time.
"""

from capacity_shares import Queue, to_preempt
from workbench import Offer, fits, is_zero

triggers = ("requestResources", "recoverResources")

UNIT = 1_000  # thousandths


def decide(cluster):
    if any(not is_zero(subscription.offered) for subscription in cluster.subscriptions()):
        return  # What an answer leaves over is not for others before it is known: they would have to give it back again.
    waiting = {subscription: tasks_of(cluster, subscription) for subscription in cluster.subscriptions()}
    while (offer := next_offer(cluster, waiting)) is not None:
        yield offer
    take_back(cluster)


def tasks_of(cluster, subscription):
    """The resources of each task that waits, last first."""
    return [request.resources for request in cluster.demand(subscription) for _ in range(request.count)][::-1]


# ---- Offers ----------------------------------------------------------------------------------------------------------


def next_offer(cluster, waiting):
    key = shared_key(cluster)
    for role in sorted(cluster.roles, key=lambda role: (fullness(role, key), role.id)):
        for subscription in cluster.subscriptions_by_share(role):
            tasks = waiting[subscription]
            if not tasks:
                continue
            is_within = role.held[key] + tasks[-1][key] <= capacity(role, key)
            lender = None if is_within else lender_of(cluster, role, key, tasks[-1])
            if not is_within and (lender is None or not subscription.framework.revocable):
                continue
            agent = first_with_room(cluster, subscription, tasks[-1], lender)
            if agent is not None:
                why = f"within the capacity of {role.name}" if is_within else f"idle capacity of {lender.name}"
                return Offer(subscription, agent, tasks.pop(), why=why, owner=lender)
    return None


def lender_of(cluster, role, key, task):
    """The role with most idle capacity, when that is enough."""
    others = [other for other in cluster.roles if other is not role and idle(other, key) >= task[key]]
    return max(others, key=lambda other: (idle(other, key), -other.id), default=None)


def idle(role, key):
    return capacity(role, key) - role.used[key] - role.lent[key]


def capacity(role, key):
    return role.guarantee[key] if role.guarantee is not None else 0


def fullness(role, key):
    return role.held[key] / capacity(role, key) if capacity(role, key) > 0 else 1.0


def first_with_room(cluster, subscription, resources, lender):
    for agent in cluster.candidates:
        if lender is not None and cluster.lends_from_other(subscription, agent, lender):
            continue
        room = cluster.offerable(subscription, agent)
        if room is not None and fits(resources, room):
            return agent
    return None


# ---- Preemption ------------------------------------------------------------------------------------------------------


def take_back(cluster):
    key = shared_key(cluster)
    queues = [queue_of(cluster, role, key) for role in cluster.roles]
    excess = to_preempt(queues, cluster.total[key] // UNIT)
    tolerance, termination = parameter(cluster, "tolerance", 0), parameter(cluster, "termination", 1)
    for role, queue in zip(cluster.roles, queues):
        if queue.used > queue.guaranteed * (1 + tolerance):
            revoke_youngest(cluster, role, key, excess[role.name] * termination * UNIT)


def queue_of(cluster, role, key):
    # What is on offer is held, and until it is answered it is wanted as well: counted twice, too much would be taken back.
    offered = sum(cluster.quantity(subscription.offered, key) for subscription in role.subscriptions)
    pending = max(0, cluster.role_demand(role)[key] - offered) // UNIT
    return Queue(role.name, capacity(role, key) // UNIT, used=role.held[key] // UNIT, pending=pending)


def revoke_youngest(cluster, role, key, amount):
    deadline = cluster.t + int(parameter(cluster, "graceSeconds", 15) * 1_000_000)
    tasks = [task for task in cluster.tasks if task.role is role and task.revocable]
    amount -= sum(cluster.quantity(task.resources, key) for task in tasks if task.reclaimed_for is not None)
    for task in sorted(tasks, key=lambda task: (-task.started_at, -task.id)):
        size = cluster.quantity(task.resources, key)
        if task.reclaimed_for is None and size <= amount:
            amount -= size
            owner = min(cluster.roles, key=lambda other: (fullness(other, key), other.id))
            cluster.revoke(task, deadline, owner, why=f"{role.name} is over its capacity, {owner.name} below")


def shared_key(cluster):
    name = cluster.parameters.get("resource", "cpus")
    return next(key for key in cluster.plain_keys if cluster.keys[key].name == name)


def parameter(cluster, name, otherwise):
    return float(cluster.parameters.get(name, otherwise))
