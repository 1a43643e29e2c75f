"""The base itself."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from ..cluster import Cluster
from ..events import Event
from ..model import Agent, Role, Subscription, Task
from ..script_line import raise_at
from ..script_values import shown
from ..vectors import Vector, is_zero, least, minus
from .headroom import Headroom
from .maintenance import Maintenance
from .open_parts import OpenParts
from .role_tree import RoleTree


class State:
    """What the allocator knows beside the cluster."""

    def __init__(self, cluster: Cluster):
        self.cluster = cluster
        self.tree = RoleTree(cluster)
        self.maintenance = Maintenance()
        self.parts = OpenParts(cluster)


class Hierarchical:
    """
    Mesos' hierarchical allocator as a base whose steps can be overridden one by one:

        from workbench import Hierarchical

        class Mine(Hierarchical):
            def sort_frameworks(self, cluster, role):
                return cluster.subscriptions(role)

        allocator = Mine()

    A cycle goes in two stages over the agents (facts: allocator, C1 to C16): first what roles are guaranteed by
    their quota and do not have yet, then whatever is left, as a whole, to who comes first. At last frameworks are
    asked to leave agents whose maintenance is planned (M2), and victims give back what was lent.

    It decides as the built-in `hierarchical` does where a guest sees what the built-in sees. Offer constraints,
    minimal offers of frameworks, fault domains, volumes, refined reservations and the filters of answers to inverse
    offers do not cross to guests; nor has it the random sorter, shuffled agents and cached weights.
    """

    grace: int = 30_000_000
    """How long a victim has to end by itself, microseconds."""

    _state: State | None = None

    # ---- Steps: what is here can be overridden ----------------------------------------------------------------------

    def choose_agents(self, cluster: Cluster) -> Sequence[Agent]:
        """The agents in the order in which they are given out: candidates by id."""
        return cluster.candidates

    def sort_roles(self, cluster: Cluster) -> Sequence[Role]:
        """
        Roles with frameworks, depth first: of siblings the one with the lowest share, then fewest offers (S7, S9).
        """
        return self._of(cluster).tree.roles()

    def sort_frameworks(self, cluster: Cluster, role: Role) -> Sequence[Subscription]:
        """The frameworks of a role that want offers: lowest share first, then fewest offers, then name."""
        return self._of(cluster).tree.subscriptions(role)

    def score(self, cluster: Cluster, subscription: Subscription, agent: Agent, resources: Vector) -> float:
        """
        How well an offer would do: of the frameworks of a role the one with the highest score gets the agent, of
        equal ones the first in their order. All are equal.
        """
        return 0.0

    def choose_victims(self, cluster: Cluster, role: Role, wanted: Vector) -> Iterable[Task]:
        """
        Tasks to be taken back for a role that has less than its guarantee and waits for `wanted`, by plain key;
        when the offers are made. None.
        """
        return ()

    # ---- The cycle --------------------------------------------------------------------------------------------------

    def on_event(self, cluster: Cluster, event: Event) -> None:
        """Who overrides this calls it, too: the base follows the roles and their frameworks here."""
        state = self._of(cluster)
        state.tree.note(event)
        state.maintenance.note(event)

    def decide(self, cluster: Cluster) -> None:
        """One cycle, from the steps above."""
        agents = self._asked("choose_agents", Agent, cluster)
        if agents:
            headroom = Headroom(cluster)
            for agent in agents:
                if not headroom.is_required:
                    break
                for role in self._asked("sort_roles", Role, cluster):
                    self._satisfy(cluster, agent, role, headroom)
            for agent in agents:
                if cluster.is_allocatable(agent.free):
                    for role in self._asked("sort_roles", Role, cluster):
                        self._share_out(cluster, agent, role, headroom)
        self._of(cluster).maintenance.ask(cluster)
        if self._overrides("choose_victims"):
            self._reclaim(cluster)

    def _satisfy(self, cluster, agent, role, headroom):
        """C3 to C7, for one role on one agent."""
        use = headroom.use_of(role)
        if use is None or not headroom.is_owed(agent.free, use):
            return
        parts = self._of(cluster).parts

        def offer_to(subscription):
            if cluster.is_gpu_agent_closed_to(agent, subscription.framework):
                return None
            offer = headroom.cut_guaranteed(parts.own(subscription, agent), use)
            return offer if is_wanted(cluster, subscription, agent, offer) else None

        takers = self._takers(cluster, agent, role, lambda: not headroom.is_owed(agent.free, use), offer_to)
        for subscription, offer in takers:
            headroom.give_guaranteed(offer, use)
            self._give(cluster, subscription, agent, offer, f"{role.name} is guaranteed it")

    def _share_out(self, cluster, agent, role, headroom):
        """C9, for one role on one agent."""
        use = headroom.use_of(role)
        is_cut = headroom.cuts(use)
        parts = self._of(cluster).parts

        def offer_to(subscription):
            if not is_cut:
                return cluster.offerable(subscription, agent)
            if cluster.is_gpu_agent_closed_to(agent, subscription.framework):
                return None
            offer = headroom.cut_remainder(parts.own_and_above(subscription, agent), use)
            return offer if is_wanted(cluster, subscription, agent, offer) else None

        for subscription, offer in self._takers(cluster, agent, role, lambda: is_zero(agent.free), offer_to):
            headroom.give_remainder(offer, use)
            self._give(cluster, subscription, agent, offer, "it comes first by share")

    def _takers(self, cluster, agent, role, is_over, offer_to):
        """
        The frameworks of a role that are offered something of an agent, one after another, each with its offer.

        `is_over`: whether there is nothing more to give. `offer_to`: what a framework may have now, or None.
        """
        subscriptions = self._asked("sort_frameworks", Subscription, cluster, role)
        if self._overrides("score"):
            yield from self._best_takers(cluster, agent, list(subscriptions), is_over, offer_to)
            return
        for subscription in subscriptions:
            if is_over():
                return
            offer = offer_to(subscription)
            if offer is not None:
                yield subscription, offer

    def _best_takers(self, cluster, agent, subscriptions, is_over, offer_to):
        while not is_over():
            offers = {subscription: offer_to(subscription) for subscription in subscriptions}
            takers = [subscription for subscription in subscriptions if offers[subscription] is not None]
            if not takers:
                return
            # Of equal ones max gives the first.
            best = max(takers, key=lambda taker: self._scored(cluster, taker, agent, offers[taker]))
            yield best, offers[best]
            subscriptions.remove(best)

    def _reclaim(self, cluster):
        for role in cluster.roles:
            if role.guarantee is None:
                continue
            wanted = wanted_by(cluster, role)
            if is_zero(wanted):
                continue
            for task in self._asked("choose_victims", Task, cluster, role, wanted):
                if task.reclaimed_for is None:
                    cluster.revoke(task, cluster.t + self.grace, role, f"{role.name} is guaranteed it")

    def _give(self, cluster, subscription, agent, offer, why):
        self._of(cluster).tree.allocated(subscription, agent)
        cluster.offer(subscription, agent, offer, why)

    def _scored(self, cluster, subscription, agent, offer):
        score = self.score(cluster, subscription, agent, offer)
        if isinstance(score, (int, float)) and math.isfinite(score):
            return score
        raise_at(self.score, ValueError(f"score is {shown(score)}, not a finite number"))

    def _asked(self, step, kind, *arguments):
        """What a step answers. One that is overridden may answer wrongly, which is an error at its first line."""
        function = getattr(self, step)
        answer = function(*arguments)
        if not self._overrides(step):
            return answer
        if not isinstance(answer, Iterable):
            raise_at(function, TypeError(f"{step} returned {shown(answer)}, not a list"))
        listed = list(answer)
        for each in listed:
            if not isinstance(each, kind):
                raise_at(function, TypeError(f"{step} returned a list with {shown(each)}, which is no {kind.__name__}"))
        return listed

    def _overrides(self, step):
        return getattr(type(self), step) is not getattr(Hierarchical, step)

    def _of(self, cluster: Cluster) -> State:
        if self._state is None or self._state.cluster is not cluster:
            self._state = State(cluster)
        return self._state


def is_wanted(cluster: Cluster, subscription: Subscription, agent: Agent, offer: Vector) -> bool:
    """Whether the framework would take this, here and now."""
    return cluster.is_allocatable(offer) and not cluster.is_filtered(subscription, agent, offer)


def wanted_by(cluster: Cluster, role: Role) -> Vector:
    """
    What a role waits for of what it is guaranteed and has not: its demand that is not on offer to it, by plain key.
    """
    wanted = cluster.role_demand(role)
    for subscription in cluster.subscriptions(role):
        wanted = minus(wanted, subscription.offered)
    return least(wanted, minus(role.guarantee, role.used))
