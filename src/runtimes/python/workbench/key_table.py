"""The resource keys, looked up in the ways that the mirror needs."""

from __future__ import annotations

from .model import ResourceKey, Role
from .vectors import Vector


class KeyTable:
    """Lists by key id, so that no key is looked for in a loop over all keys."""

    def __init__(self):
        self.plain = []  # by key: the plain one of its name
        self.revocable = []  # by key: whether it is
        self.twins = {}  # by plain key: the revocable one of its name
        self.kinds = {}  # by plain key: all keys of its name
        self.gpus = []  # keys of gpus

    def add(self, key: ResourceKey) -> None:
        self.plain.append(key.plain)
        self.revocable.append(key.revocable)
        if key.revocable:
            self.twins[key.plain] = key.id
        self.kinds.setdefault(key.plain, []).append(key.id)
        if key.name == "gpus":
            self.gpus.append(key.id)

    def quantity(self, resources: Vector, plain: int) -> int:
        """The amount of a resource over all its kinds."""
        amount = 0
        for key in self.kinds.get(plain, ()):
            amount += resources[key]
        return amount


def is_reachable(key: ResourceKey, role: Role, is_revocable: bool) -> bool:
    """
    Whether frameworks in a role may have resources of a key: a reservation is for its role and those below it
    (Q8).
    """
    if key.revocable and not is_revocable:
        return False
    owner = key.reservation
    return owner is None or owner is role or role.name.startswith(f"{owner.name}/")
