"""What a framework may be offered of an agent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .key_table import is_reachable
from .model import Agent, Subscription
from .vectors import Vector, least

if TYPE_CHECKING:
    from .cluster import Cluster

UNKNOWN = object()


class Offerable:
    """
    Frameworks of one role and the same capabilities reach the same resources of an agent: what these are is worked out
    once for all of them, until something changes on the agent. A subscription's `_reach` stands for its group.
    """

    def __init__(self, cluster: Cluster):
        self._cluster = cluster
        self._keys = {}  # ids of the keys within reach

    def forget(self) -> None:
        """There are new keys."""
        self._keys.clear()
        for agent in self._cluster.agents:
            agent._reachable.clear()

    def to(self, subscription: Subscription, agent: Agent, most: Vector | None = None) -> Vector | None:
        """See Cluster.offerable."""
        # In this order since nearly all questions end with one of the first two: the script asks for every framework.
        if not agent._open or not subscription._wants:
            return None
        resources = agent._reachable.get(subscription._reach, UNKNOWN)
        if resources is UNKNOWN:
            resources = agent._reachable[subscription._reach] = self._within_reach(subscription, agent)
        if resources is None:
            return None
        if most is not None or subscription.role.limit is not None:
            if most is not None:
                resources = least(resources, most)
            if subscription.role.limit is not None:
                resources = self._within_limit(resources, subscription.role)
            if not self._cluster.is_allocatable(resources):
                return None
        if agent in subscription._filters and self._cluster.is_filtered(subscription, agent, resources):
            return None
        return resources.copy()

    def _within_reach(self, subscription, agent):
        """None when that is not worth an offer."""
        cluster = self._cluster
        if cluster.is_gpu_agent_closed_to(agent, subscription.framework):
            return None
        resources = cluster.zeros()
        for key in self._keys_within(subscription):
            resources[key] = agent.free[key]
        return resources if any(resources) and cluster.is_allocatable(resources) else None

    def _within_limit(self, resources, role):
        """A role's quota limit is on what is unreserved and not revocable (C14)."""
        resources = resources.copy()
        for key in self._cluster.plain_keys:
            if role.limit[key] >= 0:
                resources[key] = max(0, min(resources[key], role.limit[key] - role.used[key]))
        return resources

    def _keys_within(self, subscription):
        keys = self._keys.get(subscription._reach)
        if keys is None:
            role, revocable = subscription.role, subscription.framework.revocable
            keys = [key.id for key in self._cluster.keys if is_reachable(key, role, revocable)]
            self._keys[subscription._reach] = keys
        return keys
