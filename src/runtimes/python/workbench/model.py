"""
The nouns of the mirror, as scripts see them: live objects that stand for the cluster as it is now. A script reads them
and never writes. Amounts are whole thousandths of the resource's unit, times whole microseconds. Ids of agents,
frameworks and roles are in byte order of their names: comparing ids is comparing names.

A field that begins with _ is the mirror's own business.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .share_order import ShareOrder
from .vectors import Vector


@dataclass(slots=True, eq=False, repr=False)
class ResourceKey:
    """A kind of resource: its name, whom it is reserved for, whether it is revocable."""

    id: int
    text: str  # "cpus", "cpus(prod)", "cpus{REV}"
    name: str
    plain: int  # id of the key of the same name that is neither reserved nor revocable
    reservation: Role | None
    revocable: bool

    def __repr__(self) -> str:
        return f"<ResourceKey {self.text}>"


@dataclass(slots=True, eq=False, repr=False)
class Agent:
    """A machine, and what of it is taken."""

    id: int
    name: str
    there: bool = False
    active: bool = True
    whitelisted: bool = True
    total: Vector = field(default_factory=list)
    taken: Vector = field(default_factory=list)  # offered or in use, lent resources under the key they come from
    free: Vector = field(default_factory=list)  # total less taken; 0 where the agent is over-allocated
    unavailable_from: int | None = None  # when its planned maintenance begins
    unavailable_for: int | None = None  # how long that lasts; None: for good
    _holdings: dict[Subscription, Holding] = field(default_factory=dict, init=False)
    _keys: list[ResourceKey] = field(default_factory=list, init=False)  # those of the cluster
    _open: bool = field(default=False, init=False)  # it may be offered, and something of it is free
    _reachable: dict[int, Vector | None] = field(default_factory=dict, init=False)  # see Offerable

    @property
    def holdings(self) -> list[Holding]:
        """In the order in which they began."""
        return list(self._holdings.values())

    def __repr__(self) -> str:
        return f"<Agent {self.name}>"


@dataclass(slots=True, eq=False, repr=False)
class Framework:
    """Who gets offers."""

    id: int
    name: str
    there: bool = False
    active: bool = False
    revocable: bool = False  # it takes revocable resources
    gpus: bool = False  # it takes agents with gpus
    requests: list[Request] = field(default_factory=list)
    _subscriptions: dict[Role, Subscription] = field(default_factory=dict, init=False)  # all that it ever had

    def __repr__(self) -> str:
        return f"<Framework {self.name}>"


@dataclass(slots=True, eq=False, repr=False)
class Role:
    """Whom resources are shared between, each with a weight and perhaps a quota."""

    id: int
    name: str
    weight: float = 1.0
    guarantee: Vector | None = None  # by plain key
    limit: Vector | None = None  # by plain key, -1 where there is no limit
    held: Vector = field(default_factory=list)  # by plain key, whatever the kind: what its share is computed from
    borrowed: Vector = field(default_factory=list)  # what of `held` others lend to it
    used: Vector = field(default_factory=list)  # unreserved and not revocable: what counts against its quota
    lent: Vector = field(default_factory=list)  # of its guarantee or reservations, to others; by plain key
    count: int = 0  # offers made to it so far: breaks ties between equal shares
    subscriptions: list[Subscription] = field(default_factory=list)  # by framework id
    _wanting: int = field(default=0, init=False)  # how many of them want offers
    _order: ShareOrder = field(init=False)  # those, by share

    def __repr__(self) -> str:
        return f"<Role {self.name}>"


@dataclass(slots=True, eq=False, repr=False)
class Subscription:
    """
    A framework in a role. It is one of the role's while the framework holds something there, even when it has left the
    role; when it comes back it is the same object.
    """

    framework: Framework
    role: Role
    held: Vector  # as in Role
    borrowed: Vector  # as in Role
    offered: Vector  # the part of it that the framework has not answered yet
    subscribed: bool = False  # it has not left the role
    suppressed: bool = False
    count: int = 0  # as in Role
    _kept: bool = field(default=False, init=False)  # it is one of the role's
    _wants: bool = field(default=False, init=False)  # it wants offers
    _reach: int = field(default=0, init=False)  # see Offerable
    _filters: dict[Agent, list[tuple]] = field(default_factory=dict, init=False)  # see Filters

    def __repr__(self) -> str:
        return f"<Subscription {self.framework.name} in {self.role.name}>"


@dataclass(slots=True, eq=False, repr=False)
class Holding:
    """What one framework holds in one role on one agent, offered or in use."""

    framework: Framework
    role: Role
    held: Vector  # as offered: lent resources under their {REV} key
    offered: Vector  # the part of it that the framework has not answered yet
    lent: list[Loan] = field(default_factory=list)  # what of it is lent, by id of the owner

    def __repr__(self) -> str:
        return f"<Holding of {self.framework.name} in {self.role.name}>"


@dataclass(slots=True, eq=False)
class Loan:
    """What a role's idle guarantee or reservation has given to somebody else, as revocable resources."""

    owner: Role
    amounts: Vector  # under the keys that they were taken from


@dataclass(slots=True, eq=False)
class Request:
    """Demand that a framework reported as unmet: `count` tasks of this size; it counts down as such tasks start."""

    role: Role
    count: int
    gang: bool  # all start at once, or none
    priority: float | None
    estimate_seconds: float | None
    resources: Vector  # of one task, by plain key


@dataclass(slots=True, eq=False)
class Task:
    """A running task."""

    id: int
    framework: Framework
    role: Role
    agent: Agent
    started_at: int
    resources: Vector  # as offered: lent resources under their {REV} key
    revocable: bool
    reclaimed_for: Role | None = None  # for whom it is being taken back


@dataclass(slots=True, frozen=True)
class Options:
    """How the cluster is set up."""

    allocation_interval: int
    min_allocatable: list[list[tuple[int, int]]]  # alternatives, each a list of (plain key, amount)
    fairness_exclude: list[str]  # names of resources that no share is computed from
    count_lent_in_shares: bool  # in the shares of those who borrow it
    filter_gpu_resources: bool
