"""What frameworks have refused, and for how long."""

from __future__ import annotations

from collections.abc import Iterable

from .model import Agent, Framework, Subscription
from .vectors import Vector, fits

Filter = tuple[int, int, Vector]  # it ends at, it was made at, what was refused


class Filters:
    """A subscription keeps its own, by agent; here is what is done with them."""

    def __init__(self, allocation_interval: int):
        self._interval = allocation_interval

    def add(self, subscription: Subscription, agent: Agent, refused: Vector, now: int, duration: int) -> None:
        filters = subscription._filters
        kept = [entry for entry in filters.get(agent, ()) if entry[0] >= now]
        kept.append((now + duration, now, refused))
        filters[agent] = kept

    def clear_agent(self, agent: Agent, frameworks: Iterable[Framework]) -> None:
        for framework in frameworks:
            for subscription in framework._subscriptions.values():
                subscription._filters.pop(agent, None)

    def clear_framework(self, framework: Framework) -> None:
        for subscription in framework._subscriptions.values():
            subscription._filters.clear()

    def refuse(self, subscription: Subscription, agent: Agent, resources: Vector, now: int, is_tick: bool) -> bool:
        """Whether these resources, or more, were refused and that is still in force."""
        for until, made_at, refused in subscription._filters.get(agent, ()):
            # One that was made just after the previous tick still blocks this one, even when it ends right now (F3).
            in_force = until > now or (is_tick and until == now and made_at == now - self._interval)
            if in_force and (resources == refused or fits(resources, refused)):
                return True
        return False
