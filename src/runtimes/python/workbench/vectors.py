"""
Vectors: amounts of resources, a list with one whole number of thousandths (of a cpu, of a MiB) per resource key of the
cluster, indexed by the key's id. `cluster.zeros()` makes one.
"""

from __future__ import annotations

Vector = list[int]


def fits(wanted: Vector, free: Vector) -> bool:
    """Whether there is enough of everything: no amount of `wanted` is above that of `free`."""
    return all(amount <= there for amount, there in zip(wanted, free, strict=True))


def plus(a: Vector, b: Vector) -> Vector:
    """The sum, key by key."""
    return [x + y for x, y in zip(a, b, strict=True)]


def minus(a: Vector, b: Vector) -> Vector:
    """What is left of `a` without `b`, key by key; never below 0."""
    return [x - y if x > y else 0 for x, y in zip(a, b, strict=True)]


def least(a: Vector, b: Vector) -> Vector:
    """The smaller amount of each key."""
    return [x if x < y else y for x, y in zip(a, b, strict=True)]


def is_zero(vector: Vector) -> bool:
    """Whether there is nothing of anything."""
    return not any(vector)
