"""Amounts as text: `cpus:4;mem:1024`."""

from __future__ import annotations

import re

from .model import ResourceKey
from .script_values import shown
from .vectors import Vector

AMOUNT = re.compile(r"(\d+)(?:\.(\d{1,3}))?", re.ASCII)


def parse_resources(text: str, keys: list[ResourceKey]) -> Vector:
    """@raise TypeError, ValueError: it is no such text, or names a resource that the run does not know"""
    if not isinstance(text, str):
        raise TypeError(f'resources are {shown(text)}, not a text such as "cpus:4;mem:1024"')
    ids = {key.text: key.id for key in keys}
    vector = [0] * len(keys)
    for entry in filter(None, map(str.strip, text.split(";"))):
        name, colon, amount = map(str.strip, entry.rpartition(":"))
        scalar = AMOUNT.fullmatch(amount)
        if not colon or scalar is None:
            raise ValueError(f"resources: {shown(entry)} is not NAME:AMOUNT with at most three decimals")
        if name not in ids:
            raise ValueError(f"resources: no agent of this run has {shown(name)}")
        whole, decimals = scalar.groups(default="")
        vector[ids[name]] += int(whole) * 1000 + int(decimals.ljust(3, "0"))
    return vector


def format_resources(vector: Vector, keys: list[ResourceKey]) -> str:
    """Keys in byte order, no trailing zeros, what is zero left out (contract, section 3)."""
    # The order of code points, in which Python compares texts, is that of UTF-8 bytes.
    amounts = sorted((key.text, amount) for key, amount in zip(keys, vector, strict=True) if amount > 0)
    return ";".join(f"{name}:{format_amount(amount)}" for name, amount in amounts)


def format_amount(thousandths: int) -> str:
    whole, rest = divmod(thousandths, 1000)
    return f"{whole}.{rest:03}".rstrip("0") if rest else str(whole)
