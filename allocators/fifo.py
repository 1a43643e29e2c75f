"""
First in, first out: the framework that has waited longest is served first, and nobody passes it.

The oldest policy of batch systems, and still the default order within a queue of YARN's CapacityScheduler (its
FifoOrderingPolicy). A framework stands in the queue from the moment that it reports demand until all of it has started.
Its tasks are placed one by one on the first agent that has room; when one fits nowhere, everybody behind it waits, though
there may be room for them: the convoy effect, which scenarios/fifo.yaml shows beside DRF.

The same lines stand beside this file in Lua and JavaScript.
"""

from workbench import Offer, fits, is_zero

triggers = ("requestResources", "recoverResources")

queue = {}
"""The frameworks that wait, in the order in which they came (a dict keeps that order)."""


def on_event(cluster, event):
    if event.op == "requestResources" and event.requests:
        queue.setdefault(event.framework, cluster.t)
    elif event.op in ("requestResources", "removeFramework"):
        queue.pop(event.framework, None)


def decide(cluster):
    for framework, since in queue.items():
        for subscription in cluster.subscriptions():
            if subscription.framework is not framework:
                continue
            if not is_zero(subscription.offered):
                return  # Its answer tells what it still needs.
            for request in cluster.demand(subscription):
                for _ in range(request.count):
                    agent = first_with_room(cluster, subscription, request)
                    if agent is None:
                        return
                    why = f"waits since {since // 1_000_000} s"
                    yield Offer(subscription, agent, request.resources, why=why)


def first_with_room(cluster, subscription, request):
    for agent in cluster.candidates:
        room = cluster.offerable(subscription, agent)
        if room is not None and fits(request.resources, room):
            return agent
    return None
