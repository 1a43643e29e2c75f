"""What a script asks about guarantees: what of them is owed, to whom they may be lent, and who has to go for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from .model import Agent, Role, Subscription, Task
from .script_values import shown
from .vectors import Vector, least, minus

if TYPE_CHECKING:
    from .cluster import Cluster


def owed(cluster: Cluster, role: Role) -> Vector:
    """See Cluster.owed. Frameworks count by id; what is on offer to one is for itself and for those before it."""
    amounts = cluster.zeros()
    for subscription in cluster.subscriptions(role) if role.guarantee is not None else ():
        for request in cluster.demand(subscription):
            for plain in cluster.plain_keys:
                amounts[plain] += request.count * request.resources[plain]
        amounts = minus(amounts, subscription.offered)
    return least(amounts, cluster.unused_guarantee(role))


def reclaiming(cluster: Cluster, role: Role) -> Vector:
    """See Cluster.reclaiming."""
    amounts = cluster.zeros()
    for task in cluster.tasks:
        if task.reclaimed_for is role:
            for plain in cluster.plain_keys:
                amounts[plain] += cluster.quantity(task.resources, plain)
    return amounts


def lendable(cluster: Cluster, subscription: Subscription, agent: Agent, owner: Role, most: Vector) -> Vector | None:
    """See Cluster.lendable."""
    framework = subscription.framework
    if not framework.revocable or subscription.role is owner or not cluster.wants_offers(subscription):
        return None
    if not cluster.is_offerable(agent) or cluster.is_gpu_agent_closed_to(agent, framework):
        return None
    if cluster.lends_from_other(subscription, agent, owner):
        return None
    lent, offered = cluster.zeros(), cluster.zeros()
    for plain, revocable in cluster._keys.twins.items():
        lent[plain] = offered[revocable] = min(agent.free[plain], most[plain])
    if not cluster.is_allocatable(offered) or cluster.is_filtered(subscription, agent, offered):
        return None
    return lent


def victims_for(cluster: Cluster, wanted: Vector, tasks: Iterable[Task]) -> list[Task] | None:
    """See Cluster.victims_for."""
    piles, rooms = {}, {}
    # What is free where a revocation is under way is spoken for.
    spoken_for = {task.agent for task in cluster.tasks if task.reclaimed_for is not None}
    for task in tasks:
        if not cluster._tasks.runs(task):
            raise TypeError(f"task is {shown(task)}, not one of cluster.tasks")
        if task.reclaimed_for is not None:
            continue
        agent = task.agent
        if agent not in piles:
            piles[agent] = []
            rooms[agent] = cluster.zeros() if agent in spoken_for else list(agent.free)
        piles[agent].append(task)
        for plain in cluster.plain_keys:
            rooms[agent][plain] += cluster.quantity(task.resources, plain)
        if makes_room(cluster, wanted, rooms[agent]):
            return needed(cluster, wanted, piles[agent], rooms[agent])
    return None


def makes_room(cluster, wanted, room):
    return all(wanted[plain] <= room[plain] for plain in cluster.plain_keys)


def needed(cluster, wanted, pile, room):
    """A task without which there is still room stays, the last one first (P5)."""
    kept = []
    for task in reversed(pile):
        without = list(room)
        for plain in cluster.plain_keys:
            without[plain] -= cluster.quantity(task.resources, plain)
        if makes_room(cluster, wanted, without):
            room = without
        else:
            kept.append(task)
    return kept[::-1]
