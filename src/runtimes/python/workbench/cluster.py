"""The cluster as an allocator script sees it, and the place where it says what it decides."""

from __future__ import annotations

from collections.abc import Iterable

from .decisions import Decisions
from .filters import Filters
from .guarantees import lendable, owed, reclaiming, victims_for
from .key_table import KeyTable
from .ledger import Ledger
from .model import Agent, Framework, Options, Request, ResourceKey, Role, Subscription, Task
from .offer import Offer
from .offerable import Offerable
from .resource_text import format_resources, parse_resources
from .share_order import DominantShares, ShareOrder
from .task_table import TaskTable
from .vectors import Vector, minus


class Cluster:
    """
    A mirror of the host's state, kept from the operations that cross the wire. The same mirror stands in
    TypeScript, Lua and C, so that an algorithm can be moved from one language to another line by line.

    Amounts are thousandths of the resource's unit (cpus, MiB of mem and disk), times are microseconds; both are
    ints.
    """

    def __init__(self, setup: dict):
        options = setup["options"]
        self.t = 0  # virtual time of this call
        self.tick = False  # whether this call is the interval's tick
        self.parameters: dict[str, str | float | bool] = setup["parameters"]
        self.options = Options(
            int(options["allocationInterval"]),
            [[(int(key), int(amount)) for key, amount in pairs] for pairs in options["minAllocatable"]],
            list(options["fairnessExclude"]),
            options["countLentInShares"],
            options["filterGpuResources"],
        )
        self.keys: list[ResourceKey] = []
        self.plain_keys: list[int] = []  # ids of the unreserved, non-revocable keys
        self.agents = [Agent(id, name) for id, name in enumerate(setup["agents"])]
        self.frameworks = [Framework(id, name) for id, name in enumerate(setup["frameworks"])]
        self.roles = [Role(id, name) for id, name in enumerate(setup["roles"])]
        self.total: Vector = []  # over all agents, by plain key, whatever the kind
        self.free: Vector = []  # unreserved, non-revocable resources that nobody holds, over all agents
        self.candidates: list[
            Agent
        ] = []  # whom this call is about: they may be offered, and have something left; by id
        self._named: list[Agent] = []  # all that this call is about, candidates or not
        self._tasks = TaskTable()
        self._keys = KeyTable()
        self._shares = DominantShares()
        self._role_order = ShareOrder(self._shares, self._place_of_role)
        for role in self.roles:
            role._order = ShareOrder(self._shares, self._place_of_subscription)
        for agent in self.agents:
            agent._keys = self.keys
        self._filters = Filters(self.options.allocation_interval)
        self._ledger = Ledger(self._keys, self.free, self._role_order)
        self._decisions = Decisions(self._ledger, self._keys, self._tasks)
        self._offerable = Offerable(self)
        self._add_resource_keys(setup["resourceKeys"])

    # ---- What a script asks ------------------------------------------------------------------------------------------

    @property
    def tasks(self) -> list[Task]:
        """The tasks that run, in the order in which they started."""
        return self._tasks.list()

    def zeros(self) -> Vector:
        """A vector of zeros."""
        return [0] * len(self.keys)

    def resources(self, text: str) -> Vector:
        """
        The vector of a text such as `cpus:4;mem:1024`.

        Raises ValueError when it is written otherwise, or names a resource that this run does not know.
        """
        return parse_resources(text, self.keys)

    def text(self, vector: Vector) -> str:
        """A vector for people: `cpus:4;mem:1024`."""
        return format_resources(vector, self.keys)

    def is_offerable(self, agent: Agent) -> bool:
        """Whether the agent's resources may be offered at all."""
        return agent.there and agent.active and agent.whitelisted

    def wants_offers(self, subscription: Subscription) -> bool:
        """Whether a framework wants offers in a role."""
        return subscription._wants

    def subscriptions(self, role: Role | None = None) -> list[Subscription]:
        """Those that want offers, of one role or of all; by id of the role, then of the framework."""
        roles = self.roles if role is None else (role,)
        return [subscription for role in roles for subscription in role.subscriptions if subscription._wants]

    def dominant_share(self, vector: Vector) -> float:
        """Of amounts by plain key: the largest amount / total of the cluster over the resource names that count."""
        return self._shares.of([self._keys.quantity(vector, key) for key in range(len(vector))])

    def role_share(self, role: Role) -> float:
        """The role's dominant share, divided by its weight."""
        return self._shares.of(self._counted(role)) / role.weight

    def subscription_share(self, subscription: Subscription) -> float:
        """The framework's dominant share within a role."""
        return self._shares.of(self._counted(subscription))

    def roles_by_share(self) -> list[Role]:
        """Roles that have a framework which wants offers; lowest share first, then fewest offers, then name."""
        return self._role_order.sorted(self.roles)

    def subscriptions_by_share(self, role: Role | None = None) -> list[Subscription]:
        """
        The subscriptions of a role that want offers; lowest share first, then fewest offers, then name. Without a
        role those of all roles, in the order of `roles_by_share`.
        """
        if role is None:
            return [each for role in self.roles_by_share() for each in self.subscriptions_by_share(role)]
        return role._order.sorted(role.subscriptions)

    def offerable(self, subscription: Subscription, agent: Agent, most: Vector | None = None) -> Vector | None:
        """
        What a framework in a role may have of what nobody holds on an agent: what is not reserved, the
        reservations of the role and of those above it, and revocable resources if it takes them. None when
        there is nothing to offer: it wants no offers, it must be kept from an agent with gpus, what is left is
        too little for an offer, or it has refused that a while ago. `most`: no more than this of each key.
        """
        return self._offerable.to(subscription, agent, most)

    def lendable(self, subscription: Subscription, agent: Agent, owner: Role, most: Vector) -> Vector | None:
        """What an owner may lend a framework of what nobody holds on an agent, by plain key; None: nothing."""
        return lendable(self, subscription, agent, owner, most)

    def unused_guarantee(self, role: Role) -> Vector:
        """What of a role's guarantee it does not use, by plain key."""
        return self.zeros() if role.guarantee is None else minus(role.guarantee, role.used)

    def owed(self, role: Role) -> Vector:
        """What a role waits for of its guarantee: demand that nothing on offer meets, within `unused_guarantee`."""
        return owed(self, role)

    def reclaiming(self, role: Role) -> Vector:
        """What a role gets back from tasks that are told to go for it, by plain key."""
        return reclaiming(self, role)

    def victims_for(self, wanted: Vector, tasks: Iterable[Task]) -> list[Task] | None:
        """Those of the tasks that have to go so that `wanted` fits on one of the agents; None: it fits on none."""
        return victims_for(self, wanted, tasks)

    def is_allocatable(self, resources: Vector) -> bool:
        """
        Whether the resources are worth an offer: they hold one of the minimal quantities (by name, over all
        kinds).
        """
        alternatives = self.options.min_allocatable
        if not alternatives:
            return any(amount > 0 for amount in resources)
        quantity = self._keys.quantity
        for alternative in alternatives:
            if all(quantity(resources, plain) >= minimum for plain, minimum in alternative):
                return True
        return False

    def quantity(self, resources: Vector, plain: int) -> int:
        """The amount of a resource over all its kinds: plain, reserved, revocable."""
        return self._keys.quantity(resources, plain)

    def is_gpu_agent_closed_to(self, agent: Agent, framework: Framework) -> bool:
        """Whether a framework without the GPU capability must be kept away from an agent that has gpus."""
        if not self.options.filter_gpu_resources or framework.gpus:
            return False
        return any(agent.total[key] > 0 for key in self._keys.gpus)

    def is_filtered(self, subscription: Subscription, agent: Agent, resources: Vector) -> bool:
        """Whether the framework has refused these resources, or more, on this agent a while ago."""
        return self._filters.refuse(subscription, agent, resources, self.t, self.tick)

    def demand(self, subscription: Subscription) -> list[Request]:
        """What the framework asks for in the role and has not got yet, in its order."""
        role = subscription.role
        return [request for request in subscription.framework.requests if request.role is role and request.count > 0]

    def role_demand(self, role: Role) -> Vector:
        """The sum of the demand in a role, over those that want offers."""
        demand = self.zeros()
        for subscription in self.subscriptions(role):
            for request in self.demand(subscription):
                for plain in self.plain_keys:
                    demand[plain] += request.count * request.resources[plain]
        return demand

    def best_fit(self, agents: Iterable[Agent], wanted: Vector) -> Agent | None:
        """
        The agent on which `wanted` (by plain key) fits and the least is left over: the sum of left over / total
        of the cluster, over the resource names. Of equal ones the first by name. None when it fits on none.
        """
        best = None
        for agent in agents:
            if all(wanted[plain] <= agent.free[plain] for plain in self.plain_keys):
                left = 0.0
                for plain in self.plain_keys:
                    if self.total[plain] > 0:
                        left += (agent.free[plain] - wanted[plain]) / self.total[plain]
                if best is None or (left, agent.id) < best:
                    best = left, agent.id
        return None if best is None else self.agents[best[1]]

    # ---- What a script decides ---------------------------------------------------------------------------------------

    def offer(
        self,
        subscription: Subscription,
        agent: Agent,
        resources: Vector,
        why: str | None = None,
        owner: Role | None = None,
    ) -> None:
        """
        Makes an offer at once; to return it from `decide` does the same. The mirror counts it as held. More for
        the same framework, role and agent in one call is added to the same offer.

        With an `owner`, the role whose unused guarantee or reservation is lent, the resources are offered as
        revocable. `why` is for people, at most 1 KiB; of several for the same offer the last one stands.

        Raises ValueError when an offer would lend from two owners.
        """
        self._decisions.offer(Offer(subscription, agent, resources, why, owner))

    def lends_from_other(self, subscription: Subscription, agent: Agent, owner: Role) -> bool:
        """Whether this call has offered, to this framework, role and agent, something lent by another owner already."""
        return self._decisions.lends_from_other(subscription, agent, owner)

    def revoke(self, task: Task, deadline: int, role: Role, why: str | None = None) -> None:
        """Takes a revocable task's resources back for a role: at the deadline the task is killed."""
        self._decisions.revoke(task, deadline, role, why)

    def inverse_offer(
        self, framework: Framework, agent: Agent, resources: Vector, deadline: int, why: str | None = None
    ) -> None:
        """Asks a framework to give back what it holds on an agent by the deadline: for planned maintenance."""
        self._decisions.inverse_offer(framework, agent, resources, deadline, why)

    def wake(self, t: int) -> None:
        """Asks to be called again at a time, whatever happens until then."""
        self._decisions.wake(t)

    def metric(self, name: str, value: float, unit: str = "") -> None:
        """
        Reports a number of the script's own, as it is at this call's time. It comes out in the results as
        `script.NAME`.

        Raises ValueError: a name has letters, digits, `.`, `_` and `-`; a value is a finite number.
        """
        self._decisions.metric(name, value, unit)

    # ---- Bookkeeping -------------------------------------------------------------------------------------------------

    def _place_of_role(self, role):
        return (self.role_share(role), role.count, role.id) if role._wanting > 0 else None

    def _place_of_subscription(self, subscription):
        if not subscription._wants:
            return None
        return self.subscription_share(subscription), subscription.count, subscription.framework.id

    def _counted(self, holder: Role | Subscription) -> Vector:
        """What its share is computed from."""
        return holder.held if self.options.count_lent_in_shares else minus(holder.held, holder.borrowed)

    def _measure_shares(self):
        """The totals have changed."""
        excluded = self.options.fairness_exclude
        total = self.total
        self._shares.measure_by(
            [
                (plain, total[plain])
                for plain in self.plain_keys
                if total[plain] > 0 and self.keys[plain].name not in excluded
            ]
        )

    def _begin_call(self, named: Iterable[int] | None) -> None:
        """`named`: ids of the agents that the call is about; None: all."""
        left = self._ledger.candidates
        ids = left if named is None else left.intersection(named)
        self.candidates = [self.agents[id] for id in sorted(ids)]
        self._named = self.agents if named is None else [self.agents[id] for id in sorted(named)]

    def _add_resource_keys(self, keys: Iterable[dict]) -> None:
        """Every vector gets a place for each new key."""
        for key in keys:
            self._add_resource_key(key)
        size = len(self.keys)
        for vector in self._vectors():
            vector.extend([0] * (size - len(vector)))
        for role in self.roles:
            if role.limit is not None:
                role.limit.extend([-1] * (size - len(role.limit)))
        self._offerable.forget()
        self._measure_shares()

    def _add_resource_key(self, key):
        id = len(self.keys)
        owner = int(key["reservation"])
        reservation = self.roles[owner] if owner >= 0 else None
        made = ResourceKey(id, key["text"], key["name"], int(key["plain"]), reservation, key["revocable"])
        self.keys.append(made)
        self._keys.add(made)
        if made.plain == id:
            self.plain_keys.append(id)

    def _vectors(self):
        yield self.total
        yield self.free
        yield self._ledger.zeros
        for agent in self.agents:
            yield from (agent.total, agent.taken, agent.free)
            for holding in agent._holdings.values():
                yield from (holding.held, holding.offered)
                for loan in holding.lent:
                    yield loan.amounts
        for role in self.roles:
            yield from (role.held, role.borrowed, role.used, role.lent)
            if role.guarantee is not None:
                yield role.guarantee
        for framework in self.frameworks:
            for request in framework.requests:
                yield request.resources
            for subscription in framework._subscriptions.values():
                yield from (subscription.held, subscription.borrowed, subscription.offered)
                for filters in subscription._filters.values():
                    for _, _, refused in filters:
                        yield refused
        for task in self.tasks:
            yield task.resources
