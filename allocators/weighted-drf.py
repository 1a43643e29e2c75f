"""
Weighted Dominant Resource Fairness, task by task (Ghodsi et al., NSDI 2011): as long as something fits, the
role with the lowest dominant share / weight is given the resources of one more task.

This is the progressive filling of the paper's Algorithm 1. Mesos and reference/drf.* offer whole agents instead, since a
framework of Mesos does not tell its demand; here frameworks report it (requestResources), so that one task at a time can
be offered. scenarios/weighted-drf.yaml has the paper's example: 9 cpus and 18 GB, tasks of <1 cpu, 4 GB> and <3 cpus,
1 GB> end at three and two.

The same lines stand beside this file in Lua and JavaScript.
"""

from workbench import Offer, fits, is_zero

triggers = ("requestResources", "recoverResources")


def decide(cluster):
    waiting = {subscription: tasks_of(cluster, subscription) for subscription in cluster.subscriptions()}
    while True:
        offer = next_offer(cluster, waiting)
        if offer is None:
            return
        yield offer


def tasks_of(cluster, subscription):
    """The resources of each task that waits, last first. Of who has not answered its offers yet, nothing is known."""
    if not is_zero(subscription.offered):
        return []
    return [request.resources for request in cluster.demand(subscription) for _ in range(request.count)][::-1]


def next_offer(cluster, waiting):
    """One task for who has least; what fits nowhere waits, and the next in order may have its turn."""
    for role in cluster.roles_by_share():
        for subscription in cluster.subscriptions_by_share(role):
            tasks = waiting[subscription]
            agent = first_with_room(cluster, subscription, tasks[-1]) if tasks else None
            if agent is not None:
                why = f"{role.name} has {cluster.role_share(role):.3f}"
                return Offer(subscription, agent, tasks.pop(), why=why)
    return None


def first_with_room(cluster, subscription, resources):
    for agent in cluster.candidates:
        room = cluster.offerable(subscription, agent)
        if room is not None and fits(resources, room):
            return agent
    return None
