"""Who holds what."""

from __future__ import annotations

from bisect import insort

from .key_table import KeyTable
from .model import Agent, Framework, Holding, Loan, Role, Subscription
from .share_order import ShareOrder
from .vectors import Vector

Amounts = list[tuple[int, int]]  # (key, amount), as they cross the wire


class Ledger:
    """
    The accounts of agents, roles, subscriptions and holdings. What changes hands is a list of (key, amount):
    the few keys that a record names, and not all that there are.
    """

    def __init__(self, keys: KeyTable, free: Vector, role_order: ShareOrder[Role]):
        self.candidates: set[int] = set()  # ids of agents that may be offered and have something left
        self.zeros = []
        self._keys = keys
        self._free = free
        self._role_order = role_order

    # ---- Subscriptions ----------------------------------------------------------------------------------------------

    def subscription(self, framework: Framework, role: Role) -> Subscription:
        """The framework in the role, which is one of the role's from now on."""
        subscription = framework._subscriptions.get(role)
        if subscription is None:
            subscription = Subscription(framework, role, self.zeros.copy(), self.zeros.copy(), self.zeros.copy())
            framework._subscriptions[role] = subscription
        if not subscription._kept:
            subscription._kept = True
            insort(role.subscriptions, subscription, key=lambda other: other.framework.id)
            self.refresh(subscription)
        return subscription

    def refresh(self, subscription: Subscription) -> None:
        """Takes note of what its framework wants now."""
        framework, role = subscription.framework, subscription.role
        wants = framework.there and framework.active and subscription.subscribed and not subscription.suppressed
        if wants != subscription._wants:
            subscription._wants = wants
            role._wanting += 1 if wants else -1
        # Stands for all that decides which resources of an agent a framework may have in a role.
        subscription._reach = role.id * 4 + framework.revocable * 2 + framework.gpus
        self.moved(subscription)

    def moved(self, subscription: Subscription) -> None:
        """Its place among the others, and its role's, may be another one now."""
        role = subscription.role
        role._order.moved.add(subscription)
        self._role_order.moved.add(role)

    def drop_if_unused(self, subscription: Subscription) -> None:
        if not subscription.subscribed and not any(subscription.held):
            self.drop(subscription)

    def drop(self, subscription: Subscription) -> None:
        """
        A role that its last framework has left counts its offers anew (S8: the count goes with the sorter's
        node).
        """
        role = subscription.role
        role.subscriptions.remove(subscription)
        if not role.subscriptions:
            role.count = 0
        subscription._kept = subscription.subscribed = subscription.suppressed = False
        subscription.count = 0
        self.refresh(subscription)

    # ---- Amounts ----------------------------------------------------------------------------------------------------

    def take(self, agent: Agent, amounts: Amounts) -> None:
        """Takes (or, of negative amounts, gives back) an agent's resources."""
        total, taken, free = agent.total, agent.taken, agent.free
        plain, free_of_all = self._keys.plain, self._free
        for key, amount in amounts:
            taken[key] += amount
            left = total[key] - taken[key]
            if left < 0:
                left = 0
            if plain[key] == key:
                free_of_all[key] += left - free[key]
            free[key] = left
        self.settle(agent)

    def settle(self, agent: Agent) -> None:
        """Takes note of what is left on an agent, and whether that may be offered."""
        agent._reachable.clear()
        is_open = agent.there and agent.active and agent.whitelisted and any(agent.free)
        if is_open != agent._open:
            agent._open = is_open
            (self.candidates.add if is_open else self.candidates.discard)(agent.id)

    def hold(self, agent: Agent, subscription: Subscription, amounts: Amounts, unanswered: bool) -> None:
        """
        Counts as held (or, of negative amounts, no more).

        `unanswered`: whether they are offered, and not in use.
        """
        if not amounts:
            return
        role = subscription.role
        holding = agent._holdings.get(subscription)
        if holding is None:
            zeros = self.zeros
            holding = agent._holdings[subscription] = Holding(subscription.framework, role, zeros.copy(), zeros.copy())
        held_here, held_by_role, held, used = holding.held, role.held, subscription.held, role.used
        offered_here, offered = holding.offered, subscription.offered
        plain_of = self._keys.plain
        for key, amount in amounts:
            plain = plain_of[key]
            held_here[key] += amount
            held_by_role[plain] += amount
            held[plain] += amount
            if key == plain:
                used[key] += amount
            if unanswered:
                offered_here[key] += amount
                offered[plain] += amount
        self.moved(subscription)

    def answer(self, subscription: Subscription, holding: Holding, amounts: Amounts) -> None:
        """These are no longer without an answer."""
        plain = self._keys.plain
        offered_here, offered = holding.offered, subscription.offered
        for key, amount in amounts:
            offered_here[key] -= amount
            offered[plain[key]] -= amount

    def count(self, subscription: Subscription) -> None:
        """One offer more, for the order among equals."""
        subscription.role.count += 1
        subscription.count += 1
        self.moved(subscription)

    def lend(self, agent: Agent, subscription: Subscription, owner: Role, amounts: Amounts) -> None:
        """What of a holding is lent, and by whom."""
        lent = agent._holdings[subscription].lent
        loan = next((loan for loan in lent if loan.owner is owner), None)
        if loan is None:
            loan = Loan(owner, self.zeros.copy())
            insort(lent, loan, key=lambda loan: loan.owner.id)
        for key, amount in amounts:
            loan.amounts[key] += amount
            owner.lent[self._keys.plain[key]] += amount
            self._borrow(subscription, self._keys.plain[key], amount)

    def _borrow(self, subscription: Subscription, plain: int, amount: int) -> None:
        subscription.borrowed[plain] += amount
        subscription.role.borrowed[plain] += amount

    def release(self, agent: Agent, subscription: Subscription, amounts: Amounts, unanswered: bool) -> None:
        """Gives back what is held."""
        holding = agent._holdings[subscription]
        back = [(key, -amount) for key, amount in amounts]
        self.hold(agent, subscription, back, unanswered)
        self.take(agent, self._return_lent(subscription, holding, back) if holding.lent else back)
        if not any(holding.held):
            del agent._holdings[subscription]
        self.drop_if_unused(subscription)

    def release_all(self, agent: Agent, subscription: Subscription) -> None:
        holding = agent._holdings[subscription]
        self.answer(subscription, holding, amounts_of(holding.offered))
        self.release(agent, subscription, amounts_of(holding.held), False)

    def _return_lent(self, subscription: Subscription, holding: Holding, back: Amounts) -> Amounts:
        """Of revocable amounts first what is lent goes back, owners by id, then the agent's own (as the host does)."""
        keys = self._keys
        returned = []
        for key, amount in back:
            if keys.revocable[key]:
                plain = keys.plain[key]
                for loan in holding.lent:
                    for kind in keys.kinds[plain]:
                        part = min(loan.amounts[kind], -amount)
                        loan.amounts[kind] -= part
                        loan.owner.lent[plain] -= part
                        self._borrow(subscription, plain, -part)
                        returned.append((kind, -part))
                        amount += part
            returned.append((key, amount))
        return returned


def amounts_of(vector: Vector) -> Amounts:
    return [(key, amount) for key, amount in enumerate(vector) if amount > 0]
