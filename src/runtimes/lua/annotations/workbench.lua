---@meta workbench

--- The SDK of allocators and modules in Lua, for editors: LuaLS completes and checks by it. Nothing of this runs.
---
--- An allocator is a script that returns a table with `decide`:
---
---     local function decide(cluster)
---       local offers = {}
---       ...
---       return offers
---     end
---     return { decide = decide }
---
--- Amounts are whole thousandths of the resource's unit (cpus, MiB of mem and disk), times are whole microseconds. All
--- numbers that the SDK gives are floats, ids and counts of offers excepted: in one of the two engines (fengari) integers
--- have 32 bits, so write `1e6` and not `1000000` where a number may grow. Ids count from 1; those of agents, frameworks and
--- roles are in byte order of their names, so comparing ids is comparing names.
---
--- What the SDK shows is live: each call finds it as things stand then, and what is decided shows at once. A script reads it
--- and never writes. What goes wrong in a call of the SDK is an error at the script's own line.

---@class workbench
local workbench = {}

---One amount per resource key, by key id: whole thousandths.
---@alias workbench.Vector number[]

---A wish to be asked more often than Mesos' own table says: after resources came back, after demand was reported.
---@alias workbench.Trigger "recoverResources" | "requestResources"

-- ---- What a script returns ------------------------------------------------------------------------------------------

---@class workbench.Allocator
---Says what to do now: offers, as a list or as an iterator such as `coroutine.wrap` gives, which sees the cluster with its
---earlier offers in it; or nothing, when it has used `cluster:offer` and the other verbs, or offers nothing.
---@field decide fun(cluster: workbench.Cluster): (workbench.Offer[] | (fun(): workbench.Offer?))?
---Hears of every operation after the cluster has taken it in, before `decide`. Nothing can be decided here.
---@field on_event? fun(cluster: workbench.Cluster, event: workbench.Event)
---@field triggers? workbench.Trigger[]

---@class workbench.Offer
---@field subscription workbench.Subscription To whom
---@field agent workbench.Agent
---@field resources workbench.Vector What is offered
---@field why? string The reason, for people: at most 1 KiB. It stands in the journal, and is part of no hash
---@field owner? workbench.Role The role whose idle guarantee or reservation is lent: `resources` are offered as revocable

-- ---- The nouns ------------------------------------------------------------------------------------------------------

---A kind of resource: `cpus`, `cpus(prod)` reserved to a role, `cpus{REV}` revocable.
---@class workbench.ResourceKey
---@field id integer Its place in every vector
---@field text string `cpus`, `cpus(prod)`, `cpus{REV}`
---@field name string `cpus`
---@field plain integer Id of the unreserved, non-revocable key of the same name
---@field reservation? workbench.Role The role that it is reserved to; nil: unreserved
---@field revocable boolean

---@class workbench.Agent
---@field id integer
---@field name string
---@field there boolean It has joined and not left
---@field active boolean
---@field whitelisted boolean
---@field total workbench.Vector
---@field taken workbench.Vector Offered or in use, lent resources under the key that they come from
---@field free workbench.Vector What nobody holds; 0 where the agent is over-allocated
---@field holdings workbench.Holding[] In the order in which they began
---@field unavailable_from? number When its planned maintenance begins, microseconds; nil: none is planned
---@field unavailable_for? number How long that lasts, microseconds; nil: for good, or none is planned

---What one framework holds in one role on one agent, offered or in use.
---@class workbench.Holding
---@field framework workbench.Framework
---@field role workbench.Role
---@field held workbench.Vector As offered: lent resources under their `{REV}` key
---@field offered workbench.Vector The part of it that the framework has not answered yet
---@field lent workbench.Loan[] What of that is lent, by id of the owner

---What a role's idle guarantee or reservation has given to somebody else, as revocable resources.
---@class workbench.Loan
---@field owner workbench.Role
---@field amounts workbench.Vector Under the keys that it was taken from

---@class workbench.Role
---@field id integer
---@field name string `prod`, or a path such as `eng/ml`
---@field weight number
---@field guarantee? workbench.Vector By plain key; nil: the role has no quota guarantee
---@field limit? workbench.Vector By plain key, -1 where there is no limit; nil: the role has no limit at all
---@field held workbench.Vector Held under exactly this role, whatever the kind, by plain key: its share is computed from it (`count_lent_in_shares`)
---@field used workbench.Vector Held under exactly this role unreserved and not revocable: what counts against its quota
---@field lent workbench.Vector What of the role's guarantee or reservations is lent to others, by plain key
---@field borrowed workbench.Vector What of `held` others lend to it, by plain key
---@field count integer Offers made to it so far: breaks ties between equal shares
---@field subscriptions workbench.Subscription[] By id of the framework: who is subscribed, or holds something here still

---@class workbench.Framework
---@field id integer
---@field name string
---@field there boolean It has registered and not been removed
---@field active boolean
---@field revocable boolean It takes revocable resources (`REVOCABLE_RESOURCES`)
---@field gpus boolean It may be offered agents that have gpus (`GPU_RESOURCES`)
---@field requests workbench.Request[] The demand that it reported last, in its order

---A framework in a role. It stays while the framework holds something there, even when it has left the role.
---@class workbench.Subscription
---@field framework workbench.Framework
---@field role workbench.Role
---@field subscribed boolean It has not left the role
---@field suppressed boolean
---@field held workbench.Vector Whatever the kind, by plain key
---@field borrowed workbench.Vector What of `held` others lend to it, by plain key
---@field offered workbench.Vector The part of it that the framework has not answered yet
---@field count integer Offers made to it in this role so far

---Demand that a framework reported: so many tasks of this size.
---@class workbench.Request
---@field role workbench.Role
---@field count number Tasks that wait; counts down as tasks of this size start
---@field gang boolean All of them start together, or none
---@field priority? number Higher first; nil: none was given
---@field estimate_seconds? number How long such a task will run; nil: unknown
---@field resources workbench.Vector Of one task, by plain key

---A task that runs.
---@class workbench.Task
---@field id integer
---@field framework workbench.Framework
---@field role workbench.Role
---@field agent workbench.Agent
---@field started_at number Microseconds
---@field resources workbench.Vector As offered: lent resources under their `{REV}` key
---@field revocable boolean It holds revocable resources, so it can be taken back
---@field reclaimed_for? workbench.Role The role for which it is being taken back; nil: it is not

---@class workbench.Options
---@field allocation_interval number Microseconds between two ticks
---@field min_allocatable number[][][] Alternatives: an offer is worth making when it holds all of any one of them, a list of { plain key id, thousandths }. None: any
---@field fairness_exclude string[] Resource names that do not count in shares
---@field count_lent_in_shares boolean Whether what is lent counts in the shares of those who borrow it
---@field filter_gpu_resources boolean Whether agents with gpus are kept from frameworks that cannot use them

-- ---- The cluster ----------------------------------------------------------------------------------------------------

---The cluster as it stands in this call: what an allocator asks, and where it says what it decides.
---@class workbench.Cluster
---@field t number Virtual time of this call, microseconds; in `on_event` that of the event
---@field tick boolean Whether this call is the interval's tick
---@field parameters table<string, string | number | boolean> The allocator's, from the scenario or the command line
---@field options workbench.Options
---@field keys workbench.ResourceKey[] By id. New ones may come in the course of a run; every vector has a place for each
---@field plain_keys integer[] Ids of the unreserved, non-revocable keys
---@field agents workbench.Agent[] All of the run by id, also those that are not there now
---@field frameworks workbench.Framework[] All of the run by id, also those that are not there now
---@field roles workbench.Role[] By id
---@field tasks workbench.Task[] Those that run, in the order in which they started
---@field total workbench.Vector Sum over all agents, by plain key, whatever the kind
---@field free workbench.Vector Unreserved, non-revocable resources that nobody holds, over all agents
---@field candidates workbench.Agent[] Those that this call is about, by id: they may be offered, and something was left on them when it began
local Cluster = {}

---The subscriptions that want offers, by role, then by framework; of one role or of all.
---@param role? workbench.Role
---@return workbench.Subscription[]
function Cluster:subscriptions(role) end

---Whether a framework wants offers in a role: it is there, active, subscribed and has not suppressed offers.
---@param subscription workbench.Subscription
---@return boolean
function Cluster:wants_offers(subscription) end

---Whether the agent's resources may be offered at all: it is there, active and whitelisted.
---@param agent workbench.Agent
---@return boolean
function Cluster:is_offerable(agent) end

---What a framework reported as its unmet demand in a role, in its order.
---@param subscription workbench.Subscription
---@return workbench.Request[]
function Cluster:demand(subscription) end

---The sum of the demand of all who want offers in a role, by plain key.
---@param role workbench.Role
---@return workbench.Vector
function Cluster:role_demand(role) end

---What of a role's guarantee it does not use, by plain key; zeros for a role without a guarantee.
---@param role workbench.Role
---@return workbench.Vector amounts A new vector
function Cluster:unused_guarantee(role) end

---What a role waits for of its guarantee: the demand of those who want offers in it that nothing on offer meets, within
---`unused_guarantee`. Frameworks count by id; what is on offer to one is for itself and for those before it.
---@param role workbench.Role
---@return workbench.Vector amounts A new vector, by plain key
function Cluster:owed(role) end

---What a role gets back from tasks that are told to go for it (`reclaimed_for`), by plain key.
---@param role workbench.Role
---@return workbench.Vector amounts A new vector
function Cluster:reclaiming(role) end

---Those of the tasks that have to go so that `wanted` fits on one of the agents. Tasks are met in their order until those of
---one agent make room, with what is free there; then whoever is not needed for it stays, the last ones first. Tasks that are
---told to go already (`reclaimed_for`) are passed over, and what is free on their agents is spoken for. An error when `tasks`
---hold something else, or one that has ended.
---@param wanted workbench.Vector By plain key; the tasks' resources count whatever their kind
---@param tasks workbench.Task[] The first to go first
---@return workbench.Task[]? victims In that order; nil when there is no room, however many go
function Cluster:victims_for(wanted, tasks) end

---Roles that have a framework which wants offers; lowest share first, then fewest offers, then name (the DRF sorter).
---@return workbench.Role[] roles A new list
function Cluster:roles_by_share() end

---The subscriptions of a role that want offers; lowest share first, then fewest offers, then name (the DRF sorter). Without a
---role those of all roles, in the order of `roles_by_share`.
---@param role? workbench.Role
---@return workbench.Subscription[] subscriptions A new list
function Cluster:subscriptions_by_share(role) end

---The role's dominant share divided by its weight.
---@param role workbench.Role
---@return number
function Cluster:role_share(role) end

---The framework's dominant share within a role.
---@param subscription workbench.Subscription
---@return number
function Cluster:subscription_share(subscription) end

---The largest quantity / cluster total over the resource names that count in shares.
---@param resources workbench.Vector
---@return number
function Cluster:dominant_share(resources) end

---What a framework may have of what nobody holds on an agent, in a role: unreserved resources, reservations of the role or
---of one above it (Q8), revocable ones if the framework takes those.
---@param subscription workbench.Subscription
---@param agent workbench.Agent
---@param most? workbench.Vector No more than this of each key
---@return workbench.Vector? resources A new vector, unreserved amounts within the role's quota limit; nil when the framework wants no offers, the agent may not be offered or is closed to it (P1), nothing worth an offer is left, or the framework has refused that a while ago
function Cluster:offerable(subscription, agent, most) end

---What an owner may lend a framework of what nobody holds on an agent: unreserved resources, for an offer with this `owner`. No
---role's limit is on what is lent.
---@param subscription workbench.Subscription
---@param agent workbench.Agent
---@param owner workbench.Role
---@param most workbench.Vector No more than this of each plain key: what the owner has to lend
---@return workbench.Vector? resources A new vector, by plain key; nil when the framework does not take revocable resources, the role is the owner's own, another owner lends here in this call (`lends_from_other`), or for one of the reasons that `offerable` has
function Cluster:lendable(subscription, agent, owner, most) end

---Whether the resources are worth an offer: they hold one of the minimal quantities (by name, over all kinds).
---@param resources workbench.Vector
---@return boolean
function Cluster:is_allocatable(resources) end

---Whether a framework without the GPU capability must be kept away from an agent that has gpus (P1).
---@param agent workbench.Agent
---@param framework workbench.Framework
---@return boolean
function Cluster:is_gpu_agent_closed_to(agent, framework) end

---Whether the framework has refused these resources, or more, on this agent a while ago.
---@param subscription workbench.Subscription
---@param agent workbench.Agent
---@param resources workbench.Vector
---@return boolean
function Cluster:is_filtered(subscription, agent, resources) end

---Of the agents on which `wanted` fits (unreserved, free), the one with least left over: the sum of (free - wanted) / cluster
---total over the plain keys, in their order; the lowest id among equals.
---@param agents workbench.Agent[]
---@param wanted workbench.Vector
---@return workbench.Agent? agent nil when it fits on none
function Cluster:best_fit(agents, wanted) end

---A new vector of zeros.
---@return workbench.Vector
function Cluster:zeros() end

---The amount of a resource over all its kinds: plain, reserved, revocable.
---@param resources workbench.Vector
---@param plain_key integer
---@return number
function Cluster:quantity(resources, plain_key) end

---A new vector of `cpus:4;mem:1024`; also `cpus(prod):2` and `cpus{REV}:1`. An error for another text, and for resources that
---the run does not know.
---@param text string
---@return workbench.Vector
function Cluster:resources(text) end

---`cpus:4;mem:1024`: keys in byte order, no trailing zeros, what is zero left out.
---@param resources workbench.Vector
---@return string
function Cluster:text(resources) end

---Offers resources of an agent to a framework in a role. More of the same framework, role and agent in one call is added to
---the same offer; of several reasons the last one stands. An error when the vector has another length or an amount below
---zero, or the offer would lend from two owners.
---@param subscription workbench.Subscription
---@param agent workbench.Agent
---@param resources workbench.Vector
---@param extras? { why?: string, owner?: workbench.Role } As in `workbench.Offer`
function Cluster:offer(subscription, agent, resources, extras) end

---Whether this call has offered, to this framework in this role on this agent, something lent by another owner already.
---@param subscription workbench.Subscription
---@param agent workbench.Agent
---@param owner workbench.Role
---@return boolean
function Cluster:lends_from_other(subscription, agent, owner) end

---Takes a revocable task's resources back for a role: the framework has until the deadline, then the task is killed.
---Where the scenario bounds preemption it may be spared: then `revocationDenied` is heard, and `reclaimed_for` is nil again.
---@param task workbench.Task
---@param deadline number Microseconds
---@param role workbench.Role
---@param why? string The reason, for people: at most 1 KiB
function Cluster:revoke(task, deadline, role, why) end

---Asks a framework to hand back resources of an agent until a deadline; nothing is enforced.
---@param framework workbench.Framework
---@param agent workbench.Agent
---@param resources workbench.Vector
---@param deadline number Microseconds
---@param why? string The reason, for people: at most 1 KiB
function Cluster:inverse_offer(framework, agent, resources, deadline, why) end

---Asks to be called again at a time, whatever happens until then; replaces an earlier wish.
---@param t number Microseconds, later than now
function Cluster:wake(t) end

---Reports one of the allocator's own numbers, as of now: it comes out in the results, and its last value is the metric
---`script.NAME` of the run. It is part of no hash. An error for another name or value.
---@param name string Letters, digits, `.`, `_`, `-`
---@param value number Any finite number
---@param unit? string The same each time; `share` is shown as per cent
function Cluster:metric(name, value, unit) end

-- ---- The built-in as a base -----------------------------------------------------------------------------------------

---Mesos' hierarchical allocator as a base whose steps can be replaced one by one; it decides as the built-in `hierarchical`
---does. A step that is replaced may call the one that it replaces: `Hierarchical.sort_roles(self, cluster)`.
---
---     local Hierarchical = require("workbench").Hierarchical
---     return Hierarchical:extend {
---       sort_frameworks = function(self, cluster, role) ... end,
---     }
---
---What does not cross to scripts it does not know: offer constraints and minima of frameworks, fault domains, volumes, refined
---reservations, filters of answers to inverse offers; nor has it the random sorter, shuffled agents and cached weights.
---@class workbench.Hierarchical
---@field grace number How long a victim has to end by itself, microseconds; by default 30 s
local Hierarchical = {}

---An allocator with some steps replaced; it can be extended again.
---@param steps? table Functions by the names of the steps, and `grace`; what else is in it is the allocator's own
---@return workbench.Hierarchical | workbench.Allocator
function Hierarchical:extend(steps) end

---Step: the agents in the order in which they are given out. By default the candidates by id.
---@param cluster workbench.Cluster
---@return workbench.Agent[]
function Hierarchical:choose_agents(cluster) end

---Step: the roles in the order in which they are asked on an agent. By default those with frameworks, depth first: of siblings
---the one with the lowest share, then fewest offers, then path (S7, S9).
---@param cluster workbench.Cluster
---@return workbench.Role[]
function Hierarchical:sort_roles(cluster) end

---Step: the frameworks of a role in the order in which they are asked. By default those that want offers: lowest share first,
---then fewest offers, then name.
---@param cluster workbench.Cluster
---@param role workbench.Role
---@return workbench.Subscription[]
function Hierarchical:sort_frameworks(cluster, role) end

---Step: how well an offer would do. Of the frameworks of a role the one with the highest score gets it, of equal ones the first
---in their order; then the others are scored by what is left for them. By default all are equal. An error when it is not a
---finite number.
---@param cluster workbench.Cluster
---@param subscription workbench.Subscription
---@param agent workbench.Agent
---@param resources workbench.Vector What the framework would be offered
---@return number
function Hierarchical:score(cluster, subscription, agent, resources) end

---Step: tasks to be taken back for a role that has less than its guarantee, asked when the offers are made. They have `grace`
---to end by themselves. By default none.
---@param cluster workbench.Cluster
---@param role workbench.Role
---@param wanted workbench.Vector What the role waits for of its guarantee and is not on offer to it, by plain key; not zero
---@return workbench.Task[]
function Hierarchical:choose_victims(cluster, role, wanted) end

---Step: hears of every operation after the cluster has taken it in; nothing can be decided then. By default it does nothing.
---@param cluster workbench.Cluster
---@param event workbench.Event
function Hierarchical:hear(cluster, event) end

workbench.Hierarchical = Hierarchical

-- ---- Events ---------------------------------------------------------------------------------------------------------

---An operation as `on_event` hears of it. `op` is its name in the journal; its other fields are the journal's, in snake_case:
---names stand there as the objects themselves, amounts as vectors, times in microseconds.
---@alias workbench.Event workbench.WeightsEvent | workbench.QuotaEvent | workbench.SubscriptionEvent | workbench.FrameworkEvent | workbench.RequestEvent | workbench.NewAgentEvent | workbench.TotalEvent | workbench.AgentEvent | workbench.WhitelistEvent | workbench.AvailableEvent | workbench.UnavailabilityEvent | workbench.RecoveryEvent | workbench.AcceptanceEvent | workbench.InterestEvent | workbench.InverseAnswerEvent | workbench.DenialEvent | workbench.AllocationEvent | workbench.CycleEvent

---@class workbench.WeightsEvent
---@field op "updateWeights"
---@field weights { role: workbench.Role, weight: number }[]

---@class workbench.QuotaEvent
---@field op "updateQuota"
---@field role workbench.Role
---@field guarantees workbench.Vector
---@field limits workbench.Vector -1 where there is none

---@class workbench.SubscriptionEvent
---@field op "addFramework" | "updateFramework"
---@field framework workbench.Framework
---@field roles workbench.Role[]
---@field suppressed_roles workbench.Role[]
---@field active? boolean Of addFramework

---@class workbench.FrameworkEvent
---@field op "removeFramework" | "activateFramework" | "deactivateFramework"
---@field framework workbench.Framework

---@class workbench.RequestEvent
---@field op "requestResources"
---@field framework workbench.Framework
---@field requests workbench.Request[]

---@class workbench.NewAgentEvent
---@field op "addAgent"
---@field agent workbench.Agent
---@field total workbench.Vector
---@field used { framework: workbench.Framework, role: workbench.Role, resources: workbench.Vector }[] In use since before it joined

---@class workbench.TotalEvent
---@field op "updateAgent"
---@field agent workbench.Agent
---@field total workbench.Vector

---@class workbench.AgentEvent
---@field op "removeAgent" | "activateAgent" | "deactivateAgent"
---@field agent workbench.Agent

---@class workbench.WhitelistEvent
---@field op "updateWhitelist"
---@field agents? workbench.Agent[] nil: no whitelist

---@class workbench.AvailableEvent
---@field op "updateAvailable"
---@field agent workbench.Agent
---@field conversions workbench.Conversion[]

---@class workbench.UnavailabilityEvent
---@field op "updateUnavailability"
---@field agent workbench.Agent
---@field unavailability? { start: number, duration?: number } nil: no maintenance is planned any more; duration nil: for good

---@class workbench.RecoveryEvent
---@field op "recoverResources"
---@field framework workbench.Framework
---@field role workbench.Role
---@field agent workbench.Agent
---@field resources workbench.Vector
---@field refuse? number How long the framework does not want them again; nil: it said nothing about that
---@field allocated boolean They had been in use
---@field task? workbench.Task The one that ended; nil: none did

---@class workbench.AcceptanceEvent
---@field op "acceptOffer"
---@field framework workbench.Framework
---@field role workbench.Role
---@field agent workbench.Agent
---@field resources workbench.Vector The part of the offer that is in use now
---@field task? workbench.Task The one that started; nil: none did

---@class workbench.InterestEvent
---@field op "suppressOffers" | "reviveOffers"
---@field framework workbench.Framework
---@field roles workbench.Role[] None: all that it is subscribed to

---@class workbench.InverseAnswerEvent
---@field op "inverseOfferResponse"
---@field framework workbench.Framework
---@field agent workbench.Agent
---@field accepted? boolean nil: it gave no answer

---@class workbench.DenialEvent
---@field op "revocationDenied"
---@field framework workbench.Framework
---@field role workbench.Role
---@field agent workbench.Agent
---@field resources workbench.Vector What does not come back, though its deadline has come
---@field task? workbench.Task The victim: its reclaimed_for is nil again. nil: none was named, or it runs no more
---@field reason "budget" | "minimumRuntime"

---@class workbench.AllocationEvent
---@field op "updateAllocation"
---@field framework workbench.Framework
---@field role workbench.Role
---@field agent workbench.Agent
---@field conversions workbench.Conversion[]

---@class workbench.CycleEvent
---@field op "allocate"
---@field wake boolean The allocator asked to be woken; else it is the interval's tick

---Resources that became others: reserved, unreserved.
---@class workbench.Conversion
---@field from workbench.Vector
---@field to workbench.Vector

-- ---- Vectors --------------------------------------------------------------------------------------------------------

---Whether all of `wanted` is within `free`.
---@param wanted workbench.Vector
---@param free workbench.Vector
---@return boolean
function workbench.fits(wanted, free) end

---a + b, a new vector.
---@param a workbench.Vector
---@param b workbench.Vector
---@return workbench.Vector
function workbench.plus(a, b) end

---a - b, not below 0: a new vector.
---@param a workbench.Vector
---@param b workbench.Vector
---@return workbench.Vector
function workbench.minus(a, b) end

---Of each key the smaller amount: a new vector.
---@param a workbench.Vector
---@param b workbench.Vector
---@return workbench.Vector
function workbench.least(a, b) end

---Whether no amount is above 0.
---@param vector workbench.Vector
---@return boolean
function workbench.is_zero(vector) end

---Whether one of the items holds, as `some` in JavaScript and `any` in Python.
---@generic T
---@param list T[]
---@param holds fun(item: T): any
---@return boolean
function workbench.any(list, holds) end

---The items that hold, in their order, as `filter` in JavaScript and Python.
---@generic T
---@param list T[] Left as it is
---@param holds fun(item: T): any
---@return T[] filtered A new list
function workbench.filtered(list, holds) end

---Sorts by numbers: those items that have a key, lowest first; equal ones stay in their order. An error when a key is
---something else.
---@generic T
---@param list T[] Left as it is
---@param key_of fun(item: T): number | number[] | nil Of a list of numbers the first that differs decides; nil leaves the item out
---@return T[] sorted A new list
function workbench.sorted(list, key_of) end

-- ---- Modules --------------------------------------------------------------------------------------------------------

---A module: a script returns a table that has it under its name.
---@class workbench.Module
---@field module_api_version string "2"
---@field mesos_version string Such as "1.12.0"
---@field kind string Such as "Hook", "Isolator", "Allocator"
---@field author_name string
---@field author_email string
---@field description string
---@field compatible? fun(): boolean
---@field create? fun(parameters: workbench.Parameter[], host: workbench.ModuleHost): table? nil: refused
---@field decide? fun(cluster: workbench.Cluster): (workbench.Offer[] | (fun(): workbench.Offer?))? Of an Allocator that needs no create

---@class workbench.Parameter
---@field key string
---@field value string

---What an instance of a module has of the world.
---@class workbench.ModuleHost
---@field now fun(): number Virtual time, seconds
---@field after fun(seconds: number, action: fun()) Runs the action once, so many seconds of virtual time from now
---@field future fun(): workbench.Future An answer that comes later: a method returns it, and completes it when the answer is known
---@field failed fun(message: string): workbench.Future The answer of a method that has failed

---An answer that comes later. The first end counts, further ones are ignored.
---@class workbench.Future
---@field complete fun(value: any)
---@field fail fun(message: string)
---@field discard fun()

---Marks a table as a list, which only an empty one needs.
---@generic T
---@param items T[]
---@return T[]
function workbench.list(items) end

---The value of a parameter, of equal keys the last one's; nil when it was not given.
---@param parameters workbench.Parameter[]
---@param key string
---@return string?
function workbench.parameter(parameters, key) end

-- ---- Tests ------------------------------------------------------------------------------------------------------------

---@class workbench.TestCluster
---@field agents table<string, string> what each has, such as "cpus:4;mem:1024"
---@field frameworks table<string, workbench.TestFramework>
---@field roles? table<string, { weight: number?, guarantees: string?, limits: string? }>
---@field parameters? table<string, string | number | boolean>

---@class workbench.TestFramework
---@field role string
---@field uses? table<string, string> by agent
---@field wants? { count: integer, resources: string }[]
---@field capabilities? string[]

---@class workbench.TestDecisions
---@field offers table[] in the journal's form, by framework, role and agent
---@field inverseOffers table[]
---@field revocations table[]

---For tests, run by `workbench test FILE`: what an allocator decides in the first cycle of a cluster that is written down. An
---error when it is not written so, or when the host would refuse a decision.
---@param allocator workbench.Allocator
---@param cluster workbench.TestCluster
---@return workbench.TestDecisions
function workbench.decisions_of(allocator, cluster) end

---For tests: an error unless both are the same.
---@param actual any
---@param expected any
function workbench.equal(actual, expected) end

return workbench
