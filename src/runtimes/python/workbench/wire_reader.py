"""
The wire towards the guest: records [code, n, ...n numbers]; an absent id or time is -1 there. What the codes and
numbers are stands in src/sdk/wire-codes.ts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from . import events
from .cluster import Cluster
from .events import Conversion, Event, Unavailability, Use, Weight
from .ledger import Amounts
from .mirror import Mirror
from .model import Request, Role
from .vectors import Vector

CANDIDATES = 21
DENIAL_REASONS = ("budget", "minimumRuntime")
REVOCABLE_RESOURCES = 2
GPU_RESOURCES = 4


class WireReader:
    """
    Reads one call's records into the mirror. A record is read by slices of the list of whole numbers: the time that
    this takes is the border's, and a call for each number made it ten times as long.
    """

    def __init__(self, cluster: Cluster, listener: Callable[[Event], None] | None):
        """`listener`: hears of each operation; None: no event is made."""
        self._cluster = cluster
        self._mirror = Mirror(cluster)
        self._listener = listener
        self._wholes: list[int] = []
        self._numbers: Sequence[float] = ()
        self._operations = (
            self._clock,
            self._update_weights,
            self._update_quota,
            self._add_framework,
            self._update_framework,
            self._remove_framework,
            lambda at: self._set_framework_active(at, True),
            lambda at: self._set_framework_active(at, False),
            self._add_agent,
            self._update_agent,
            self._remove_agent,
            lambda at: self._set_agent_active(at, True),
            lambda at: self._set_agent_active(at, False),
            self._update_whitelist,
            self._request_resources,
            self._recover_resources,
            self._accept_offer,
            lambda at: self._set_suppressed(at, True),
            lambda at: self._set_suppressed(at, False),
            self._inverse_offer_response,
            self._allocate,
            None,  # CANDIDATES
            self._update_allocation,
            self._update_available,
            self._update_unavailability,
            self._revocation_denied,
        )

    def read(self, wholes: list[int], numbers: Sequence[float]) -> list[int] | None:
        """
        `wholes`: the records, as whole numbers. `numbers`: the same for the few places where they need not be whole.

        Returns the ids of the agents that the call is about; None: all.
        """
        self._wholes, self._numbers = wholes, numbers
        self._cluster.tick = False
        operations, listener = self._operations, self._listener
        candidates = None
        at, end = 0, len(wholes)
        while at < end:
            code = wholes[at]
            if code == CANDIDATES:
                candidates = self._items(at + 2)[0]
            else:
                event = operations[code](at + 2)
                if event is not None:
                    listener(event)
            at += 2 + wholes[at + 1]
        return candidates

    def _tell(self, kind, *fields):
        return None if self._listener is None else kind(*fields)

    # ---- Roles ------------------------------------------------------------------------------------------------------

    def _clock(self, at):
        self._cluster.t = self._wholes[at]

    def _update_weights(self, at):
        roles = self._cluster.roles
        pairs = range(at + 1, at + 1 + 2 * self._wholes[at], 2)
        weights = [Weight(roles[self._wholes[pair]], self._numbers[pair + 1]) for pair in pairs]
        for role, weight in weights:
            self._mirror.set_weight(role, weight)
        return self._tell(events.UpdateWeights, weights)

    def _update_quota(self, at):
        role = self._cluster.roles[self._wholes[at]]
        guarantees, at = self._vector(at + 1)
        amounts, _ = self._amounts(at)
        limits = [-1] * len(guarantees)
        for key, amount in amounts:
            limits[key] = amount
        self._mirror.set_quota(role, guarantees, limits)
        return self._tell(events.UpdateQuota, role, guarantees, limits)

    # ---- Frameworks -------------------------------------------------------------------------------------------------

    def _add_framework(self, at):
        framework, active, bits = self._framework(at), self._wholes[at + 1] == 1, self._wholes[at + 2]
        roles, suppressed = self._roles_and_suppressed(at + 3)
        self._set_capabilities(framework, bits)
        self._mirror.add_framework(framework, active)
        self._mirror.subscribe(framework, roles, suppressed)
        return self._tell(events.AddFramework, framework, roles, suppressed, active)

    def _update_framework(self, at):
        framework, bits = self._framework(at), self._wholes[at + 1]
        roles, suppressed = self._roles_and_suppressed(at + 2)
        if bits >= 0:
            self._set_capabilities(framework, bits)
        self._mirror.subscribe(framework, roles, suppressed)
        return self._tell(events.UpdateFramework, framework, roles, suppressed)

    def _set_capabilities(self, framework, bits):
        self._mirror.set_capabilities(framework, bits & REVOCABLE_RESOURCES != 0, bits & GPU_RESOURCES != 0)

    def _roles_and_suppressed(self, at):
        roles, at = self._roles(at)
        suppressed, _ = self._roles(at)
        return roles, suppressed

    def _remove_framework(self, at):
        framework = self._framework(at)
        self._mirror.remove_framework(framework)
        return self._tell(events.RemoveFramework, framework)

    def _set_framework_active(self, at, active):
        framework = self._framework(at)
        self._mirror.set_framework_active(framework, active)
        return self._tell(events.ActivateFramework if active else events.DeactivateFramework, framework)

    def _set_suppressed(self, at, suppressed):
        framework = self._framework(at)
        roles, _ = self._roles(at + 1)
        self._mirror.set_suppressed(framework, roles, suppressed)
        return self._tell(events.SuppressOffers if suppressed else events.ReviveOffers, framework, roles)

    def _request_resources(self, at):
        framework = self._framework(at)
        requests = []
        at, count = at + 2, self._wholes[at + 1]
        for _ in range(count):
            request, at = self._request(at)
            requests.append(request)
        self._mirror.set_requests(framework, requests)
        return self._tell(events.RequestResources, framework, requests)

    def _request(self, at):
        role, count, gang = self._wholes[at : at + 3]
        priority, estimate_seconds = self._numbers[at + 3 : at + 5]
        resources, end = self._vector(at + 5)
        request = Request(
            self._cluster.roles[role],
            count,
            gang == 1,
            None if priority == -1 else priority,
            None if estimate_seconds == -1 else estimate_seconds,
            resources,
        )
        return request, end

    # ---- Agents -----------------------------------------------------------------------------------------------------

    def _add_agent(self, at):
        agent = self._agent(at)
        total, at = self._vector(at + 1)
        self._mirror.add_agent(agent, total)
        used = []
        at, count = at + 1, self._wholes[at]
        for _ in range(count):
            framework, role = self._framework(at), self._role(at + 1)
            amounts, at = self._amounts(at + 2)
            self._mirror.use(framework, role, agent, amounts)
            used.append((framework, role, amounts))
        if self._listener is None:
            return None
        uses = [Use(framework, role, self._mirror.vector_of(amounts)) for framework, role, amounts in used]
        return events.AddAgent(agent, total, uses)

    def _update_agent(self, at):
        agent = self._agent(at)
        total, _ = self._vector(at + 1)
        self._mirror.set_total(agent, total)
        return self._tell(events.UpdateAgent, agent, total)

    def _remove_agent(self, at):
        agent = self._agent(at)
        self._mirror.remove_agent(agent)
        return self._tell(events.RemoveAgent, agent)

    def _set_agent_active(self, at, active):
        agent = self._agent(at)
        self._mirror.set_agent_active(agent, active)
        return self._tell(events.ActivateAgent if active else events.DeactivateAgent, agent)

    def _update_whitelist(self, at):
        listed = None
        if self._wholes[at] == 1:
            listed = [self._cluster.agents[id] for id in self._items(at + 1)[0]]
        self._mirror.set_whitelist(listed)
        return self._tell(events.UpdateWhitelist, listed)

    def _update_available(self, at):
        agent = self._agent(at)
        conversions = self._conversions(at + 1)
        for before, after in conversions:
            self._mirror.convert_available(agent, before, after)
        return self._tell(events.UpdateAvailable, agent, conversions)

    def _update_unavailability(self, at):
        agent, start, duration = self._agent(at), self._optional(at + 1), self._optional(at + 2)
        self._mirror.set_unavailable(agent, start, duration)
        unavailability = None if start is None else Unavailability(start, duration)
        return self._tell(events.UpdateUnavailability, agent, unavailability)

    # ---- What is held -----------------------------------------------------------------------------------------------

    def _recover_resources(self, at):
        cluster, mirror = self._cluster, self._mirror
        framework, role, agent, refuse, in_use, ended, count = self._wholes[at : at + 7]
        numbers = iter(self._wholes[at + 7 : at + 7 + 2 * count])
        amounts = list(zip(numbers, numbers, strict=True))
        framework, role, agent = cluster.frameworks[framework], cluster.roles[role], cluster.agents[agent]
        filter_duration = None if refuse < 0 else refuse
        mirror.recover(framework, role, agent, amounts, in_use == 1, filter_duration)
        task = None if ended < 0 else mirror.end_task(ended)
        if self._listener is None:
            return None
        resources = mirror.vector_of(amounts)
        return events.RecoverResources(framework, role, agent, resources, filter_duration, in_use == 1, task)

    def _accept_offer(self, at):
        cluster, mirror = self._cluster, self._mirror
        framework, role, agent, started, count = self._wholes[at : at + 5]
        numbers = iter(self._wholes[at + 5 : at + 5 + 2 * count])
        amounts = list(zip(numbers, numbers, strict=True))
        framework, role, agent = cluster.frameworks[framework], cluster.roles[role], cluster.agents[agent]
        mirror.accept(framework, role, agent, amounts)
        task = None if started < 0 else mirror.start_task(started, framework, role, agent, amounts)
        if self._listener is None:
            return None
        return events.AcceptOffer(framework, role, agent, mirror.vector_of(amounts), task)

    def _update_allocation(self, at):
        framework, role, agent = self._framework(at), self._role(at + 1), self._agent(at + 2)
        conversions = self._conversions(at + 3)
        for before, after in conversions:
            self._mirror.convert_offered(framework, role, agent, before, after)
        return self._tell(events.UpdateAllocation, framework, role, agent, conversions)

    def _inverse_offer_response(self, at):
        """The mirror keeps nothing of it."""
        framework, agent, accepted = self._framework(at), self._agent(at + 1), self._optional(at + 2)
        answer = None if accepted is None else accepted == 1
        return self._tell(events.InverseOfferResponse, framework, agent, answer)

    def _revocation_denied(self, at):
        """The victim, if it was named, is nobody's any more."""
        framework, role, agent = self._framework(at), self._role(at + 1), self._agent(at + 2)
        id, reason = self._optional(at + 3), DENIAL_REASONS[self._wholes[at + 4]]
        task = None if id is None else self._mirror.spare(id)
        return self._tell(events.RevocationDenied, framework, role, agent, self._vector(at + 5)[0], task, reason)

    def _allocate(self, at):
        wake = self._wholes[at] == 1
        self._cluster.tick = not wake
        return self._tell(events.Allocate, wake)

    # ---- Parts of records: those of no fixed length come with the place where they end ------------------------------

    def _framework(self, at):
        return self._cluster.frameworks[self._wholes[at]]

    def _role(self, at):
        return self._cluster.roles[self._wholes[at]]

    def _agent(self, at):
        return self._cluster.agents[self._wholes[at]]

    def _optional(self, at):
        value = self._wholes[at]
        return None if value == -1 else value

    def _items(self, at) -> tuple[list[int], int]:
        end = at + 1 + self._wholes[at]
        return self._wholes[at + 1 : end], end

    def _roles(self, at) -> tuple[list[Role], int]:
        ids, end = self._items(at)
        return [self._cluster.roles[id] for id in ids], end

    def _amounts(self, at) -> tuple[Amounts, int]:
        end = at + 1 + 2 * self._wholes[at]
        numbers = iter(self._wholes[at + 1 : end])
        return list(zip(numbers, numbers, strict=True)), end

    def _vector(self, at) -> tuple[Vector, int]:
        amounts, end = self._amounts(at)
        return self._mirror.vector_of(amounts), end

    def _conversions(self, at) -> list[Conversion]:
        conversions = []
        at, count = at + 1, self._wholes[at]
        for _ in range(count):
            before, at = self._vector(at)
            after, at = self._vector(at)
            conversions.append(Conversion(before, after))
        return conversions
