"""Planned maintenance of agents, and the inverse offers that ask frameworks to leave them in time (M1 to M5)."""

from __future__ import annotations

from typing import NamedTuple

from ..cluster import Cluster
from ..events import Event, InverseOfferResponse, RemoveAgent, RemoveFramework, UpdateUnavailability
from ..model import Agent, Framework


class Plan(NamedTuple):
    """A planned maintenance of one agent."""

    start: int  # microseconds
    asked: set[Framework]  # who has an inverse offer and has not answered


class Maintenance:
    """What is planned, and who has been asked."""

    def __init__(self):
        self._plans: dict[Agent, Plan] = {}

    def note(self, event: Event) -> None:
        match event:
            case UpdateUnavailability(agent=agent, unavailability=unavailability):
                # Replaces what was planned; frameworks have to think again (M1).
                self._plans.pop(agent, None)
                if agent.there and unavailability is not None:
                    self._plans[agent] = Plan(unavailability.start, set())
            case RemoveAgent(agent=agent):
                self._plans.pop(agent, None)
            case InverseOfferResponse(framework=framework, agent=agent):
                # Who has answered may be asked again.
                if agent in self._plans and framework.there:
                    self._plans[agent].asked.discard(framework)
            case RemoveFramework(framework=framework):
                for plan in self._plans.values():
                    plan.asked.discard(framework)

    def ask(self, cluster: Cluster) -> None:
        """
        Asks who holds something on an agent that the call is about, and has not been asked (M2): for everything,
        until the maintenance begins.
        """
        for agent in cluster._named:
            plan = self._plans.get(agent)
            if plan is None:
                continue
            for framework in holders(agent):
                if framework not in plan.asked:
                    plan.asked.add(framework)
                    cluster.inverse_offer(framework, agent, cluster.zeros(), plan.start)


def holders(agent: Agent) -> list[Framework]:
    """The active frameworks that hold something there, by id."""
    found = {holding.framework for holding in agent.holdings if holding.framework.active}
    return sorted(found, key=lambda framework: framework.id)
