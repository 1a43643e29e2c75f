"""
The cluster as an allocator script sees it: a mirror of the host's state, kept from the operations that cross the wire,
and the place where a script says what it decides. The same mirror stands in TypeScript (for JavaScript), in
workbench.lua and in workbench/sdk.h, so that an algorithm can be moved from one language to another line by line.

A script is a module:

    triggers = ("recoverResources", "requestResources")  # when to be asked beyond Mesos' own table; may be left out

    def decide(cluster, candidates):                     # candidates: ids of the agents that may be offered, ascending
        cluster.offer(framework, role, agent, resources)

Amounts are thousandths of the resource's unit (cpus, MiB of mem and disk), times are microseconds; both are ints. A
vector is a list with one amount per resource key, indexed by key id. Ids of agents, frameworks and roles are in byte
order of their names: comparing ids is comparing names.
"""


class ResourceKey:
    def __init__(self, id, key):
        self.id = id
        self.text = key["text"]  # "cpus", "cpus(prod)", "cpus{REV}"
        self.name = key["name"]
        self.plain = int(key["plain"])  # the key of the same name that is neither reserved nor revocable
        self.reservation = int(key["reservation"]) if key["reservation"] >= 0 else None  # role id
        self.revocable = key["revocable"]


class Agent:
    def __init__(self, id, name):
        self.id = id
        self.name = name
        self.there = False
        self.active = True
        self.whitelisted = True
        self.total = []
        self.taken = []  # offered or in use, lent resources under the key they come from
        self.holdings = {}  # by (framework, role)
        self.unavailable_from = None  # when its planned maintenance begins
        self.unavailable_for = None  # how long that lasts; None: for good


class Holding:
    """What one framework holds in one role on one agent, offered or in use."""

    def __init__(self, framework, role, cluster):
        self.framework = framework
        self.role = role
        self.held = cluster.zeros()  # as offered: lent resources under their {REV} key
        self.offered = cluster.zeros()  # the part of it that the framework has not answered yet
        self.lent = {}  # what of it is lent: by owner role, what it is made of


class Role:
    def __init__(self, id, name):
        self.id = id
        self.name = name
        self.weight = 1.0
        self.guarantee = None  # by plain key; None when the role has no quota guarantee
        self.limit = None  # by plain key, -1 where there is no limit; None when the role has none
        self.held = []  # by plain key, whatever the kind: what its share is computed from
        self.used = []  # unreserved and not revocable: what counts against its quota
        self.lent = []  # what of its guarantee or reservations is lent to others, by plain key
        self.count = 0  # offers made to it so far: breaks ties between equal shares
        self.subscriptions = []  # by framework id


class Framework:
    def __init__(self, id, name):
        self.id = id
        self.name = name
        self.there = False
        self.active = False
        self.revocable = False
        self.gpus = False
        self.requests = []


class Subscription:
    """A framework in a role. It stays while the framework holds something there, even when it has left the role."""

    def __init__(self, framework, role, cluster):
        self.framework = framework
        self.role = role
        self.subscribed = False  # it has not left the role
        self.suppressed = False
        self.held = cluster.zeros()  # as in Role
        self.offered = cluster.zeros()  # the part of it that the framework has not answered yet
        self.count = 0


class Request:
    """Demand that a framework reported as unmet: `count` tasks of this size; counts down as such tasks start."""

    def __init__(self, role, count, gang, priority, estimate_seconds, resources):
        self.role = role
        self.count = count
        self.gang = gang
        self.priority = priority
        self.estimate_seconds = estimate_seconds
        self.resources = resources  # of one task, by plain key


class Task:
    def __init__(self, id, framework, role, agent, started_at, resources, revocable):
        self.id = id
        self.framework = framework
        self.role = role
        self.agent = agent
        self.started_at = started_at
        self.resources = resources  # as offered: lent resources under their {REV} key
        self.revocable = revocable
        self.reclaimed_for = None  # the role for which the task is being taken back


class Filter:
    def __init__(self, framework, role, refused, made_at, until):
        self.framework = framework
        self.role = role
        self.refused = refused
        self.made_at = made_at
        self.until = until


class OfferDraft:
    """An offer under construction; two offers of one call to the same framework, role and agent are one."""

    def __init__(self, framework, role, agent, cluster):
        self.framework = framework
        self.role = role
        self.agent = agent
        self.resources = cluster.zeros()
        self.owner = None  # the role whose guarantee or reservation is lent
        self.lent = cluster.zeros()


class Cluster:
    def __init__(self, setup):
        options = setup["options"]
        self.t = 0  # virtual time of this call
        self.tick = False  # whether this call is the interval's tick
        self.parameters = setup["parameters"]
        self.allocation_interval = int(options["allocationInterval"])
        # Alternatives, each a list of (key id, amount).
        self.min_allocatable = [[(int(k), int(n)) for k, n in pairs] for pairs in options["minAllocatable"]]
        self.fairness_exclude = options["fairnessExclude"]
        self.filter_gpu_resources = options["filterGpuResources"]
        self.keys = []
        self.plain_keys = []  # ids of the unreserved, non-revocable keys
        self.agents = [Agent(id, name) for id, name in enumerate(setup["agents"])]
        self.frameworks = [Framework(id, name) for id, name in enumerate(setup["frameworks"])]
        self.roles = [Role(id, name) for id, name in enumerate(setup["roles"])]
        self.tasks = {}  # running ones by id, in the order in which they started
        self.total = []  # over all agents, by plain key, whatever the kind
        self.free = []  # unreserved, non-revocable resources that nobody holds, over all agents
        self.offers = {}  # of this call, by (framework, role, agent)
        self.revocations = []  # of this call: (task, deadline)
        self.wake_at = None
        self._filters = [[] for _ in self.agents]
        self._awaited = []  # uses of frameworks that are not there yet: (framework, role, agent, resources)
        self.add_resource_keys(setup["resourceKeys"])

    def add_resource_keys(self, keys):
        """Every vector gets a place for each new key."""
        for key in keys:
            id = len(self.keys)
            self.keys.append(ResourceKey(id, key))
            if self.keys[id].plain == id:
                self.plain_keys.append(id)
        size = len(self.keys)
        for vector in self._vectors():
            vector.extend([0] * (size - len(vector)))
        for role in self.roles:
            if role.limit is not None:
                role.limit.extend([-1] * (size - len(role.limit)))

    def _vectors(self):
        yield self.total
        yield self.free
        for agent in self.agents:
            yield agent.total
            yield agent.taken
            for holding in agent.holdings.values():
                yield holding.held
                yield holding.offered
                yield from holding.lent.values()
        for role in self.roles:
            yield role.held
            yield role.used
            yield role.lent
            if role.guarantee is not None:
                yield role.guarantee
            for subscription in role.subscriptions:
                yield subscription.held
                yield subscription.offered
        for framework in self.frameworks:
            for request in framework.requests:
                yield request.resources
        for task in self.tasks.values():
            yield task.resources
        for filters in self._filters:
            for filter in filters:
                yield filter.refused
        for _, _, _, resources in self._awaited:
            yield resources

    def zeros(self):
        """A vector of zeros."""
        return [0] * len(self.keys)

    # ---- What a script asks ------------------------------------------------------------------------------------------

    def available(self, agent, key):
        """What nobody holds of a key on an agent; 0 where the agent is over-allocated."""
        amount = agent.total[key] - agent.taken[key]
        return amount if amount > 0 else 0

    def is_offerable(self, agent):
        """Whether the agent's resources may be offered at all."""
        return agent.there and agent.active and agent.whitelisted

    def wants_offers(self, subscription):
        """Whether a framework wants offers in a role."""
        framework = self.frameworks[subscription.framework]
        return framework.there and framework.active and subscription.subscribed and not subscription.suppressed

    def role_share(self, role):
        """The role's dominant share: the largest held / total over the resource names, divided by the role's weight."""
        return self._dominant_share(role.held) / role.weight

    def subscription_share(self, subscription):
        """The framework's dominant share within a role."""
        return self._dominant_share(subscription.held)

    def _dominant_share(self, held):
        share = 0.0
        for key in self.plain_keys:
            total = self.total[key]
            if total <= 0 or self.keys[key].name in self.fairness_exclude:
                continue
            ratio = held[key] / total
            if ratio > share:
                share = ratio
        return share

    def roles_by_share(self):
        """Roles that have a framework which wants offers; lowest share first, then fewest offers, then name."""
        roles = [role for role in self.roles if any(self.wants_offers(s) for s in role.subscriptions)]
        return sorted(roles, key=lambda role: (self.role_share(role), role.count, role.id))

    def subscriptions_by_share(self, role):
        """The subscriptions of a role that want offers; lowest share first, then fewest offers, then name."""
        wanting = [subscription for subscription in role.subscriptions if self.wants_offers(subscription)]
        return sorted(wanting, key=lambda s: (self.subscription_share(s), s.count, s.framework))

    def is_allocatable(self, resources):
        """Whether the resources are worth an offer: they hold one of the minimal quantities (by name, over all kinds)."""
        if not self.min_allocatable:
            return any(amount > 0 for amount in resources)
        return any(
            all(self.quantity(resources, plain) >= minimum for plain, minimum in alternative)
            for alternative in self.min_allocatable
        )

    def quantity(self, resources, plain):
        """The amount of a resource over all its kinds: plain, reserved, revocable."""
        return sum(resources[key.id] for key in self.keys if key.plain == plain)

    def is_gpu_agent_closed_to(self, agent, framework):
        """Whether a framework without the GPU capability must be kept away from an agent that has gpus."""
        if not self.filter_gpu_resources or framework.gpus:
            return False
        return any(key.name == "gpus" and agent.total[key.id] > 0 for key in self.keys)

    def is_filtered(self, framework, role, agent, resources):
        """Whether the framework has refused these resources, or more, on this agent a while ago."""
        return any(
            filter.framework == framework
            and filter.role == role
            and self._is_in_force(filter)
            and all(amount <= refused for amount, refused in zip(resources, filter.refused))
            for filter in self._filters[agent]
        )

    def _is_in_force(self, filter):
        """A filter made just after the previous tick still blocks this one, even when it ends at this very moment."""
        if filter.until > self.t:
            return True
        return self.tick and filter.until == self.t and filter.made_at == self.t - self.allocation_interval

    # ---- What a script decides ---------------------------------------------------------------------------------------

    def offer(self, framework, role, agent, resources, owner=None):
        """
        Offers resources of an agent to a framework in a role. The mirror counts them as held at once. More of the same
        framework, role and agent in one call is added to the same offer.

        With an `owner`, the role whose unused guarantee or reservation is lent, the resources are offered as revocable.
        """
        draft = self.offers.get((framework, role, agent))
        if draft is None:
            draft = OfferDraft(framework, role, agent, self)
            self.offers[framework, role, agent] = draft
            self.roles[role].count += 1
            self._subscription(framework, role).count += 1
        if owner is not None and draft.owner is not None and draft.owner != owner:
            raise ValueError("an offer lends from one owner only")
        if owner is not None:
            draft.owner = owner
        for key, amount in enumerate(resources):
            if amount <= 0:
                continue
            offered = key if owner is None else self._revocable_of(key)
            draft.resources[offered] += amount
            if owner is not None:
                draft.lent[key] += amount
            self._take(self.agents[agent], key, amount)
            self._hold(framework, role, agent, offered, amount)
            self._await(framework, role, agent, offered, amount)
            if owner is not None:
                self._lend(framework, role, agent, owner, key, amount)

    def lends_from_other(self, framework, role, agent, owner):
        """Whether this call has offered, to this framework, role and agent, something lent by another owner already."""
        draft = self.offers.get((framework, role, agent))
        return draft is not None and draft.owner is not None and draft.owner != owner

    def revoke(self, task, deadline, role):
        """Takes a revocable task's resources back for a role: at the deadline the task is killed."""
        task.reclaimed_for = role
        self.revocations.append((task, deadline))

    def wake(self, t):
        """Asks to be called again at a time, whatever happens until then."""
        self.wake_at = t

    # ---- What the wire tells -----------------------------------------------------------------------------------------

    def _update_quota(self, role, guarantees, limits):
        self.roles[role].guarantee = guarantees if any(amount > 0 for amount in guarantees) else None
        self.roles[role].limit = limits if any(amount >= 0 for amount in limits) else None

    def _add_framework(self, id, active):
        framework = self.frameworks[id]
        framework.there = True
        framework.active = active
        for use in self._awaited:
            if use[0] == id:
                self._count(*use)
        self._awaited = [use for use in self._awaited if use[0] != id]

    def _subscribe(self, framework, roles, suppressed):
        """Its roles from now on; filters go for roles that it leaves or that are no longer suppressed."""
        for role in self.roles:
            known = self._known_subscription(framework, role.id)
            subscribed = role.id in roles
            if known is None and not subscribed:
                continue
            subscription = known or self._subscription(framework, role.id)
            suppressed_now = role.id in suppressed
            if not subscribed or (subscription.suppressed and not suppressed_now):
                self._clear_filters(framework, role.id)
            subscription.subscribed = subscribed
            subscription.suppressed = suppressed_now
            self._drop_if_unused(subscription)

    def _remove_framework(self, id):
        for agent in self.agents:
            for holding in list(agent.holdings.values()):
                if holding.framework == id:
                    self._release(agent, holding, list(holding.held), list(holding.offered))
        self.tasks = {task.id: task for task in self.tasks.values() if task.framework != id}
        for role in self.roles:
            self._clear_filters(id, role.id)
        framework = self.frameworks[id]
        framework.there = False
        framework.active = False
        framework.requests = []
        for role in self.roles:
            self._drop_subscription(role, id)

    def _set_framework_active(self, id, active):
        self.frameworks[id].active = active
        if not active:
            for role in self.roles:
                self._clear_filters(id, role.id)

    def _set_suppressed(self, framework, roles, suppressed):
        """Roles empty: all that it is subscribed to. Reviving clears its filters there."""
        for role in self.roles:
            subscription = self._known_subscription(framework, role.id)
            if subscription is None or not subscription.subscribed or (roles and role.id not in roles):
                continue
            subscription.suppressed = suppressed
            if not suppressed:
                self._clear_filters(framework, role.id)

    def _add_agent(self, id, total):
        agent = self.agents[id]
        agent.there = True
        agent.active = True
        agent.taken = self.zeros()
        self._set_unavailable(id, -1, -1)
        self._set_agent_total(id, total)

    def _set_unavailable(self, id, start, duration):
        self.agents[id].unavailable_from = start if start >= 0 else None
        self.agents[id].unavailable_for = duration if duration >= 0 else None

    def _use(self, framework, role, agent, resources):
        """In use since before the agent joined. In a framework's share it counts once the framework is there."""
        for key, amount in enumerate(resources):
            if amount > 0:
                self._take(self.agents[agent], key, amount)
        if self.frameworks[framework].there:
            self._count(framework, role, agent, resources)
        else:
            self._awaited.append((framework, role, agent, resources))

    def _set_agent_total(self, id, total):
        agent = self.agents[id]
        for key in self.keys:
            before = self.available(agent, key.id)
            self.total[key.plain] += total[key.id] - agent.total[key.id]
            agent.total[key.id] = total[key.id]
            if key.id == key.plain:
                self.free[key.id] += self.available(agent, key.id) - before

    def _remove_agent(self, id):
        agent = self.agents[id]
        for holding in list(agent.holdings.values()):
            self._release(agent, holding, list(holding.held), list(holding.offered))
        self.tasks = {task.id: task for task in self.tasks.values() if task.agent != id}
        self._set_agent_total(id, self.zeros())
        agent.there = False
        self._filters[id] = []
        self._awaited = [use for use in self._awaited if use[2] != id]

    def _convert_available(self, id, before, after):
        """What nobody holds becomes something else: reserved, unreserved."""
        total = self.agents[id].total
        self._set_agent_total(id, [n - gone + new for n, gone, new in zip(total, before, after)])

    def _convert_offered(self, framework, role, agent, before, after):
        """What a framework has been offered becomes something else."""
        account = self.agents[agent]
        holding = account.holdings.get((framework, role))
        if not account.there or holding is None:
            return
        for key, amount in enumerate(after):
            if amount > 0:
                self._take(account, key, amount)
                self._hold(framework, role, agent, key, amount)
                self._await(framework, role, agent, key, amount)
        self._release(account, holding, before, before)
        self._convert_available(agent, before, after)

    def _accept(self, framework, role, agent, resources):
        """A part of an offer is in use now."""
        for key, amount in enumerate(resources):
            if amount > 0:
                self._await(framework, role, agent, key, -amount)
        self._meet_demand(framework, resources)

    def _start_task(self, id, framework, role, agent, resources):
        revocable = any(key.revocable and resources[key.id] > 0 for key in self.keys)
        self.tasks[id] = Task(id, framework, role, agent, self.t, resources, revocable)

    def _recover(self, framework, role, agent, resources, was_in_use, filter_duration):
        """Resources come back; with a filter duration the framework does not want them again so soon."""
        account = self.agents[agent]
        holding = account.holdings.get((framework, role))
        if not account.there or holding is None:
            return
        self._release(account, holding, resources, self.zeros() if was_in_use else resources)
        if filter_duration < 0:
            return
        filters = [filter for filter in self._filters[agent] if filter.until >= self.t]
        filters.append(Filter(framework, role, resources, self.t, self.t + filter_duration))
        self._filters[agent] = filters

    def _clear_filters(self, framework, role):
        for agent, filters in enumerate(self._filters):
            if filters:
                self._filters[agent] = [f for f in filters if f.framework != framework or f.role != role]

    # ---- Bookkeeping -------------------------------------------------------------------------------------------------

    def _known_subscription(self, framework, role):
        for subscription in self.roles[role].subscriptions:
            if subscription.framework == framework:
                return subscription
        return None

    def _subscription(self, framework, role):
        subscriptions = self.roles[role].subscriptions
        at = 0
        while at < len(subscriptions) and subscriptions[at].framework < framework:
            at += 1
        if at < len(subscriptions) and subscriptions[at].framework == framework:
            return subscriptions[at]
        added = Subscription(framework, role, self)
        subscriptions.insert(at, added)
        return added

    def _drop_if_unused(self, subscription):
        if subscription.subscribed or any(amount > 0 for amount in subscription.held):
            return
        self._drop_subscription(self.roles[subscription.role], subscription.framework)

    def _drop_subscription(self, role, framework):
        """A role that its last framework has left counts its offers anew."""
        role.subscriptions = [other for other in role.subscriptions if other.framework != framework]
        if not role.subscriptions:
            role.count = 0

    def _revocable_of(self, key):
        name = self.keys[key].name
        return next(other.id for other in self.keys if other.name == name and other.revocable)

    def _take(self, agent, key, amount):
        """Takes (or, with a negative amount, gives back) an agent's resources."""
        before = self.available(agent, key)
        agent.taken[key] += amount
        if self.keys[key].plain == key:
            self.free[key] += self.available(agent, key) - before

    def _count(self, framework, role, agent, resources):
        self.roles[role].count += 1
        self._subscription(framework, role).count += 1
        for key, amount in enumerate(resources):
            if amount > 0:
                self._hold(framework, role, agent, key, amount)

    def _hold(self, framework, role, agent, key, amount):
        plain = self.keys[key].plain
        account = self.roles[role]
        subscription = self._subscription(framework, role)
        holdings = self.agents[agent].holdings
        holding = holdings.get((framework, role))
        if holding is None:
            holding = Holding(framework, role, self)
            holdings[framework, role] = holding
        holding.held[key] += amount
        account.held[plain] += amount
        subscription.held[plain] += amount
        if key == plain:
            account.used[key] += amount

    def _await(self, framework, role, agent, key, amount):
        """Offered and not answered yet (or, with a negative amount, answered now)."""
        holding = self.agents[agent].holdings.get((framework, role))
        if holding is None:
            return
        subscription = self._subscription(framework, role)
        holding.offered[key] += amount
        subscription.offered[self.keys[key].plain] += amount

    def _meet_demand(self, framework, resources):
        """A task that starts is demand met, before the framework says so itself."""
        for request in self.frameworks[framework].requests:
            is_met = all(self.quantity(resources, plain) == request.resources[plain] for plain in self.plain_keys)
            if request.count > 0 and is_met:
                request.count -= 1
                return

    def _lend(self, framework, role, agent, owner, key, amount):
        lent = self.agents[agent].holdings[framework, role].lent
        if owner not in lent:
            lent[owner] = self.zeros()
        lent[owner][key] += amount
        self.roles[owner].lent[self.keys[key].plain] += amount

    def _release(self, agent, holding, resources, unanswered):
        """Gives back: of revocable amounts first what is lent, owners by id, then the agent's own (as the host does)."""
        for key, amount in enumerate(resources):
            if amount <= 0:
                continue
            self._await(holding.framework, holding.role, agent.id, key, -unanswered[key])
            self._hold(holding.framework, holding.role, agent.id, key, -amount)
            own = amount
            if self.keys[key].revocable:
                own -= self._return_lent(agent, holding, key, amount)
            self._take(agent, key, -own)
        if not any(holding.held):
            agent.holdings.pop((holding.framework, holding.role), None)
        self._drop_if_unused(self._subscription(holding.framework, holding.role))

    def _return_lent(self, agent, holding, revocable_key, amount):
        plain = self.keys[revocable_key].plain
        returned = 0
        for owner in sorted(holding.lent):
            from_owner = holding.lent[owner]
            for key in self.keys:
                if key.plain != plain:
                    continue
                part = min(from_owner[key.id], amount - returned)
                from_owner[key.id] -= part
                self.roles[owner].lent[plain] -= part
                self._take(agent, key.id, -part)
                returned += part
        return returned


# ---- The wire: records [code, n, ...n numbers]; an absent id is -1 there ---------------------------------------------

REVOCABLE_RESOURCES = 2
GPU_RESOURCES = 4


class WireReader:
    """Reads one call's records into the mirror."""

    CANDIDATES = 21

    def __init__(self, cluster):
        self._cluster = cluster
        self._input = []
        self._at = 0
        self._operations = [
            self._clock,
            self._update_weights,
            self._update_quota,
            self._add_framework,
            self._update_framework,
            lambda: cluster._remove_framework(self._next()),
            lambda: cluster._set_framework_active(self._next(), True),
            lambda: cluster._set_framework_active(self._next(), False),
            self._add_agent,
            lambda: cluster._set_agent_total(self._next(), self._vector(0)),
            lambda: cluster._remove_agent(self._next()),
            lambda: self._set_agent_active(True),
            lambda: self._set_agent_active(False),
            self._update_whitelist,
            self._request_resources,
            self._recover_resources,
            self._accept_offer,
            lambda: cluster._set_suppressed(self._next(), self._items(), True),
            lambda: cluster._set_suppressed(self._next(), self._items(), False),
            lambda: None,  # inverseOfferResponse: the mirror keeps nothing of it
            self._allocate,
            None,  # candidates: see read
            self._update_allocation,
            self._update_available,
            lambda: cluster._set_unavailable(self._next(), self._next(), self._next()),
        ]

    def read(self, numbers):
        """Returns the candidates, or None for all agents."""
        self._input = numbers
        self._at = 0
        self._cluster.tick = False
        candidates = None
        while self._at < len(numbers):
            code = self._next()
            end = self._next() + self._at
            if code == self.CANDIDATES:
                candidates = self._items()
            else:
                self._operations[code]()
            self._at = end
        return candidates

    def _clock(self):
        self._cluster.t = self._next()

    def _update_weights(self):
        for _ in range(self._next()):
            role = self._next()
            self._cluster.roles[role].weight = self._number()

    def _update_quota(self):
        self._cluster._update_quota(self._next(), self._vector(0), self._vector(-1))

    def _add_framework(self):
        framework, active = self._next(), self._next() == 1
        self._set_capabilities(framework, self._next())
        self._cluster._add_framework(framework, active)
        self._cluster._subscribe(framework, self._items(), self._items())

    def _update_framework(self):
        framework, bits = self._next(), self._next()
        if bits >= 0:
            self._set_capabilities(framework, bits)
        self._cluster._subscribe(framework, self._items(), self._items())

    def _set_capabilities(self, id, bits):
        framework = self._cluster.frameworks[id]
        framework.revocable = bits & REVOCABLE_RESOURCES != 0
        framework.gpus = bits & GPU_RESOURCES != 0

    def _add_agent(self):
        agent = self._next()
        self._cluster._add_agent(agent, self._vector(0))
        for _ in range(self._next()):
            self._cluster._use(self._next(), self._next(), agent, self._vector(0))

    def _set_agent_active(self, active):
        self._cluster.agents[self._next()].active = active

    def _update_whitelist(self):
        listed = self._items() if self._next() == 1 else None
        for agent in self._cluster.agents:
            agent.whitelisted = listed is None or agent.id in listed

    def _request_resources(self):
        framework = self._cluster.frameworks[self._next()]
        framework.requests = [self._request() for _ in range(self._next())]

    def _request(self):
        role, count, gang = self._next(), self._next(), self._next() == 1
        priority, estimate_seconds = self._number(), self._number()
        return Request(role, count, gang, priority, estimate_seconds, self._vector(0))

    def _recover_resources(self):
        framework, role, agent, filter_duration = self._next(), self._next(), self._next(), self._next()
        was_in_use, task = self._next() == 1, self._next()
        self._cluster._recover(framework, role, agent, self._vector(0), was_in_use, filter_duration)
        if task >= 0:
            self._cluster.tasks.pop(task, None)

    def _accept_offer(self):
        framework, role, agent, task = self._next(), self._next(), self._next(), self._next()
        resources = self._vector(0)
        self._cluster._accept(framework, role, agent, resources)
        if task >= 0:
            self._cluster._start_task(task, framework, role, agent, resources)

    def _update_allocation(self):
        framework, role, agent = self._next(), self._next(), self._next()
        for _ in range(self._next()):
            self._cluster._convert_offered(framework, role, agent, self._vector(0), self._vector(0))

    def _update_available(self):
        agent = self._next()
        for _ in range(self._next()):
            self._cluster._convert_available(agent, self._vector(0), self._vector(0))

    def _allocate(self):
        self._cluster.tick = self._next() == 0

    def _vector(self, absent):
        vector = [absent] * len(self._cluster.keys)
        for _ in range(self._next()):
            key = self._next()
            vector[key] = self._next()
        return vector

    def _items(self):
        return [self._next() for _ in range(self._next())]

    def _next(self):
        """Ids, amounts and times are whole numbers."""
        return int(self._number())

    def _number(self):
        number = self._input[self._at]
        self._at += 1
        return number


OFFER = 0
REVOCATION = 2
WAKE_AT = 3


def write_decisions(cluster):
    """What the script decided in this call as records; then it is cleared."""
    output = []
    for offer in cluster.offers.values():
        owner = -1 if offer.owner is None else offer.owner
        body = [offer.framework, offer.role, offer.agent, *_pairs(offer.resources), owner, *_pairs(offer.lent)]
        output += [OFFER, len(body), *body]
    for task, deadline in cluster.revocations:
        part = [n if key.revocable else 0 for n, key in zip(task.resources, cluster.keys)]
        body = [task.framework, task.role, task.agent, deadline, task.id, *_pairs(part)]
        output += [REVOCATION, len(body), *body]
    if cluster.wake_at is not None:
        output += [WAKE_AT, 1, cluster.wake_at]
    cluster.offers.clear()
    cluster.revocations.clear()
    cluster.wake_at = None
    return output


def _pairs(vector):
    pairs = [number for key, amount in enumerate(vector) if amount > 0 for number in (key, amount)]
    return [len(pairs) // 2, *pairs]


class ScriptGuest:
    """Puts a script behind the wire: for the host, not for scripts."""

    def __init__(self, script):
        self._script = script

    def setup(self, setup):
        self._cluster = Cluster(setup)
        self._reader = WireReader(self._cluster)
        return getattr(self._script, "triggers", ())

    def add_resource_keys(self, keys):
        self._cluster.add_resource_keys(keys)

    def decide(self, numbers):
        cluster = self._cluster
        candidates = self._reader.read(numbers)
        if candidates is None:
            candidates = range(len(cluster.agents))
        self._script.decide(cluster, [id for id in sorted(candidates) if cluster.is_offerable(cluster.agents[id])])
        return write_decisions(cluster)
