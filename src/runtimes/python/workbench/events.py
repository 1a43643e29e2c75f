"""
What `on_event` hears of: the operations of the port, each after the mirror has taken it in. `op` is the name in the
journal, the fields are the journal's in snake_case: names stand there as the objects themselves, amounts as
vectors, times in microseconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from .model import Agent, Framework, Request, Role, Task
from .vectors import Vector


class Weight(NamedTuple):
    role: Role
    weight: float


class Use(NamedTuple):
    """Resources in use since before their agent joined."""

    framework: Framework
    role: Role
    resources: Vector


class Unavailability(NamedTuple):
    """A planned maintenance."""

    start: int
    duration: int | None  # None: for good


class Conversion(NamedTuple):
    """Resources that became others: reserved, unreserved."""

    from_: Vector
    to: Vector


@dataclass(slots=True, eq=False)
class UpdateWeights:
    op: ClassVar[str] = "updateWeights"
    weights: list[Weight]


@dataclass(slots=True, eq=False)
class UpdateQuota:
    op: ClassVar[str] = "updateQuota"
    role: Role
    guarantees: Vector
    limits: Vector  # -1 where there is none


@dataclass(slots=True, eq=False)
class AddFramework:
    op: ClassVar[str] = "addFramework"
    framework: Framework
    roles: list[Role]
    suppressed_roles: list[Role]
    active: bool


@dataclass(slots=True, eq=False)
class UpdateFramework:
    op: ClassVar[str] = "updateFramework"
    framework: Framework
    roles: list[Role]
    suppressed_roles: list[Role]


@dataclass(slots=True, eq=False)
class RemoveFramework:
    op: ClassVar[str] = "removeFramework"
    framework: Framework


@dataclass(slots=True, eq=False)
class ActivateFramework:
    op: ClassVar[str] = "activateFramework"
    framework: Framework


@dataclass(slots=True, eq=False)
class DeactivateFramework:
    op: ClassVar[str] = "deactivateFramework"
    framework: Framework


@dataclass(slots=True, eq=False)
class AddAgent:
    op: ClassVar[str] = "addAgent"
    agent: Agent
    total: Vector
    used: list[Use]


@dataclass(slots=True, eq=False)
class UpdateAgent:
    op: ClassVar[str] = "updateAgent"
    agent: Agent
    total: Vector


@dataclass(slots=True, eq=False)
class RemoveAgent:
    op: ClassVar[str] = "removeAgent"
    agent: Agent


@dataclass(slots=True, eq=False)
class ActivateAgent:
    op: ClassVar[str] = "activateAgent"
    agent: Agent


@dataclass(slots=True, eq=False)
class DeactivateAgent:
    op: ClassVar[str] = "deactivateAgent"
    agent: Agent


@dataclass(slots=True, eq=False)
class UpdateWhitelist:
    op: ClassVar[str] = "updateWhitelist"
    agents: list[Agent] | None  # None: no whitelist


@dataclass(slots=True, eq=False)
class UpdateUnavailability:
    op: ClassVar[str] = "updateUnavailability"
    agent: Agent
    unavailability: Unavailability | None  # None: no maintenance is planned any more


@dataclass(slots=True, eq=False)
class RequestResources:
    op: ClassVar[str] = "requestResources"
    framework: Framework
    requests: list[Request]


@dataclass(slots=True, eq=False)
class RecoverResources:
    op: ClassVar[str] = "recoverResources"
    framework: Framework
    role: Role
    agent: Agent
    resources: Vector
    refuse: int | None  # how long the framework does not want them again; None: it said nothing about that
    allocated: bool  # they had been in use
    task: Task | None  # the one that ended


@dataclass(slots=True, eq=False)
class AcceptOffer:
    op: ClassVar[str] = "acceptOffer"
    framework: Framework
    role: Role
    agent: Agent
    resources: Vector  # the part of the offer that is in use now
    task: Task | None  # the one that started


@dataclass(slots=True, eq=False)
class SuppressOffers:
    op: ClassVar[str] = "suppressOffers"
    framework: Framework
    roles: list[Role]  # none: all that it is subscribed to


@dataclass(slots=True, eq=False)
class ReviveOffers:
    op: ClassVar[str] = "reviveOffers"
    framework: Framework
    roles: list[Role]  # none: all that it is subscribed to


@dataclass(slots=True, eq=False)
class InverseOfferResponse:
    op: ClassVar[str] = "inverseOfferResponse"
    framework: Framework
    agent: Agent
    accepted: bool | None  # None: it gave no answer


@dataclass(slots=True, eq=False)
class RevocationDenied:
    op: ClassVar[str] = "revocationDenied"
    framework: Framework
    role: Role
    agent: Agent
    resources: Vector  # what does not come back, though its deadline has come
    task: Task | None  # the victim: its reclaimed_for is None again; None: none was named, or it runs no more
    reason: str  # "budget" or "minimumRuntime"


@dataclass(slots=True, eq=False)
class UpdateAllocation:
    op: ClassVar[str] = "updateAllocation"
    framework: Framework
    role: Role
    agent: Agent
    conversions: list[Conversion]


@dataclass(slots=True, eq=False)
class UpdateAvailable:
    op: ClassVar[str] = "updateAvailable"
    agent: Agent
    conversions: list[Conversion]


@dataclass(slots=True, eq=False)
class Allocate:
    op: ClassVar[str] = "allocate"
    wake: bool  # the allocator asked to be woken; else it is the interval's tick


Event = (
    UpdateWeights
    | UpdateQuota
    | AddFramework
    | UpdateFramework
    | RemoveFramework
    | ActivateFramework
    | DeactivateFramework
    | AddAgent
    | UpdateAgent
    | RemoveAgent
    | ActivateAgent
    | DeactivateAgent
    | UpdateWhitelist
    | UpdateUnavailability
    | RequestResources
    | RecoverResources
    | AcceptOffer
    | SuppressOffers
    | ReviveOffers
    | InverseOfferResponse
    | RevocationDenied
    | UpdateAllocation
    | UpdateAvailable
    | Allocate
)
