"""What a script hands over, looked at before it is used. What is wrong is an error in the script's own line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from .vectors import Vector

if TYPE_CHECKING:
    from .model import ResourceKey

MOST_TEXT_BYTES = 1024


def shown(value: object) -> str:
    """A wrong value as a message shows it."""
    if isinstance(value, str):
        return json.dumps(value if len(value) <= 40 else f"{value[:40]}...", ensure_ascii=False)
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:60]}..."


def checked(value: object, kind: type, what: str, whose: str):
    """@raise TypeError: it is no object of the kind"""
    if isinstance(value, kind):
        return value
    raise TypeError(f"{what} is {shown(value)}, not one of {whose}")


def checked_vector(resources: Vector, keys: list[ResourceKey]) -> Vector:
    """A copy. @raise TypeError, ValueError: it is no list with a whole amount of at least 0 for each key"""
    if not isinstance(resources, (list, tuple)):
        raise TypeError(f"resources are {shown(resources)}, not a vector: see Cluster.zeros")
    if len(resources) != len(keys):
        raise ValueError(f"resources have {len(resources)} amounts, but there are {len(keys)} resource keys")
    for key, amount in enumerate(resources):
        # Not so of NaN and infinity, either.
        if not (isinstance(amount, (int, float)) and amount >= 0 and amount % 1 == 0):
            raise ValueError(f"resources hold {shown(amount)} of {keys[key].text}: amounts are whole thousandths, from 0 on")
    return list(resources)


def checked_text(text: str, what: str) -> str:
    """@raise TypeError, ValueError: it is no text, or longer than 1 KiB"""
    if not isinstance(text, str):
        raise TypeError(f"{what} is {shown(text)}, not a text")
    # A character takes one to four bytes: mostly that is answer enough.
    if len(text) * 4 > MOST_TEXT_BYTES and len(text.encode("utf-8", "surrogatepass")) > MOST_TEXT_BYTES:
        raise ValueError(f"{what} is longer than {MOST_TEXT_BYTES} bytes")
    return text


def checked_why(why: str | None) -> str | None:
    return None if why is None else checked_text(why, "why")


def checked_time(t: int, what: str) -> int:
    """@raise TypeError: it is no whole number of microseconds"""
    if isinstance(t, int) or (isinstance(t, float) and t.is_integer()):
        return int(t)
    raise TypeError(f"{what} is {shown(t)}, not a whole number of microseconds")
