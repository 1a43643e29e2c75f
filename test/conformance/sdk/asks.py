"""
Puts the questions of its parameter to the SDK: a question a line, its words parted by tabs. Answers that are texts are
printed behind the question's number, those that are numbers are reported as metrics.
"""

from workbench import fits, is_zero, least, minus, plus


class Asks:
    """A method for each question."""

    def __init__(self, cluster):
        self.cluster = cluster

    def role(self, name):
        return next(role for role in self.cluster.roles if role.name == name)

    def agent(self, name):
        return next(agent for agent in self.cluster.agents if agent.name == name)

    def subscription(self, words):
        framework, role = words.split("@")
        return next(each for each in self.role(role).subscriptions if each.framework.name == framework)

    def vector(self, text):
        return self.cluster.resources(text)

    def text(self, vector):
        return "none" if vector is None else self.cluster.text(vector)

    def resources(self, a):
        return self.text(self.vector(a))

    def zeros(self):
        return self.text(self.cluster.zeros())

    def quantity(self, a, name):
        plain = next(key for key in self.cluster.plain_keys if self.cluster.keys[key].name == name)
        return self.cluster.quantity(self.vector(a), plain)

    def fits(self, a, b):
        return fits(self.vector(a), self.vector(b))

    def plus(self, a, b):
        return self.text(plus(self.vector(a), self.vector(b)))

    def minus(self, a, b):
        return self.text(minus(self.vector(a), self.vector(b)))

    def least(self, a, b):
        return self.text(least(self.vector(a), self.vector(b)))

    def isZero(self, a):
        return is_zero(self.vector(a))

    def subscriptions(self, role=None):
        return names(self.cluster.subscriptions(role and self.role(role)))

    def wantsOffers(self, a):
        return self.cluster.wants_offers(self.subscription(a))

    def candidates(self):
        return names(self.cluster.candidates)

    def isOfferable(self, a):
        return self.cluster.is_offerable(self.agent(a))

    def offerable(self, a, b, most=None):
        return self.text(self.cluster.offerable(self.subscription(a), self.agent(b), most and self.vector(most)))

    def lendable(self, a, b, owner, most):
        lender, most = self.role(owner), self.vector(most)
        return self.text(self.cluster.lendable(self.subscription(a), self.agent(b), lender, most))

    def unusedGuarantee(self, a):
        return self.text(self.cluster.unused_guarantee(self.role(a)))

    def owed(self, a):
        return self.text(self.cluster.owed(self.role(a)))

    def reclaiming(self, a):
        return self.text(self.cluster.reclaiming(self.role(a)))

    def victimsFor(self, wanted, places):
        tasks = [self.cluster.tasks[int(place)] if place.isdigit() else place for place in places.split()]
        victims = self.cluster.victims_for(self.vector(wanted), tasks)
        return "none" if victims is None else " ".join(str(self.cluster.tasks.index(task)) for task in victims)

    def revoke(self, place, a):
        self.cluster.revoke(self.cluster.tasks[int(place)], self.cluster.t, self.role(a))

    def roleShare(self, a):
        return self.cluster.role_share(self.role(a))

    def subscriptionShare(self, a):
        return self.cluster.subscription_share(self.subscription(a))

    def dominantShare(self, a):
        return self.cluster.dominant_share(self.vector(a))

    def rolesByShare(self):
        return names(self.cluster.roles_by_share())

    def subscriptionsByShare(self, a=None):
        return names(self.cluster.subscriptions_by_share(a and self.role(a)))

    def isAllocatable(self, a):
        return self.cluster.is_allocatable(self.vector(a))

    def isGpuAgentClosedTo(self, a, b):
        framework = next(framework for framework in self.cluster.frameworks if framework.name == b)
        return self.cluster.is_gpu_agent_closed_to(self.agent(a), framework)

    def isFiltered(self, a, b, c):
        return self.cluster.is_filtered(self.subscription(a), self.agent(b), self.vector(c))

    def demand(self, a):
        requests = self.cluster.demand(self.subscription(a))
        return " ".join(f"{request.count} x {self.text(request.resources)}" for request in requests)

    def roleDemand(self, a):
        return self.text(self.cluster.role_demand(self.role(a)))

    def tasks(self):
        return " ".join(self.text(task.resources) for task in self.cluster.tasks)

    def bestFit(self, agents, wanted):
        best = self.cluster.best_fit([self.agent(name) for name in agents.split()], self.vector(wanted))
        return "none" if best is None else best.name

    def free(self, a):
        return self.text(self.agent(a).free)

    def held(self, a):
        return self.text(self.subscription(a).held)

    def lent(self, a):
        return self.text(self.role(a).lent)

    def borrowed(self, a):
        return self.text((self.subscription(a) if "@" in a else self.role(a)).borrowed)

    def offer(self, a, b, c):
        self.cluster.offer(self.subscription(a), self.agent(b), self.vector(c))

    def lend(self, a, b, c, d):
        self.cluster.offer(self.subscription(a), self.agent(b), self.vector(c), owner=self.role(d))

    def lendsFromOther(self, a, b, c):
        return self.cluster.lends_from_other(self.subscription(a), self.agent(b), self.role(c))

    def metric(self, a, b):
        self.cluster.metric(a, float(b))


def names(objects):
    return " ".join(getattr(each, "name", None) or f"{each.framework.name}@{each.role.name}" for each in objects)


def shown(answer):
    if answer is None:
        return "done"
    return {True: "yes", False: "no"}[answer] if isinstance(answer, bool) else answer


def decide(cluster):
    asks = Asks(cluster)
    for number, line in enumerate(cluster.parameters["questions"].split("\n"), 1):
        question, *words = line.split("\t")
        try:
            answer = shown(getattr(asks, question)(*words))
        except Exception as error:
            answer = f"error: {error}"
        if isinstance(answer, str):
            print(f"{number}\t{answer}")
        else:
            cluster.metric(f"answer.{number}", answer)
