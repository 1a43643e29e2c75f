"""
The numbers of Hadoop's TestProportionalCapacityPreemptionPolicy: `workbench test allocators/capacity_test.py`.

One unit is one container; total_preemption_per_round and natural_termination_factor are 1, max_ignored_over_capacity 0.
"""

from capacity_shares import Queue, to_preempt


def flat(guaranteed, used, pending, maximum=None, disabled=""):
    queues = []
    for i, name in enumerate("ABCD"[: len(guaranteed)]):
        limit = None if maximum is None else maximum[i]
        queues.append(Queue(name, guaranteed[i], used[i], pending[i], limit, name not in disabled))
    return {name: excess for name, excess in to_preempt(queues, sum(guaranteed)).items() if excess > 0}


def tree(total, *parents):
    return {name: excess for name, excess in to_preempt(parents, total).items() if excess > 0}


def parent(name, guaranteed, *children):
    return Queue(name, guaranteed, children=children)


def test_nobody_waits():
    assert flat([40, 40, 20], [0, 60, 40], [0, 0, 0]) == {}


def test_proportional_preemption():
    assert flat([10, 40, 20, 30], [30, 60, 10, 0], [20, 5, 20, 0]) == {"A": 10}


def test_maximum_capacity():
    assert flat([40, 40, 20], [55, 45, 0], [10, 10, 0], maximum=[100, 45, 100]) == {}


def test_preempt_cycle():
    assert flat([40, 40, 20], [0, 60, 40], [10, 0, 0]) == {"C": 10}


def test_queue_with_preemption_disabled():
    assert flat([55, 25, 20], [0, 54, 46], [10, 0, 0], disabled="B") == {"C": 10}
    assert flat([55, 25, 20], [0, 54, 46], [10, 0, 0]) == {"B": 4, "C": 6}


def test_over_capacity_imbalance():
    assert flat([40, 40, 20], [55, 45, 0], [10, 10, 0]) == {}


def hierarchical(b_preemptable):
    a = parent("A", 100, Queue("B", 50, 60, preemptable=b_preemptable), Queue("C", 50, 50))
    return tree(200, a, parent("D", 100, Queue("E", 10, 90), Queue("F", 90, 0, pending=10)))


def test_hierarchical():
    assert hierarchical(b_preemptable=True) == {"B": 10}
    assert hierarchical(b_preemptable=False) == {"E": 10}


def broad(b_preemptable=True, e_preemptable=True):
    a = parent("A", 350, Queue("B", 150, 200, preemptable=b_preemptable), Queue("C", 200, 200))
    d = parent("D", 400, Queue("E", 200, 250, preemptable=e_preemptable), Queue("F", 200, 150, pending=50))
    return tree(1000, a, d, parent("G", 250, Queue("H", 100, 150), Queue("I", 150, 50)))


def test_broad_hierarchical():
    assert broad() == {"B": 27, "E": 23}
    assert broad(b_preemptable=False) == {"E": 50}
    assert broad(b_preemptable=False, e_preemptable=False) == {}


def test_inherit_from_parent():
    a = parent("A", 500, Queue("B", 200), Queue("C", 200, 350), Queue("D", 100, 350))
    e = parent("E", 500, Queue("F", 200, 0, pending=200), Queue("G", 200, 200), Queue("H", 100, 100))
    assert tree(1000, a, e) == {"C": 17, "D": 183}


def test_not_all_untouchable():
    a = parent("A", 1000, Queue("B", 800, 300), Queue("C", 100, 800, preemptable=False), Queue("D", 100, 200))
    e = parent("E", 1000, Queue("F", 500, 500), Queue("G", 300, 0, pending=300), Queue("H", 200, 200))
    assert tree(2000, a, e) == {"D": 100}
