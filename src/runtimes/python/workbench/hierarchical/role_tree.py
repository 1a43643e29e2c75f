"""The tree of roles that have frameworks, and how often each of its nodes was given something."""

from __future__ import annotations

from ..cluster import Cluster
from ..events import (
    AcceptOffer,
    AddAgent,
    AddFramework,
    Allocate,
    Event,
    InverseOfferResponse,
    RecoverResources,
    RemoveAgent,
    RequestResources,
    RevocationDenied,
)
from ..model import Agent, Role, Subscription
from ..vectors import Vector

# What cannot change who is in which role, nor a share.
QUIET = (AcceptOffer, RequestResources, InverseOfferResponse, RevocationDenied, Allocate)


class Node:
    """A role in the tree, or the virtual leaf `.` for the frameworks of a role that has others below it (S10)."""

    __slots__ = ("children", "count", "own", "parent", "path", "role")

    def __init__(self, role: Role, path: str, parent: Node | None, children: list[Node] | None = None):
        self.role = role
        self.path = path
        self.parent = parent  # None at the top
        self.count = 0
        self.children = children  # None: a leaf
        self.own: Node | None = None  # the virtual leaf among the children

    def is_virtual(self) -> bool:
        return self.parent is not None and self.parent.own is self

    def add_virtual_leaf(self, count: int) -> None:
        self.own = Node(self.role, f"{self.path}/.", self)
        self.own.count = count
        self.children.append(self.own)

    def add_counted(self, amounts: Vector, counts_lent: bool) -> None:
        """Adds what its subtree holds (S5), as far as it counts in shares."""
        if self.children is None:
            for key, amount in enumerate(self.role.held):
                amounts[key] += amount - (0 if counts_lent else self.role.borrowed[key])
        else:
            for child in self.children:
                child.add_counted(amounts, counts_lent)


class RoleTree:
    """
    What DRF sorts siblings by. Counts rise for a leaf and all above it with each offer, and go with the node (S8).
    """

    def __init__(self, cluster: Cluster):
        self._cluster = cluster
        by_name = {role.name: role for role in cluster.roles}
        self._parent_of = {role: by_name.get(role.name.rpartition("/")[0]) for role in cluster.roles}
        self._top: list[Node] = []
        self._nodes: dict[Role, Node] = {}
        self._extra: dict[Subscription, int] = {}  # offers that the mirror counts as one, since they were merged
        self._awaited = []  # in use by frameworks that are not there yet: (framework, role, agent)
        self._order: list[Role] | None = None

    def note(self, event: Event) -> None:
        if isinstance(event, QUIET):
            return
        self._order = None
        # What comes back is most of what happens, and rarely the last that somebody held in a role that it has left.
        if not isinstance(event, RecoverResources) or not event.role.subscriptions:
            self._follow()
        match event:
            case AddAgent(agent=agent, used=used):
                for framework, role, _ in used:
                    if framework.there:
                        self._count(role)
                    else:
                        self._awaited.append((framework, role, agent))
            case AddFramework(framework=framework):
                # What it used before it was there counts now (L1).
                for user, role, _ in self._awaited:
                    if user is framework:
                        self._count(role)
                self._awaited = [use for use in self._awaited if use[0] is not framework]
            case RemoveAgent(agent=agent):
                self._awaited = [use for use in self._awaited if use[2] is not agent]
        for subscription in [subscription for subscription in self._extra if not subscription._kept]:
            del self._extra[subscription]

    def allocated(self, subscription: Subscription, agent: Agent) -> None:
        """One more offer to the framework in the role; to be told before it is made."""
        self._order = None
        self._count(subscription.role)
        if (subscription, agent) in self._cluster._decisions.offers:
            self._extra[subscription] = self._extra.get(subscription, 0) + 1

    # ---- Orders -----------------------------------------------------------------------------------------------------

    def roles(self) -> list[Role]:
        """Roles with frameworks of their own, depth first."""
        if self._order is None:
            self._order = self._leaves(self._top)
        return self._order.copy()

    def subscriptions(self, role: Role) -> list[Subscription]:
        """The frameworks of a role that want offers."""
        subscriptions = self._cluster.subscriptions_by_share(role)
        if self._extra:
            subscriptions.sort(key=self._rank_of)
        return subscriptions

    def _rank_of(self, subscription):
        count = subscription.count + self._extra.get(subscription, 0)
        return self._cluster.subscription_share(subscription), count, subscription.framework.id

    def _leaves(self, nodes):
        leaves = []
        for node in sorted(nodes, key=lambda node: (self._share_of(node), node.count, node.path)):
            if node.children is None:
                leaves.append(node.role)
            else:
                leaves += self._leaves(node.children)
        return leaves

    def _share_of(self, node):
        """The virtual leaf has no weight of its own (S6)."""
        counted = self._cluster.zeros()
        node.add_counted(counted, self._cluster.options.count_lent_in_shares)
        return self._cluster.dominant_share(counted) / (1.0 if node.is_virtual() else node.role.weight)

    # ---- Nodes ------------------------------------------------------------------------------------------------------

    def _follow(self):
        """Roles that have frameworks now and had none, and then the others: who moves is in both for a moment."""
        for role in self._cluster.roles:
            if role.subscriptions and not self._has_leaf(role):
                self._add(role)
        for role in self._cluster.roles:
            if not role.subscriptions and self._has_leaf(role):
                self._remove(role)

    def _has_leaf(self, role):
        node = self._nodes.get(role)
        return node is not None and (node.own is not None or node.children is None)

    def _add(self, role):
        node = self._nodes.get(role)
        if node is None:
            self._create(role, None)
        else:
            node.add_virtual_leaf(0)

    def _create(self, role, children):
        above = self._parent_of[role]
        parent = None if above is None else self._inner(above)
        node = self._nodes[role] = Node(role, role.name, parent, children)
        (self._top if parent is None else parent.children).append(node)
        return node

    def _inner(self, role):
        """The node of the role as an inner one; a leaf's own count goes on in a virtual leaf."""
        node = self._nodes.get(role)
        if node is None:
            return self._create(role, [])
        if node.children is None:
            node.children = []
            node.add_virtual_leaf(node.count)
        return node

    def _remove(self, role):
        """The role has lost its last framework (S11)."""
        node = self._nodes[role]
        above = node.parent if node.own is None else node
        self._take_out(node.own or node)
        while above is not None and not above.children:
            self._take_out(above)
            above = above.parent
        # Only its own frameworks are left: a leaf again, which keeps the count of the inner node.
        if above is not None and above.own is not None and len(above.children) == 1:
            above.own = above.children = None

    def _take_out(self, node):
        (self._top if node.parent is None else node.parent.children).remove(node)
        if node.is_virtual():
            node.parent.own = None
        else:
            del self._nodes[node.role]

    def _count(self, role):
        node = self._nodes[role]
        node = node.own or node
        while node is not None:
            node.count += 1
            node = node.parent
