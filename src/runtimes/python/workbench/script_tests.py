"""What tests of scripts have of the SDK. `workbench test FILE` runs them."""

from __future__ import annotations

import json
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


_ask_host = None


def use_test_host(host):
    """For the host: `host` answers a request in JSON with JSON."""
    global _ask_host
    _ask_host = host


def _answer_of(request):
    if _ask_host is None:
        raise RuntimeError("this is for tests, which `workbench test FILE` runs")
    answer = json.loads(_ask_host(json.dumps(request)))
    if "defect" in answer:
        raise ValueError(answer["defect"])
    return answer["value"]


def decisions_of(allocator: Any, cluster: dict[str, Any]) -> Decisions:
    """See the stub."""
    if not callable(getattr(allocator, "decide", None)):
        allocator = getattr(allocator, "allocator", allocator)
    if not callable(getattr(allocator, "decide", None)):
        raise TypeError("no decide function: an allocator is a module or an object that has it")
    begun = _answer_of({"begin": cluster})
    guest = ScriptGuest(allocator)
    guest.setup(begun["setup"])
    records = begun["records"]
    output = guest.decide([int(number) for number in records], array("d", records))
    said = {"output": list(output), "texts": list(guest.take_texts())}
    decisions = _answer_of({"judge": said, "of": cluster})
    return Decisions(
        offers=decisions["offers"],
        inverse_offers=decisions["inverseOffers"],
        revocations=decisions["revocations"],
    )


def equal(actual: object, expected: object) -> None:
    """An error unless both are the same."""
    if actual != expected:
        raise AssertionError(f"expected {expected!r}, and it is {actual!r}")


def is_test_request(request):
    return "tests" in request or "test" in request


def answer_test_request(script, request):
    """For the host: the names of a script's tests; or runs one of them."""
    if "tests" in request:
        tests = [name for name in vars(script) if name.startswith("test") and callable(getattr(script, name))]
        return sorted(tests)
    getattr(script, request["test"])()
    return None
