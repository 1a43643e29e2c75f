"""
What an allocator script or a module imports: `from workbench import Offer`.

An allocator is a script with a function `decide(cluster)` that returns offers, in a list or one after another by
`yield`:

    from workbench import Offer

    def decide(cluster):
        for agent in cluster.candidates:
            for subscription in cluster.subscriptions():
                resources = cluster.offerable(subscription, agent)
                if resources is not None:
                    yield Offer(subscription, agent, resources, why="it came first")

It may also have `triggers`, the operations after which it wants to be asked beyond Mesos' own table (of
"recoverResources" and "requestResources"), and a function `on_event(cluster, event)`, which is called for every
operation. In place of functions there may be an object named `allocator` that has them as methods.

Amounts are whole thousandths (of a cpu, of a MiB of mem or disk), times are whole microseconds of virtual time. Ids
are in byte order of names: comparing ids is comparing names.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar, Literal, NamedTuple

Vector = list[int]
"""Amounts, one for each resource key of the cluster, indexed by the key's id. `cluster.zeros()` makes one."""

def fits(wanted: Vector, free: Vector) -> bool:
    """Whether there is enough of everything. Raises ValueError: the vectors are not of one length."""

def plus(a: Vector, b: Vector) -> Vector:
    """The sum, key by key. Raises ValueError: the vectors are not of one length."""

def minus(a: Vector, b: Vector) -> Vector:
    """
    What is left of `a` without `b`, key by key; never below 0. Raises ValueError: the vectors are not of one
    length.
    """

def least(a: Vector, b: Vector) -> Vector:
    """The smaller amount of each key. Raises ValueError: the vectors are not of one length."""

def is_zero(vector: Vector) -> bool:
    """Whether there is nothing of anything."""

# ---- The cluster: live objects, to be read and never written ---------------------------------------------------------

class Options:
    """How the cluster is set up."""

    allocation_interval: int
    """Microseconds between two ticks."""
    min_allocatable: list[list[tuple[int, int]]]
    """
    Alternatives, each a list of (plain key id, thousandths): an offer holds all of at least one. None: any offer
    will do.
    """
    fairness_exclude: list[str]
    """Names of resources that do not count in shares."""
    count_lent_in_shares: bool
    """Whether what is lent counts in the shares of those who borrow it."""
    filter_gpu_resources: bool
    """Whether agents with gpus are kept from frameworks that do not ask for them."""

class ResourceKey:
    """A kind of resource: its name, whom it is reserved for, whether it is revocable."""

    id: int
    """Its place in a vector."""
    text: str
    """`cpus`, `cpus(prod)`, `cpus{REV}`"""
    name: str
    plain: int
    """Id of the key of the same name that is neither reserved nor revocable."""
    reservation: Role | None
    revocable: bool

class Agent:
    """A machine, and what of it is taken."""

    id: int
    name: str
    there: bool
    """It has joined and not left."""
    active: bool
    whitelisted: bool
    total: Vector
    taken: Vector
    """Offered or in use, lent resources under the key that they come from."""
    free: Vector
    """What nobody holds; 0 where the agent is over-allocated."""
    unavailable_from: int | None
    """When its planned maintenance begins, microseconds. None: none is planned."""
    unavailable_for: int | None
    """How long that lasts, microseconds. None: for good, or none is planned."""

    @property
    def holdings(self) -> list[Holding]:
        """Who holds something here, in the order in which they began."""

class Framework:
    """Who gets offers, and runs tasks on what it accepts."""

    id: int
    name: str
    there: bool
    """It has registered and not been removed."""
    active: bool
    revocable: bool
    """It takes revocable resources."""
    gpus: bool
    """It takes agents with gpus."""
    requests: list[Request]
    """The demand that it reported last, in its order."""

class Role:
    """Whom resources are shared between, each with a weight and perhaps a quota."""

    id: int
    name: str
    """`prod`, or a path such as `eng/ml`."""
    weight: float
    guarantee: Vector | None
    """By plain key. None: the role has no quota guarantee."""
    limit: Vector | None
    """By plain key, -1 where there is no limit. None: there is none at all."""
    held: Vector
    """By plain key, whatever the kind: what its share is computed from (`count_lent_in_shares`)."""
    borrowed: Vector
    """By plain key: what of `held` others lend to it."""
    used: Vector
    """By plain key, unreserved and not revocable: what counts against its quota."""
    lent: Vector
    """By plain key: what of its guarantee or reservations is lent to others."""
    count: int
    """Offers made to it so far: breaks ties between equal shares."""
    subscriptions: list[Subscription]
    """By id of the framework: those that are subscribed, and those that still hold something here."""

class Subscription:
    """
    A framework in a role. It is one of the role's while the framework holds something there, even when it has left
    the role; when it comes back it is the same object.
    """

    framework: Framework
    role: Role
    held: Vector
    """By plain key, whatever the kind."""
    borrowed: Vector
    """By plain key: what of `held` others lend to it."""
    offered: Vector
    """The part of it that the framework has not answered yet."""
    subscribed: bool
    """It has not left the role."""
    suppressed: bool
    count: int
    """Offers made to it so far."""

class Holding:
    """What one framework holds in one role on one agent, offered or in use."""

    framework: Framework
    role: Role
    held: Vector
    """As offered: lent resources under their {REV} key."""
    offered: Vector
    """The part of it that the framework has not answered yet."""
    lent: list[Loan]
    """What of it is lent, by id of the owner."""

class Loan:
    """What a role's idle guarantee or reservation has given to somebody else, as revocable resources."""

    owner: Role
    amounts: Vector
    """Under the keys that they were taken from."""

class Request:
    """Demand that a framework reported as unmet: `count` tasks of this size."""

    role: Role
    count: int
    """It counts down as such tasks start."""
    gang: bool
    """All start together, or none."""
    priority: float | None
    """Higher first. None: none was given."""
    estimate_seconds: float | None
    """How long such a task will run. None: unknown."""
    resources: Vector
    """Of one task, by plain key."""

class Task:
    """A task that runs."""

    id: int
    framework: Framework
    role: Role
    agent: Agent
    started_at: int
    """Microseconds."""
    resources: Vector
    """As offered: lent resources under their {REV} key."""
    revocable: bool
    """It holds revocable resources, so it can be taken back."""
    reclaimed_for: Role | None
    """For whom it is being taken back. None: it is not."""

class Cluster:
    """A mirror of the host's state, and the place where a script says what it decides."""

    t: int
    """Virtual time of this call, microseconds."""
    tick: bool
    """Whether this call is the interval's tick."""
    parameters: dict[str, str | float | bool]
    """The allocator's own, from the scenario or the command line."""
    options: Options
    keys: list[ResourceKey]
    plain_keys: list[int]
    """Ids of the keys that are neither reserved nor revocable."""
    agents: list[Agent]
    """All that there are in the run, by id; `there` tells which have joined."""
    frameworks: list[Framework]
    """All that there are in the run, by id; `there` tells which have registered."""
    roles: list[Role]
    total: Vector
    """Over all agents, by plain key, whatever the kind."""
    free: Vector
    """Unreserved, non-revocable resources that nobody holds, over all agents."""
    candidates: list[Agent]
    """The agents that this call is about, by id: each may be offered, and had something left when the call began."""

    @property
    def tasks(self) -> list[Task]:
        """The tasks that run, in the order in which they started."""

    def zeros(self) -> Vector:
        """A vector of zeros."""

    def resources(self, text: str) -> Vector:
        """
        The vector of a text such as `cpus:4;mem:1024` (cpus, MiB; at most three decimals).

        Raises ValueError when it is written otherwise, or names a resource that this run does not know.
        """

    def text(self, vector: Vector) -> str:
        """
        A vector for people: `cpus:4;mem:1024`, keys in byte order, no zeros.

        Raises ValueError: it has not one amount for each resource key.
        """

    def is_offerable(self, agent: Agent) -> bool:
        """Whether the agent's resources may be offered at all: it is there, active and whitelisted."""

    def wants_offers(self, subscription: Subscription) -> bool:
        """Whether a framework wants offers in a role: it is there, active, subscribed and not suppressed."""

    def subscriptions(self, role: Role | None = None) -> list[Subscription]:
        """Those that want offers, of one role or of all; by id of the role, then of the framework."""

    def dominant_share(self, vector: Vector) -> float:
        """The largest quantity / total of the cluster over the resource names that count in shares."""

    def role_share(self, role: Role) -> float:
        """The dominant share of what a role holds, divided by its weight."""

    def subscription_share(self, subscription: Subscription) -> float:
        """The dominant share of what a framework holds in a role."""

    def roles_by_share(self) -> list[Role]:
        """
        Roles that have a framework which wants offers, as the DRF sorter puts them: lowest share first, then fewest
        offers, then id. The list does not change with the offers that are made while it is walked.
        """

    def subscriptions_by_share(self, role: Role | None = None) -> list[Subscription]:
        """
        The subscriptions of a role that want offers, as the DRF sorter puts them: lowest share first, then fewest
        offers, then id. Without a role those of all roles, in the order of `roles_by_share`. The list does not change with the offers that are made while it is walked.
        """

    def offerable(self, subscription: Subscription, agent: Agent, most: Vector | None = None) -> Vector | None:
        """
        What a framework in a role may have of what nobody holds on an agent: what is not reserved, up to the
        role's quota limit, the reservations of the role and of those above it, and revocable resources if it takes
        them. `most`: no more than this of each key.

        None when there is nothing to offer: the framework wants no offers, the agent may not be offered or is closed to
        it (gpus), what is left is too little for an offer (`is_allocatable`), or it has refused that a while ago
        (`is_filtered`).
        """

    def lendable(self, subscription: Subscription, agent: Agent, owner: Role, most: Vector) -> Vector | None:
        """
        What an owner may lend a framework of what nobody holds on an agent, by plain key: unreserved resources, for an
        offer with this `owner`. No role's limit is on what is lent. `most`: no more than this of each plain key, what
        the owner has to lend.

        None when the framework does not take revocable resources, the role is the owner's own, another owner lends here
        in this call (`lends_from_other`), or for one of the reasons that `offerable` has.
        """

    def unused_guarantee(self, role: Role) -> Vector:
        """What of a role's guarantee it does not use, by plain key; zeros for a role without a guarantee."""

    def owed(self, role: Role) -> Vector:
        """
        What a role waits for of its guarantee, by plain key: the demand of those who want offers in it that nothing on
        offer meets, within `unused_guarantee`. Frameworks count by id; what is on offer to one is for itself and for
        those before it.
        """

    def reclaiming(self, role: Role) -> Vector:
        """What a role gets back from tasks that are told to go for it (`Task.reclaimed_for`), by plain key."""

    def victims_for(self, wanted: Vector, tasks: Iterable[Task]) -> list[Task] | None:
        """
        Those of the tasks that have to go so that `wanted` (by plain key) fits on one of the agents. Tasks are met in
        their order, the first to go first, until those of one agent make room, with what is free there; then whoever is
        not needed for it stays, the last ones first. Their resources count whatever their kind. Tasks that are told to
        go already (`Task.reclaimed_for`) are passed over, and what is free on their agents is spoken for.

        None when there is no room, however many go. Raises TypeError: `tasks` hold something else, or one that has
        ended.
        """

    def is_allocatable(self, resources: Vector) -> bool:
        """
        Whether the resources are worth an offer: they hold one of the minimal quantities (by name, over all kinds).
        """

    def quantity(self, resources: Vector, plain: int) -> int:
        """The amount of a resource over all its kinds: plain, reserved, revocable. `plain`: id of its plain key."""

    def is_gpu_agent_closed_to(self, agent: Agent, framework: Framework) -> bool:
        """Whether a framework without the GPU capability must be kept away from an agent that has gpus."""

    def is_filtered(self, subscription: Subscription, agent: Agent, resources: Vector) -> bool:
        """Whether the framework has refused these resources, or more, on this agent a while ago."""

    def demand(self, subscription: Subscription) -> list[Request]:
        """What the framework asks for in the role and has not got yet, in its order."""

    def role_demand(self, role: Role) -> Vector:
        """The sum of the demand in a role, by plain key, over the frameworks that want offers."""

    def best_fit(self, agents: Iterable[Agent], wanted: Vector) -> Agent | None:
        """
        The agent on which `wanted` (by plain key) fits and the least is left over: the sum of left over / total of
        the cluster, over the resource names. Of equal ones the one with the lowest id. None when it fits on none.
        """

    def offer(
        self,
        subscription: Subscription,
        agent: Agent,
        resources: Vector,
        why: str | None = None,
        owner: Role | None = None,
    ) -> None:
        """
        Makes an offer at once; to return it from `decide` does the same. It counts as held from now on. More for
        the same framework, role and agent in one call is added to the same offer.

        `resources`: what is offered. `why`: the reason, for people, at most 1 KiB of UTF-8; of several for the same
        offer the last one stands. `owner`: the role whose unused guarantee or reservation is lent; then the
        resources are offered as revocable.

        Raises TypeError or ValueError: no such subscription or agent, a vector of another length or with an amount
        below 0 or NaN, a reason that is too long, or an offer that would lend from two owners; RuntimeError: in
        `on_event`. What may not be offered (what is not there, another role's reservation, ...) is found by the host,
        and ends the allocator's run as an illegal decision.
        """

    def lends_from_other(self, subscription: Subscription, agent: Agent, owner: Role) -> bool:
        """
        Whether this call has offered, to this framework, role and agent, something lent by another owner already.
        """

    def revoke(self, task: Task, deadline: int, role: Role, why: str | None = None) -> None:
        """
        Takes a revocable task's resources back for a role: at the deadline (microseconds of virtual time) the task
        is killed. Where the scenario bounds preemption it may be spared: then `RevocationDenied` is heard, and
        `reclaimed_for` is None again.

        Raises TypeError or ValueError: the task does not run, no such role, a deadline that is no whole number;
        RuntimeError: in `on_event`.
        """

    def inverse_offer(
        self, framework: Framework, agent: Agent, resources: Vector, deadline: int, why: str | None = None
    ) -> None:
        """
        Asks a framework to give back what it holds on an agent by the deadline (microseconds of virtual time): for
        planned maintenance.

        Raises TypeError or ValueError: no such framework or agent, a deadline that is no whole number, a vector of
        another length; RuntimeError: in `on_event`.
        """

    def wake(self, t: int) -> None:
        """
        Asks to be called again at a time (microseconds of virtual time), whatever happens until then; replaces an
        earlier wish of this call.

        Raises TypeError: it is no whole number; RuntimeError: in `on_event`.
        """

    def metric(self, name: str, value: float, unit: str = "") -> None:
        """
        Reports a number of the script's own, as it is at this call's time. It comes out in the results as
        `script.NAME`.

        `unit`: the same one each time; "share" is shown as per cent.

        Raises ValueError: a name has letters, digits, `.`, `_` and `-` only; a value is a finite number.
        """

class Offer:
    """
    Resources of an agent for a framework in a role: what `decide` returns, in a list or one after another by
    `yield`. Each is made as it is taken, so that a generator goes on with it in the cluster. The arguments are
    those of `Cluster.offer`, and so are the errors.
    """

    subscription: Subscription
    agent: Agent
    resources: Vector
    why: str | None
    owner: Role | None

    def __init__(
        self,
        subscription: Subscription,
        agent: Agent,
        resources: Vector,
        why: str | None = None,
        owner: Role | None = None,
    ) -> None: ...

class Hierarchical:
    """
    Mesos' hierarchical allocator as a base whose steps can be overridden one by one:

        from workbench import Hierarchical

        class Mine(Hierarchical):
            def sort_frameworks(self, cluster, role):
                return cluster.subscriptions(role)

        allocator = Mine()

    A cycle goes in two stages over the agents: first what roles are guaranteed by their quota and do not have yet, then
    whatever is left, as a whole, to who comes first. At last frameworks are asked to leave agents whose maintenance is
    planned, and victims give back what was lent.

    It decides as the built-in `hierarchical` does where a script sees what the built-in sees. Offer constraints, minimal
    offers of frameworks, fault domains, volumes, refined reservations and the filters of answers to inverse offers do
    not cross to scripts; nor has it the random sorter, shuffled agents and cached weights.
    """

    grace: int
    """How long a victim has to end by itself, microseconds: 30 s when nothing else is said."""

    def choose_agents(self, cluster: Cluster) -> Sequence[Agent]:
        """A step. The agents in the order in which they are given out: candidates by id."""

    def sort_roles(self, cluster: Cluster) -> Sequence[Role]:
        """
        A step. Roles with frameworks, depth first: of siblings the one with the lowest share, then fewest offers, then
        path.
        """

    def sort_frameworks(self, cluster: Cluster, role: Role) -> Sequence[Subscription]:
        """A step. The frameworks of a role that want offers: lowest share first, then fewest offers, then name."""

    def score(self, cluster: Cluster, subscription: Subscription, agent: Agent, resources: Vector) -> float:
        """
        A step. How well an offer would do: of the frameworks of a role the one with the highest score gets the agent, of
        equal ones the first in their order. All are equal. It costs nothing when it is not overridden.
        """

    def choose_victims(self, cluster: Cluster, role: Role, wanted: Vector) -> Iterable[Task]:
        """
        A step. Tasks to be taken back, `grace` from now, for a role that has less than its guarantee and waits for
        `wanted`, by plain key. Asked when the offers are made. None.
        """

    def on_event(self, cluster: Cluster, event: Event) -> None:
        """Who overrides this calls `super().on_event(cluster, event)`: the base follows the roles and frameworks here."""

    def decide(self, cluster: Cluster) -> None:
        """One cycle, from the steps above."""

# ---- What on_event hears of: op is the name in the journal, the fields are the journal's -----------------------------

class Weight(NamedTuple):
    role: Role
    weight: float

class Use(NamedTuple):
    """Resources in use since before their agent joined."""

    framework: Framework
    role: Role
    resources: Vector

class Unavailability(NamedTuple):
    """A planned maintenance, microseconds."""

    start: int
    duration: int | None
    """None: for good."""

class Conversion(NamedTuple):
    """Resources that became others: reserved, unreserved."""

    from_: Vector
    to: Vector

class UpdateWeights:
    op: ClassVar[Literal["updateWeights"]]
    weights: list[Weight]

class UpdateQuota:
    op: ClassVar[Literal["updateQuota"]]
    role: Role
    guarantees: Vector
    limits: Vector
    """-1 where there is none."""

class AddFramework:
    op: ClassVar[Literal["addFramework"]]
    framework: Framework
    roles: list[Role]
    suppressed_roles: list[Role]
    active: bool

class UpdateFramework:
    op: ClassVar[Literal["updateFramework"]]
    framework: Framework
    roles: list[Role]
    suppressed_roles: list[Role]

class RemoveFramework:
    op: ClassVar[Literal["removeFramework"]]
    framework: Framework

class ActivateFramework:
    op: ClassVar[Literal["activateFramework"]]
    framework: Framework

class DeactivateFramework:
    op: ClassVar[Literal["deactivateFramework"]]
    framework: Framework

class AddAgent:
    op: ClassVar[Literal["addAgent"]]
    agent: Agent
    total: Vector
    used: list[Use]

class UpdateAgent:
    op: ClassVar[Literal["updateAgent"]]
    agent: Agent
    total: Vector

class RemoveAgent:
    op: ClassVar[Literal["removeAgent"]]
    agent: Agent

class ActivateAgent:
    op: ClassVar[Literal["activateAgent"]]
    agent: Agent

class DeactivateAgent:
    op: ClassVar[Literal["deactivateAgent"]]
    agent: Agent

class UpdateWhitelist:
    op: ClassVar[Literal["updateWhitelist"]]
    agents: list[Agent] | None
    """None: no whitelist."""

class UpdateUnavailability:
    op: ClassVar[Literal["updateUnavailability"]]
    agent: Agent
    unavailability: Unavailability | None
    """None: no maintenance is planned any more."""

class RequestResources:
    op: ClassVar[Literal["requestResources"]]
    framework: Framework
    requests: list[Request]

class RecoverResources:
    """Resources came back: declined, or free since a task ended."""

    op: ClassVar[Literal["recoverResources"]]
    framework: Framework
    role: Role
    agent: Agent
    resources: Vector
    refuse: int | None
    """For how many microseconds the framework does not want them again. None: it said nothing about that."""
    allocated: bool
    """They had been in use."""
    task: Task | None
    """The one that ended."""

class AcceptOffer:
    op: ClassVar[Literal["acceptOffer"]]
    framework: Framework
    role: Role
    agent: Agent
    resources: Vector
    """The part of the offer that is in use now."""
    task: Task | None
    """The one that started."""

class SuppressOffers:
    op: ClassVar[Literal["suppressOffers"]]
    framework: Framework
    roles: list[Role]
    """None in it: all that the framework is subscribed to."""

class ReviveOffers:
    op: ClassVar[Literal["reviveOffers"]]
    framework: Framework
    roles: list[Role]
    """None in it: all that the framework is subscribed to."""

class InverseOfferResponse:
    op: ClassVar[Literal["inverseOfferResponse"]]
    framework: Framework
    agent: Agent
    accepted: bool | None
    """None: it gave no answer."""

class RevocationDenied:
    """The master does not carry out a revocation, or not wholly."""

    op: ClassVar[Literal["revocationDenied"]]
    framework: Framework
    role: Role
    agent: Agent
    resources: Vector
    """What does not come back, though its deadline has come."""
    task: Task | None
    """The victim: its reclaimed_for is None again. None: none was named, or it runs no more."""
    reason: Literal["budget", "minimumRuntime"]

class UpdateAllocation:
    op: ClassVar[Literal["updateAllocation"]]
    framework: Framework
    role: Role
    agent: Agent
    conversions: list[Conversion]

class UpdateAvailable:
    op: ClassVar[Literal["updateAvailable"]]
    agent: Agent
    conversions: list[Conversion]

class Allocate:
    op: ClassVar[Literal["allocate"]]
    wake: bool
    """The allocator asked to be woken; else it is the interval's tick."""

Event = (
    UpdateWeights
    | UpdateQuota
    | AddFramework
    | UpdateFramework
    | RemoveFramework
    | ActivateFramework
    | DeactivateFramework
    | AddAgent
    | UpdateAgent
    | RemoveAgent
    | ActivateAgent
    | DeactivateAgent
    | UpdateWhitelist
    | UpdateUnavailability
    | RequestResources
    | RecoverResources
    | AcceptOffer
    | SuppressOffers
    | ReviveOffers
    | InverseOfferResponse
    | RevocationDenied
    | UpdateAllocation
    | UpdateAvailable
    | Allocate
)
"""What `on_event` is called with, after the cluster has taken it in."""

# ---- Modules of a manifest -------------------------------------------------------------------------------------------

class Module:
    """
    A module that stands in the script under the module's name. A class with these attributes does as well, and so
    does a dict.

    `create(parameters, host)`, or `create(parameters)` of kind Allocator, makes an object with the methods of the
    kind; None: it refuses. `parameters` is a list of {"key": ..., "value": ...}. `decide` is of an allocator
    without `create`.
    """

    module_api_version: str | None
    mesos_version: str | None
    kind: str | None
    author_name: str | None
    author_email: str | None
    description: str | None
    compatible: Callable[[], bool] | None
    create: Callable[..., Any] | None
    decide: Callable[[Cluster], Iterable[Offer] | None] | None
    triggers: Iterable[str]

    def __init__(
        self,
        *,
        module_api_version: str | None = None,
        mesos_version: str | None = None,
        kind: str | None = None,
        author_name: str | None = None,
        author_email: str | None = None,
        description: str | None = None,
        compatible: Callable[[], bool] | None = None,
        create: Callable[..., Any] | None = None,
        decide: Callable[[Cluster], Iterable[Offer] | None] | None = None,
        triggers: Iterable[str] = (),
    ) -> None: ...

def parameter(parameters: list[dict[str, str]], key: str) -> str | None:
    """The value of a parameter, of equal keys the last one's. None: it was not given."""

class Decisions:
    """What an allocator decided: dictionaries in the journal's form, each list by framework, role and agent."""

    offers: list[dict[str, Any]]
    inverse_offers: list[dict[str, Any]]
    revocations: list[dict[str, Any]]

def decisions_of(allocator: Any, cluster: dict[str, Any]) -> Decisions:
    """
    For tests, run by `workbench test FILE`: what an allocator (a module, or an object with `decide`) decides in the
    first cycle of a cluster that is written down: `{"agents": {"a1": "cpus:4"}, "frameworks": {"web": {"role":
    "prod"}}}`. A framework may have `uses` (a text by agent), `wants` (a list of count and resources) and
    `capabilities`; `roles` may have `weight`, `guarantees` and `limits`; `parameters` are the allocator's. Raises
    ValueError: the cluster is not written so, or the host would refuse a decision.
    """

def equal(actual: object, expected: object) -> None:
    """For tests. Raises AssertionError unless both are the same, and says what they are."""
