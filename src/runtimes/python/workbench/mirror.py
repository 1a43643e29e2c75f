"""What the operations of the port do to the mirror."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .ledger import Amounts, amounts_of
from .model import Agent, Framework, Request, Role, Task
from .vectors import Vector

if TYPE_CHECKING:
    from .cluster import Cluster


class Mirror:
    """Keeps a cluster as the host has it. Each method is an operation, or a part of one."""

    def __init__(self, cluster: Cluster):
        self._cluster = cluster
        self._ledger = cluster._ledger
        self._awaited = []  # uses of frameworks that are not there yet: (framework, role, agent, amounts)

    # ---- Roles ------------------------------------------------------------------------------------------------------

    def set_weight(self, role: Role, weight: float) -> None:
        role.weight = weight
        self._cluster._role_order.moved.add(role)

    def set_quota(self, role: Role, guarantee: Vector, limit: Vector) -> None:
        role.guarantee = guarantee if any(guarantee) else None
        role.limit = limit if any(amount >= 0 for amount in limit) else None

    # ---- Frameworks -------------------------------------------------------------------------------------------------

    def add_framework(self, framework: Framework, active: bool) -> None:
        framework.there = True
        framework.active = active
        for user, role, agent, amounts in self._awaited:
            if user is framework:
                self._count_use(framework, role, agent, amounts)
        self._awaited = [use for use in self._awaited if use[0] is not framework]

    def set_capabilities(self, framework: Framework, revocable: bool, gpus: bool) -> None:
        framework.revocable = revocable
        framework.gpus = gpus
        self._refresh(framework)

    def subscribe(self, framework: Framework, roles: list[Role], suppressed: list[Role]) -> None:
        """Its roles from now on; filters go for roles that it leaves or that are no longer suppressed."""
        for subscription in framework._subscriptions.values():
            if subscription._kept and subscription.role not in roles:
                subscription._filters.clear()
                subscription.subscribed = subscription.suppressed = False
                self._ledger.refresh(subscription)
                self._ledger.drop_if_unused(subscription)
        for role in roles:
            subscription = self._ledger.subscription(framework, role)
            subscription.subscribed = True
            self._suppress(subscription, role in suppressed)

    def set_suppressed(self, framework: Framework, roles: list[Role], suppressed: bool) -> None:
        """Roles empty: all that it is subscribed to. Reviving clears its filters there."""
        for subscription in framework._subscriptions.values():
            if subscription.subscribed and (not roles or subscription.role in roles):
                if not suppressed:
                    subscription._filters.clear()
                self._suppress(subscription, suppressed)

    def _suppress(self, subscription, suppressed):
        if subscription.suppressed and not suppressed:
            subscription._filters.clear()
        subscription.suppressed = suppressed
        self._ledger.refresh(subscription)

    def set_framework_active(self, framework: Framework, active: bool) -> None:
        framework.active = active
        if not active:
            self._cluster._filters.clear_framework(framework)
        self._refresh(framework)

    def remove_framework(self, framework: Framework) -> None:
        for agent in self._cluster.agents:
            for subscription in list(agent._holdings):
                if subscription.framework is framework:
                    self._ledger.release_all(agent, subscription)
        self._cluster._tasks.end_all(lambda task: task.framework is framework)
        self._cluster._filters.clear_framework(framework)
        framework.there = False
        framework.active = False
        framework.requests = []
        for subscription in framework._subscriptions.values():
            if subscription._kept:
                self._ledger.drop(subscription)

    def set_requests(self, framework: Framework, requests: list[Request]) -> None:
        framework.requests = requests

    def _refresh(self, framework):
        for subscription in framework._subscriptions.values():
            self._ledger.refresh(subscription)

    # ---- Agents -----------------------------------------------------------------------------------------------------

    def add_agent(self, agent: Agent, total: Vector) -> None:
        agent.there = True
        agent.active = True
        agent.taken = self._cluster.zeros()
        self.set_unavailable(agent, None, None)
        self.set_total(agent, total)

    def use(self, framework: Framework, role: Role, agent: Agent, amounts: Amounts) -> None:
        """In use since before the agent joined. In a framework's share it counts once the framework is there (L1)."""
        self._ledger.take(agent, amounts)
        if framework.there:
            self._count_use(framework, role, agent, amounts)
        else:
            self._awaited.append((framework, role, agent, amounts))

    def _count_use(self, framework, role, agent, amounts):
        subscription = self._ledger.subscription(framework, role)
        self._ledger.count(subscription)
        self._ledger.hold(agent, subscription, amounts, False)

    def set_agent_active(self, agent: Agent, active: bool) -> None:
        agent.active = active
        self._ledger.settle(agent)

    def set_whitelist(self, listed: list[Agent] | None) -> None:
        """None: no whitelist."""
        named = None if listed is None else set(listed)
        for agent in self._cluster.agents:
            agent.whitelisted = named is None or agent in named
            self._ledger.settle(agent)

    def set_unavailable(self, agent: Agent, start: int | None, duration: int | None) -> None:
        agent.unavailable_from = start
        agent.unavailable_for = duration

    def set_total(self, agent: Agent, total: Vector) -> None:
        cluster = self._cluster
        for key, plain in enumerate(cluster._keys.plain):
            cluster.total[plain] += total[key] - agent.total[key]
        agent.total = total
        # Nothing is taken: but what is free is another amount now.
        self._ledger.take(agent, [(key, 0) for key in range(len(total))])
        cluster._measure_shares()

    def remove_agent(self, agent: Agent) -> None:
        for subscription in list(agent._holdings):
            self._ledger.release_all(agent, subscription)
        self._cluster._tasks.end_all(lambda task: task.agent is agent)
        agent.there = False
        self.set_total(agent, self._cluster.zeros())
        self._cluster._filters.clear_agent(agent, self._cluster.frameworks)
        self._awaited = [use for use in self._awaited if use[2] is not agent]

    # ---- What is held -----------------------------------------------------------------------------------------------

    def accept(self, framework: Framework, role: Role, agent: Agent, amounts: Amounts) -> None:
        """A part of an offer is in use now."""
        holding = self._holding(framework, role, agent)
        if holding is not None:
            self._ledger.answer(*holding, amounts)
        if framework.requests:
            self._meet_demand(framework, amounts)

    def _meet_demand(self, framework, amounts):
        """A task that starts is demand met, before the framework says so itself."""
        plain_keys = self._cluster.plain_keys
        size = self._cluster.zeros()
        for key, amount in amounts:
            size[self._cluster._keys.plain[key]] += amount
        for request in framework.requests:
            if request.count > 0 and all(request.resources[plain] == size[plain] for plain in plain_keys):
                request.count -= 1
                return

    def start_task(self, id: int, framework: Framework, role: Role, agent: Agent, amounts: Amounts) -> Task:
        revocable = any(self._cluster._keys.revocable[key] for key, _ in amounts)
        task = Task(id, framework, role, agent, self._cluster.t, self.vector_of(amounts), revocable)
        self._cluster._tasks.add(task)
        return task

    def end_task(self, id: int) -> Task | None:
        return self._cluster._tasks.end(id)

    def spare(self, id: int) -> Task | None:
        task = self._cluster._tasks.find(id)
        if task is not None:
            task.reclaimed_for = None
        return task

    def vector_of(self, amounts: Amounts) -> Vector:
        vector = self._cluster.zeros()
        for key, amount in amounts:
            vector[key] = amount
        return vector

    def recover(
        self,
        framework: Framework,
        role: Role,
        agent: Agent,
        amounts: Amounts,
        in_use: bool,
        filter_duration: int | None,
    ) -> None:
        """Resources come back; with a filter duration the framework does not want them again so soon."""
        holding = self._holding(framework, role, agent)
        if holding is None:
            return
        subscription, _ = holding
        self._ledger.release(agent, subscription, amounts, not in_use)
        if filter_duration is None:
            return
        self._cluster._filters.add(subscription, agent, self.vector_of(amounts), self._cluster.t, filter_duration)

    def convert_offered(self, framework: Framework, role: Role, agent: Agent, before: Vector, after: Vector) -> None:
        """What a framework has been offered becomes something else."""
        holding = self._holding(framework, role, agent)
        if holding is None:
            return
        subscription, _ = holding
        made = amounts_of(after)
        self._ledger.take(agent, made)
        self._ledger.hold(agent, subscription, made, True)
        self._ledger.release(agent, subscription, amounts_of(before), True)
        self.convert_available(agent, before, after)

    def convert_available(self, agent: Agent, before: Vector, after: Vector) -> None:
        """What nobody holds becomes something else: reserved, unreserved."""
        self.set_total(agent, [n - gone + new for n, gone, new in zip(agent.total, before, after)])

    def _holding(self, framework, role, agent):
        """The subscription and what it holds there; None when it holds nothing, or the agent is gone."""
        subscription = framework._subscriptions.get(role)
        holding = agent._holdings.get(subscription) if agent.there else None
        return None if holding is None else (subscription, holding)
