"""What `decide` returns."""

from __future__ import annotations

from collections.abc import Callable
from types import GeneratorType

from .cluster import Cluster
from .offer import Offer
from .script_line import raise_at
from .script_values import shown


def make_returned_offers(cluster: Cluster, decide: Callable) -> None:
    """
    Makes each offer as it is taken, so that a generator goes on with it in the mirror.

    Raises TypeError or ValueError, at a line of the script, when something else is returned or an offer cannot be made.
    """
    returned = decide(cluster)
    if returned is None:
        return
    try:
        offers = iter(returned)
    except TypeError:
        raise_at(decide, TypeError(f"decide returned {shown(returned)}, not a list of offers"))
    place = returned if isinstance(returned, GeneratorType) else decide
    for n, offer in enumerate(offers, 1):
        if not isinstance(offer, Offer):
            raise_at(place, TypeError(f"offer {n} is {shown(offer)}, not an Offer(subscription, agent, resources)"))
        try:
            cluster._decisions.offer(offer)
        except ValueError as error:
            raise_at(place, ValueError(f"offer {n}: {error}"))
