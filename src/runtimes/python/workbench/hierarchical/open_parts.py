"""What of an agent's free resources is open to a framework in a role."""

from __future__ import annotations

from typing import NamedTuple

from ..cluster import Cluster
from ..model import Agent, ResourceKey, Role, Subscription
from ..vectors import Vector


def is_at_or_below(role: Role, other: Role) -> bool:
    """Whether the role is another one, or stands below it."""
    return role is other or role.name.startswith(f"{other.name}/")


class Open(NamedTuple):
    own: list[ResourceKey]
    own_and_above: list[ResourceKey]


class OpenParts:
    """Unreserved resources, reservations, revocable ones if the framework takes those (Q8, P4)."""

    def __init__(self, cluster: Cluster):
        self._cluster = cluster
        self._open: dict[Role, Open] = {}
        self._keys = 0

    def own(self, subscription: Subscription, agent: Agent) -> Vector:
        """With reservations of exactly the role (C5)."""
        return self._part(self._open_to(subscription.role).own, subscription, agent)

    def own_and_above(self, subscription: Subscription, agent: Agent) -> Vector:
        """With reservations of the role and of those above it (C9)."""
        return self._part(self._open_to(subscription.role).own_and_above, subscription, agent)

    def _part(self, keys: list[ResourceKey], subscription: Subscription, agent: Agent) -> Vector:
        part = self._cluster.zeros()
        for key in keys:
            if not key.revocable or subscription.framework.revocable:
                part[key.id] = agent.free[key.id]
        return part

    def _open_to(self, role: Role) -> Open:
        keys = self._cluster.keys
        if self._keys != len(keys):
            self._open.clear()
            self._keys = len(keys)
        found = self._open.get(role)
        if found is None:
            above = [key for key in keys if key.reservation is None or is_at_or_below(role, key.reservation)]
            own = [key for key in above if key.reservation is None or key.reservation is role]
            found = self._open[role] = Open(own, above)
        return found
