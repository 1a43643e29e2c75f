"""Quota as one cycle sees it."""

from __future__ import annotations

import math

from ..cluster import Cluster
from ..model import Role
from ..vectors import Vector
from .open_parts import is_at_or_below


class QuotaUse:
    """How much of a role's quota is used, as this cycle counts."""

    __slots__ = ("consumed", "role")

    def __init__(self, role: Role, consumed: Vector):
        self.role = role
        self.consumed = consumed  # by plain key

    def guarantee_left(self, key: int) -> int:
        """What of the guarantee is outstanding."""
        guarantee = self.role.guarantee
        return 0 if guarantee is None else max(0, guarantee[key] - self.consumed[key])

    def limit_left(self, key: int) -> float:
        limit = self.role.limit
        return math.inf if limit is None or limit[key] < 0 else max(0, limit[key] - self.consumed[key])


class Headroom:
    """
    What each role has consumed, what is still to be kept for guarantees, and what there is. Taken from the cluster
    when the cycle begins; then only the cycle's own offers count, by the rules of their stage (C7, C10). All
    vectors here are by plain key.
    """

    def __init__(self, cluster: Cluster):
        self._keys = cluster.plain_keys
        self._required = cluster.zeros()
        self._uses: dict[Role, QuotaUse] = {}
        limited = [role for role in cluster.roles if role.guarantee is not None or role.limit is not None]
        reserved = reserved_totals(cluster) if limited else []
        for role in limited:
            use = self._uses[role] = QuotaUse(role, consumed_by(cluster, role, reserved))
            for key in self._keys:
                self._required[key] += use.guarantee_left(key)
        self._available = available_in(cluster, reserved) if self.is_required else []

    @property
    def is_required(self) -> bool:
        """Whether some guarantee is not satisfied yet: then other roles only get the surplus."""
        return any(self._required)

    def use_of(self, role: Role) -> QuotaUse | None:
        """The quota of exactly this role, if it has one."""
        return self._uses.get(role)

    def is_owed(self, resources: Vector, use: QuotaUse) -> bool:
        """Whether something of these resources is guaranteed to the role and outstanding."""
        return any(resources[key] > 0 and use.guarantee_left(key) > 0 for key in self._keys)

    def cuts(self, use: QuotaUse | None) -> bool:
        """Whether the second stage cuts anything for a role of this quota."""
        return self.is_required or (use is not None and use.role.limit is not None)

    def cut_remainder(self, resources: Vector, use: QuotaUse | None) -> Vector:
        """
        What the second stage may offer: unreserved non-revocable resources are cut to what the role's limits leave,
        and to the surplus over all guarantees (C9). Changes what it is given.
        """
        for key in self._keys:
            limited = math.inf if use is None else use.limit_left(key)
            resources[key] = min(resources[key], limited, self._surplus(key))
        return resources

    def cut_guaranteed(self, resources: Vector, use: QuotaUse) -> Vector:
        """
        What the first stage may offer: of unreserved non-revocable resources the part that is guaranteed, and of the
        rest what limits and surplus leave (C4, C5). Changes what it is given.
        """
        for key in self._keys:
            guaranteed = min(resources[key], use.guarantee_left(key))
            limited = max(0, use.limit_left(key) - guaranteed)
            resources[key] = guaranteed + min(resources[key] - guaranteed, limited, self._surplus(key))
        return resources

    def give_guaranteed(self, offer: Vector, use: QuotaUse) -> None:
        """Books an offer of the first stage (C7): what is required falls by the guaranteed part only."""
        for key in self._keys:
            self._required[key] -= min(offer[key], use.guarantee_left(key))
            use.consumed[key] += offer[key]
            self._available[key] = max(0, self._available[key] - offer[key])

    def give_remainder(self, offer: Vector, use: QuotaUse | None) -> None:
        """Books an offer of the second stage; only a quota of the very role is charged at once (C10)."""
        if use is not None:
            for key in self._keys:
                use.consumed[key] += offer[key]
        if self.is_required:
            for key in self._keys:
                self._available[key] = max(0, self._available[key] - offer[key])

    def _surplus(self, key):
        """What others may have while guarantees are outstanding; all when none are."""
        return max(0, self._available[key] - self._required[key]) if self.is_required else math.inf


def reserved_totals(cluster: Cluster) -> Vector:
    """By key: what is reserved, over all agents."""
    totals = cluster.zeros()
    for key in cluster.keys:
        if key.reservation is not None:
            totals[key.id] = sum(agent.total[key.id] for agent in cluster.agents)
    return totals


def consumed_by(cluster: Cluster, top: Role, reserved: Vector) -> Vector:
    """Reservations of the role and those below it, used or not, and what else is offered or used there (Q3)."""
    consumed = cluster.zeros()
    for key in cluster.keys:
        if key.reservation is not None and is_at_or_below(key.reservation, top):
            consumed[key.plain] += reserved[key.id]
    for role in cluster.roles:
        if is_at_or_below(role, top):
            for key in cluster.plain_keys:
                consumed[key] += role.used[key]
    return consumed


def available_in(cluster: Cluster, reserved: Vector) -> Vector:
    """What could still be given without being reserved or revocable; no step goes below zero (section 4)."""
    idle_reserved, idle_revocable, available = cluster.zeros(), cluster.zeros(), cluster.zeros()
    for key in cluster.keys:
        idle_reserved[key.plain] += reserved[key.id]
        if key.revocable:
            idle_revocable[key.plain] += sum(agent.free[key.id] for agent in cluster.agents)
        elif key.reservation is not None:
            held = (holding.held[key.id] for agent in cluster.agents for holding in agent._holdings.values())
            idle_reserved[key.plain] -= sum(held)
    for key in cluster.plain_keys:
        held = sum(role.held[key] for role in cluster.roles)
        unreserved = max(0, max(0, cluster.total[key] - held) - max(0, idle_reserved[key]))
        available[key] = max(0, unreserved - idle_revocable[key])
    return available
