"""What a script offers."""

from __future__ import annotations

from .model import Agent, Role, Subscription
from .script_values import checked, checked_vector, checked_why
from .vectors import Vector


class Offer:
    """
    Resources of an agent for a framework in a role: what `decide` returns, in a list or one after another from a
    generator. What is wrong with it is found when it is made, and so at the script's own line.
    """

    __slots__ = ("agent", "owner", "resources", "subscription", "why")

    def __init__(
        self,
        subscription: Subscription,
        agent: Agent,
        resources: Vector,
        why: str | None = None,
        owner: Role | None = None,
    ) -> None:
        self.subscription: Subscription = checked(subscription, Subscription, "subscription", "the cluster's")
        self.agent: Agent = checked(agent, Agent, "agent", "cluster.agents")
        self.resources = checked_vector(resources, agent._keys)
        self.why = checked_why(why)
        self.owner: Role | None = owner if owner is None else checked(owner, Role, "owner", "cluster.roles")

    def __repr__(self) -> str:
        return f"<Offer of {self.agent.name} to {self.subscription.framework.name} in {self.subscription.role.name}>"
