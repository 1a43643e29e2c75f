"""
Competitive Equilibrium from Equal Incomes: every framework is given the same budget, resources get prices at which all
that is wanted is just sold, and everybody buys what it needs (Varian 1974; Ghodsi et al., NSDI 2011).

For tasks of a fixed shape a framework buys budget / (price of a task) of them, and the market's outcome is the one with
the largest product of tasks. It uses the cluster better than DRF and gives more than an equal split, but it can be gamed:
in scenarios/ceei.yaml a user gets more by asking for what it does not need.

Prices are found by the market's own rule: what is wanted more than there is becomes dearer, in proportion. What the
frameworks pay stays the sum of their budgets all the while. Whole tasks are then filled up towards the outcome.
"""

from workbench import Offer, fits, is_zero

triggers = ("requestResources", "recoverResources")

ROUNDS = 2_000


def decide(cluster):
    buyers = [s for s in cluster.subscriptions() if cluster.demand(s) and is_zero(s.offered)]
    if not buyers or not cluster.candidates:
        return
    waiting = {buyer: [r.resources for r in cluster.demand(buyer) for _ in range(r.count)][::-1] for buyer in buyers}
    bought = dict(zip(buyers, equilibrium(cluster, [waiting[buyer][-1] for buyer in buyers], buyers)))
    while waiting:
        buyer = min(waiting, key=lambda b: (tasks_held(b, waiting[b][-1]) / bought[b], b.role.id, b.framework.id))
        tasks = waiting[buyer]
        agent = first_with_room(cluster, buyer, tasks[-1])
        if agent is not None:
            yield Offer(buyer, agent, tasks.pop(), why=f"its budget buys {bought[buyer]:.2f} tasks")
        if agent is None or not tasks:
            del waiting[buyer]


def equilibrium(cluster, tasks, buyers):
    """How many of its tasks each buys. `tasks`: the resources of one task of each."""
    keys = [key for key in cluster.plain_keys if cluster.total[key] > 0]
    prices = {key: 1.0 / cluster.total[key] for key in keys}
    for _ in range(ROUNDS):
        amounts = []
        for task, buyer in zip(tasks, buyers):
            cost = 0.0
            for key in keys:
                cost += prices[key] * task[key]
            amounts.append(buyer.role.weight / cost)
        for key in keys:
            wanted = 0.0
            for amount, task in zip(amounts, tasks):
                wanted += amount * task[key]
            prices[key] *= wanted / cluster.total[key]
    return amounts


def tasks_held(subscription, task):
    """In tasks of this shape: by the resource of which it holds most."""
    return max(held / amount for held, amount in zip(subscription.held, task) if amount > 0)


def first_with_room(cluster, subscription, resources):
    for agent in cluster.candidates:
        room = cluster.offerable(subscription, agent)
        if room is not None and fits(resources, room):
            return agent
    return None
