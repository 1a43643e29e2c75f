"""
EASY backfilling (Lifka, JSSPP 1995; Mu'alem and Feitelson, IEEE TPDS 2001): jobs start in the order of the queue; when
the first of them finds no room, it is given a reservation, and a later one may pass if it does not delay that.

The reservation is the earliest time at which the head of the queue fits, if every running task ends when its user said it
would. A later job may start now when it is estimated to end by then, or when the head would fit beside it all the same.
Estimates may be wrong: tasks that end early only make the head start earlier, tasks that overrun delay it.

Frameworks stand in the queue from the moment that they report demand, each with its jobs in its own order. A job is a
gang, or one task. Parameter backfill (true): false gives plain first come, first served. scenarios/easy-backfilling.yaml
has both.
"""

from math import inf

from workbench import Offer, fits, is_zero, least, minus, plus

triggers = ("requestResources", "recoverResources")

queue = {}
"""The frameworks that wait, in the order in which they came (a dict keeps that order)."""
promised = []
"""(framework, agent, estimated seconds) of tasks that were offered room and have not started yet."""
ends = {}
"""When each running task is estimated to end, by its id."""


def on_event(cluster, event):
    if event.op == "requestResources" and event.requests:
        queue.setdefault(event.framework)
    elif event.op in ("requestResources", "removeFramework"):
        queue.pop(event.framework, None)
    elif event.op == "acceptOffer" and event.task is not None:
        for promise in promised:
            if promise[:2] == (event.framework, event.agent):
                promised.remove(promise)
                ends[event.task.id] = cluster.t + promise[2] * 1_000_000
                return


def decide(cluster):
    head = shadow = None
    left = {agent: agent.free for agent in cluster.candidates}
    for subscription, request, size in jobs_of(cluster):
        rooms = {agent: least(left[agent], room) for agent, room in rooms_for(cluster, subscription)}
        places = place(rooms, request, size)
        if places is None and head is None:
            head, shadow = (request, size), shadow_time(cluster, rooms, request, size)
        if places is None or (head is not None and not may_pass(cluster, rooms, head, shadow, request, places)):
            continue
        why = "its turn" if head is None else f"does not delay the head of the queue, due at {shadow / 1e6:.0f} s"
        for agent in places:
            left[agent] = minus(left[agent], request.resources)
            promised.append((subscription.framework, agent, seconds_of(request)))
            yield Offer(subscription, agent, request.resources, why=why)


def jobs_of(cluster):
    wanting = cluster.subscriptions()
    for subscription in sorted(wanting, key=lambda s: list(queue).index(s.framework) if s.framework in queue else inf):
        if not is_zero(subscription.offered):
            continue  # Its answer tells what it still needs.
        promised[:] = [promise for promise in promised if promise[0] is not subscription.framework]
        for request in cluster.demand(subscription):
            jobs, size = (1, request.count) if request.gang else (request.count, 1)
            yield from ((subscription, request, size) for _ in range(jobs))


def rooms_for(cluster, subscription):
    for agent in cluster.candidates:
        room = cluster.offerable(subscription, agent)
        if room is not None:
            yield agent, room


def place(rooms, request, size):
    """The agents for each of a job's tasks, first fit; None when there is no room for all of them."""
    places = []
    for agent, room in rooms.items():
        while len(places) < size and fits(request.resources, room):
            room = minus(room, request.resources)
            places.append(agent)
    return places if len(places) == size else None


def rooms_at(cluster, rooms, t):
    """What there will be when all that is estimated to end by then has ended."""
    later = dict(rooms)
    for task in cluster.tasks:
        if ends.get(task.id, inf) <= t:
            later[task.agent] = plus(later.get(task.agent, cluster.zeros()), task.resources)
    return later


def shadow_time(cluster, rooms, request, size):
    """The earliest estimated end of a running task after which the job has room."""
    for t in sorted({ends.get(task.id, inf) for task in cluster.tasks}):
        if place(rooms_at(cluster, rooms, t), request, size) is not None:
            return t
    return inf


def may_pass(cluster, rooms, head, shadow, request, places):
    if not backfills(cluster):
        return False
    if cluster.t + seconds_of(request) * 1_000_000 <= shadow:
        return True
    rest = dict(rooms)
    for agent in places:
        rest[agent] = minus(rest[agent], request.resources)
    return place(rooms_at(cluster, rest, shadow), *head) is not None


def seconds_of(request):
    return inf if request.estimate_seconds is None else request.estimate_seconds


def backfills(cluster):
    return str(cluster.parameters.get("backfill", True)).lower() != "false"
