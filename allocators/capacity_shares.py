"""
How much each queue of YARN's CapacityScheduler should hold, and what it therefore has to give back: the fixpoint of
Hadoop's ProportionalCapacityPreemptionPolicy (AbstractPreemptableResourceCalculator), for one resource in whole units.

Every queue first gets what it uses, up to its guaranteed capacity. What is left goes to those who are furthest below or
least above their guarantee, in proportion to it, as long as they use it or wait for it; children share what their parent got.
capacity_test.py has the published numbers.
"""

from fractions import Fraction
from math import ceil


class Queue:
    """A queue with children, or a leaf. Amounts are whole units; `maximum` None: no limit."""

    def __init__(self, name, guaranteed, used=0, pending=0, maximum=None, preemptable=True, children=()):
        self.name = name
        self.guaranteed = guaranteed
        self.used = used + sum(child.used for child in children)
        self.pending = pending + sum(child.pending for child in children)
        self.maximum = maximum
        self.children = children
        self.ideal = 0
        extra = max(0, self.used - guaranteed)
        if children:
            self.preemptable = min(extra, sum(child.preemptable for child in children))
        else:
            self.preemptable = extra if preemptable else 0
        self.untouchable = extra - self.preemptable

    def room(self):
        """How much more it should take. A leaf does not borrow more than it uses already: that would only shift excess."""
        most = self.used + self.pending
        if not self.children:
            most = min(most, max(self.used, self.guaranteed))
        if self.maximum is not None:
            most = min(most, self.maximum)
        return max(0, most - self.ideal)


def to_preempt(queues, total):
    """What each leaf holds above its ideal share of `total`, by its name."""
    left = share_out([queue for queue in queues if queue.guaranteed > 0], total)
    share_out([queue for queue in queues if queue.guaranteed == 0], left)
    excess = {}
    for queue in queues:
        if queue.children:
            excess.update(to_preempt(queue.children, queue.ideal))
        else:
            excess[queue.name] = max(0, queue.used - queue.ideal)
    return excess


def share_out(queues, left):
    """Sets the ideal share of each queue. Returns what nobody takes."""
    for queue in queues:
        queue.ideal = queue.guaranteed + queue.untouchable if queue.used > queue.guaranteed else queue.used
        left -= queue.ideal
    waiting = [queue for queue in queues if queue.ideal < queue.used + queue.pending]
    while waiting and left > 0:
        lowest = min(fill(queue) for queue in waiting)
        parts = sum(queue.guaranteed for queue in waiting)
        given = 0
        # Parts are rounded up, so what is left may end before the last of them: the later queue comes first, as there.
        for queue in [queue for queue in reversed(waiting) if fill(queue) == lowest]:
            part = Fraction(queue.guaranteed, parts) if parts > 0 else Fraction(1, len(waiting))
            taken = min(ceil(left * part), left - given, queue.room())
            queue.ideal += taken
            given += taken
            if taken == 0:
                waiting.remove(queue)
        left -= given
    return left


def fill(queue):
    return Fraction(queue.ideal, queue.guaranteed) if queue.guaranteed > 0 else 0
