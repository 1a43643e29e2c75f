"""
The wire towards the host: what the script has decided, as records [code, n, ...n numbers]. What the codes and numbers
are stands in src/sdk/wire-codes.ts.
"""

from __future__ import annotations

from collections.abc import Collection

from .decisions import Decisions
from .key_table import KeyTable
from .ledger import amounts_of

OFFER = 0
INVERSE_OFFER = 1
REVOCATION = 2
WAKE_AT = 3
WHY = 4
METRIC = 5


class WireWriter:
    """Writes one call's decisions, and keeps the texts that they refer to."""

    def __init__(self, decisions: Decisions, keys: KeyTable):
        self.texts: list[str] = []  # of what was written last
        self._decisions = decisions
        self._keys = keys
        self._output = []

    def write(self) -> list[float]:
        self.texts = []
        self._output = []
        decisions = self._decisions
        for draft in decisions.offers.values():
            subscription, owner = draft.subscription, -1 if draft.owner is None else draft.owner.id
            ids = (subscription.framework.id, subscription.role.id, draft.agent.id)
            self._record(OFFER, (*ids, *pairs(draft.resources.items()), owner, *pairs(draft.lent.items())))
            self._why(draft.why)
        for framework, agent, resources, deadline, why in decisions.inverse_offers:
            self._record(INVERSE_OFFER, (framework.id, agent.id, deadline, *pairs(amounts_of(resources))))
            self._why(why)
        for task, deadline, why in decisions.revocations:
            ids = (task.framework.id, task.role.id, task.agent.id)
            self._record(REVOCATION, (*ids, deadline, task.id, *pairs(self._revocable_part(task.resources))))
            self._why(why)
        for name, value, unit in decisions.metrics:
            self._record(METRIC, (self._text(name), self._text(unit), value))
        if decisions.wake_at is not None:
            self._record(WAKE_AT, (decisions.wake_at,))
        return self._output

    def _record(self, code, body):
        self._output += (code, len(body))
        self._output += body

    def _why(self, why):
        if why is not None:
            self._record(WHY, (self._text(why),))

    def _text(self, text):
        self.texts.append(text)
        return len(self.texts) - 1

    def _revocable_part(self, resources):
        return [(key, amount) for key, amount in amounts_of(resources) if self._keys.revocable[key]]


def pairs(amounts: Collection[tuple[int, int]]) -> list[int]:
    """Their number, and then key and amount of each."""
    return [len(amounts), *(number for pair in amounts for number in pair)]
