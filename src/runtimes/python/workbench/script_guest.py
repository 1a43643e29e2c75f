"""Puts a script behind the wire: for the host, not for scripts."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence

from .cluster import Cluster
from .returned_offers import make_returned_offers
from .script_line import raise_at
from .script_values import shown
from .wire_reader import WireReader
from .wire_writer import WireWriter


class ScriptGuest:
    """The calls of the host, in the order in which they come: `setup` once, and then the others again and again."""

    def __init__(self, allocator):
        self._allocator = allocator

    def setup(self, setup: dict) -> list[str]:
        """Returns the operations after which the script wants to be asked, beyond Mesos' own table."""
        check_decide(self._allocator.decide)
        self._cluster = cluster = Cluster(setup)
        on_event = getattr(self._allocator, "on_event", None)
        listener = None if on_event is None else lambda event: on_event(cluster, event)
        self._reader = WireReader(cluster, listener)
        self._writer = WireWriter(cluster._decisions, cluster._keys)
        return checked_triggers(getattr(self._allocator, "triggers", ()))

    def add_resource_keys(self, keys: Sequence[dict]) -> None:
        self._cluster._add_resource_keys(keys)

    def decide(self, wholes: list[int], numbers: Sequence[float]) -> list[float]:
        """See WireReader.read and WireWriter.write."""
        cluster = self._cluster
        cluster.candidates = []
        cluster._decisions.clear()
        cluster._begin_call(self._reader.read(wholes, numbers))
        cluster._decisions.is_open = True
        make_returned_offers(cluster, self._allocator.decide)
        cluster._decisions.is_open = False
        return self._writer.write()

    def take_texts(self) -> list[str]:
        return self._writer.texts


def check_decide(decide: Callable) -> None:
    """
    Raises TypeError, at a line of the script, when it takes no cluster. Looked at here, since nothing may stand around the call:
    a script that is stopped there would be stopped once more on its way out, and its line lost.
    """
    try:
        # Of what is called, not of what a decorator has made it of.
        inspect.signature(decide, follow_wrapped=False).bind(None)
    except TypeError as error:
        raise_at(decide, TypeError(f"decide does not take a cluster: {error}"))
    except ValueError:
        pass  # There is no signature to look at.


EXTRA_TRIGGERS = ("recoverResources", "requestResources")


def checked_triggers(triggers: Iterable[str]) -> list[str]:
    if isinstance(triggers, str) or not isinstance(triggers, Iterable):
        raise TypeError(f"triggers are {shown(triggers)}, not a list")
    for trigger in triggers:
        if trigger not in EXTRA_TRIGGERS:
            raise ValueError(f"triggers hold {shown(trigger)}: there are {' and '.join(EXTRA_TRIGGERS)}")
    return list(triggers)
