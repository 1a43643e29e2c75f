"""Dominant shares, and whoever wants offers in the order of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

Member = TypeVar("Member")
Place = tuple[float, int, int]  # share, number of offers, id


class DominantShares:
    """The largest of held / total over the names of resources: one IEEE division each, as in every language."""

    __slots__ = ("version", "_terms")

    def __init__(self):
        self.version = 0  # goes up when the totals change: all shares are different then
        self._terms = []

    def measure_by(self, terms: list[tuple[int, int]]) -> None:
        """`terms`: (plain key, total over the cluster) of each resource that counts; totals are above 0."""
        self._terms = terms
        self.version += 1

    def of(self, held: list[int]) -> float:
        share = 0.0
        for key, total in self._terms:
            part = held[key] / total
            if part > share:
                share = part
        return share


class ShareOrder(Generic[Member]):
    """
    Lowest share first, then fewest offers, then lowest id: the order of the DRF sorter. It is kept from question to
    question, and only those who moved are put in their new place: after an offer that is one of 200 frameworks, and to
    sort them all took nine tenths of a cycle.
    """

    __slots__ = ("moved", "_place_of", "_shares", "_version", "_places", "_members", "_known")

    def __init__(self, shares: DominantShares, place_of: Callable[[Member], Place | None]):
        """`place_of`: None for a member that wants no offers."""
        self.moved = set()  # whose share, number of offers or wish may have changed
        self._place_of = place_of
        self._shares = shares
        self._version = -1
        self._places = []  # sorted
        self._members = []  # in the same order
        self._known = {}  # the place of each

    def sorted(self, everybody: Iterable[Member]) -> list[Member]:
        """A new list of those who want offers. `everybody`: whoever may."""
        if self._version != self._shares.version:
            self._sort(everybody)
        elif self.moved:
            self._move()
        return self._members.copy()

    def _sort(self, everybody):
        placed = [(place, member) for member in everybody if (place := self._place_of(member)) is not None]
        placed.sort(key=lambda pair: pair[0])
        self._places = [place for place, _ in placed]
        self._members = [member for _, member in placed]
        self._known = {member: place for place, member in placed}
        self._version = self._shares.version
        self.moved.clear()

    def _move(self):
        places, members, known = self._places, self._members, self._known
        for member in self.moved:
            place = known.pop(member, None)
            if place is not None:
                at = bisect_left(places, place)
                del places[at], members[at]
            place = self._place_of(member)
            if place is not None:
                at = bisect_left(places, place)
                places.insert(at, place)
                members.insert(at, member)
                known[member] = place
        self.moved.clear()
