"""What the script has decided in this call."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from .key_table import KeyTable
from .ledger import Amounts, Ledger, amounts_of
from .model import Agent, Framework, Role, Subscription, Task
from .offer import Offer
from .script_values import checked, checked_text, checked_time, checked_vector, checked_why, shown
from .task_table import TaskTable
from .vectors import Vector

METRIC_NAME = re.compile(r"[A-Za-z0-9._-]+")


class OfferDraft:
    """An offer under construction; two offers of one call to the same framework, role and agent are one."""

    __slots__ = ("agent", "lent", "owner", "resources", "subscription", "why")

    def __init__(self, subscription: Subscription, agent: Agent):
        self.subscription = subscription
        self.agent = agent
        self.resources: dict[int, int] = {}  # by key
        self.owner: Role | None = None  # the role whose guarantee or reservation is lent
        self.lent: dict[int, int] = {}  # by key
        self.why: str | None = None


class Revocation(NamedTuple):
    task: Task
    deadline: int
    why: str | None


class InverseOffer(NamedTuple):
    framework: Framework
    agent: Agent
    resources: Vector
    deadline: int
    why: str | None


class Metric(NamedTuple):
    name: str
    value: float
    unit: str


class Decisions:
    """Each offer is booked at once, so that the script sees what it has decided."""

    def __init__(self, ledger: Ledger, keys: KeyTable, tasks: TaskTable):
        # While operations are told, nothing can be decided: the mirror does not stand where the host does yet.
        self.is_open = False
        self._ledger = ledger
        self._keys = keys
        self._tasks = tasks
        self.clear()

    def clear(self) -> None:
        self.offers: dict[tuple[Subscription, Agent], OfferDraft] = {}
        self.revocations: list[Revocation] = []
        self.inverse_offers: list[InverseOffer] = []
        self.metrics: list[Metric] = []
        self.wake_at: int | None = None

    def offer(self, offer: Offer) -> None:
        """Raises ValueError: it would lend from two owners."""
        self._check_open()
        subscription, agent, owner = offer.subscription, offer.agent, offer.owner
        draft = self.offers.get((subscription, agent))
        if draft is None:
            draft = self.offers[subscription, agent] = OfferDraft(subscription, agent)
            self._ledger.count(self._ledger.subscription(subscription.framework, subscription.role))
        if owner is not None:
            if self.lends_from_other(subscription, agent, owner):
                raise ValueError("an offer lends from one owner only")
            draft.owner = owner
        if offer.why is not None:
            draft.why = offer.why
        taken = amounts_of(offer.resources)
        offered = taken if owner is None else self._as_revocable(taken)
        self._ledger.take(agent, taken)
        self._ledger.hold(agent, subscription, offered, True)
        add_up(draft.resources, offered)
        if owner is not None and taken:
            self._ledger.lend(agent, subscription, owner, taken)
            add_up(draft.lent, taken)

    def lends_from_other(self, subscription: Subscription, agent: Agent, owner: Role) -> bool:
        draft = self.offers.get((subscription, agent))
        return draft is not None and draft.owner is not None and draft.owner is not owner

    def _as_revocable(self, amounts: Amounts) -> Amounts:
        plain, twins = self._keys.plain, self._keys.twins
        return [(twins[plain[key]], amount) for key, amount in amounts]

    def revoke(self, task: Task, deadline: int, role: Role, why: str | None) -> None:
        self._check_open()
        if not self._tasks.runs(task):
            raise ValueError(f"revoke: {shown(task)} is no task that runs")
        checked(role, Role, "role", "cluster.roles")
        self.revocations.append(Revocation(task, checked_time(deadline, "deadline"), checked_why(why)))
        task.reclaimed_for = role

    def inverse_offer(
        self, framework: Framework, agent: Agent, resources: Vector, deadline: int, why: str | None
    ) -> None:
        self._check_open()
        checked(framework, Framework, "framework", "cluster.frameworks")
        checked(agent, Agent, "agent", "cluster.agents")
        amounts = checked_vector(resources, agent._keys)
        deadline = checked_time(deadline, "deadline")
        self.inverse_offers.append(InverseOffer(framework, agent, amounts, deadline, checked_why(why)))

    def wake(self, t: int) -> None:
        self._check_open()
        self.wake_at = checked_time(t, "t")

    def metric(self, name: str, value: float, unit: str) -> None:
        if not isinstance(name, str) or METRIC_NAME.fullmatch(name) is None:
            raise ValueError(f"a metric's name has letters, digits, . _ - only, not {shown(name)}")
        if not isinstance(value, (int, float)) or not math.isfinite(value):
            raise ValueError(f"metric {name}: {shown(value)} is not a finite number")
        checked_text(name, "the name of a metric")
        self.metrics.append(Metric(name, value, checked_text(unit, f"the unit of metric {name}")))

    def _check_open(self) -> None:
        if not self.is_open:
            raise RuntimeError("decisions are made while decide runs, not before, after or in on_event")


def add_up(sums: dict[int, int], amounts: Amounts) -> None:
    for key, amount in amounts:
        sums[key] = sums.get(key, 0) + amount
