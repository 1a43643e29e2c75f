"""What tests of scripts have of the SDK. `workbench test FILE` runs them."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import Any

from .script_guest import ScriptGuest


@dataclass(frozen=True)
class Decisions:
    """See the stub."""

    offers: list[dict[str, Any]]
    inverse_offers: list[dict[str, Any]]
    revocations: list[dict[str, Any]]


class _WaitsForHost(BaseException):
    """Ends a test that cannot go on yet."""


class _Conversation:
    """
    A test cannot wait for the host: it is begun anew with one more answer, until there are all that it asks for. An
    allocator is asked once all the same; what it said is kept.
    """

    def __init__(self):
        self.said = {}
        self.begin([])

    def begin(self, answers):
        self.answers = answers
        self.next = 0
        self.wanted = None
        if not answers:
            self.said.clear()

    def ask(self, request):
        if self.wanted is None and self.next < len(self.answers):
            answer = self.answers[self.next]
            self.next += 1
            if "defect" in answer:
                raise ValueError(answer["defect"])
            return answer["value"]
        if self.wanted is None:
            self.wanted = request
        raise _WaitsForHost

    def said_once(self, say):
        if self.next not in self.said:
            self.said[self.next] = say()
        return self.said[self.next]


_conversation = _Conversation()


def decisions_of(allocator: Any, cluster: dict[str, Any]) -> Decisions:
    """See the stub."""
    if not callable(getattr(allocator, "decide", None)):
        allocator = getattr(allocator, "allocator", allocator)
    if not callable(getattr(allocator, "decide", None)):
        raise TypeError("no decide function: an allocator is a module or an object that has it")
    begun = _conversation.ask({"begin": cluster})
    said = _conversation.said_once(lambda: _said(allocator, begun))
    decisions = _conversation.ask({"judge": said, "of": cluster})
    return Decisions(
        offers=decisions["offers"],
        inverse_offers=decisions["inverseOffers"],
        revocations=decisions["revocations"],
    )


def _said(allocator, begun):
    guest = ScriptGuest(allocator)
    guest.setup(begun["setup"])
    records = begun["records"]
    output = guest.decide([int(number) for number in records], array("d", records))
    return {"output": list(output), "texts": list(guest.take_texts())}


def equal(actual: object, expected: object) -> None:
    """An error unless both are the same."""
    if actual != expected:
        raise AssertionError(f"expected {expected!r}, and it is {actual!r}")


def is_test_request(request):
    return "tests" in request or "test" in request or "wanted" in request


def answer_test_request(script, request):
    """
    For the host: the names of a script's tests; None once a test has run, if it comes to that; and what the last one
    still wanted to know, None when it has come to its end.
    """
    if "tests" in request:
        tests = [name for name in vars(script) if name.startswith("test") and callable(getattr(script, name))]
        return sorted(tests)
    if "wanted" in request:
        return _conversation.wanted
    _conversation.begin(request["answers"])
    getattr(script, request["test"])()
    return None
