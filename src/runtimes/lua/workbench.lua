--- The cluster as an allocator script sees it: a mirror of the host's state, kept from the operations that cross the
-- wire, and the place where a script says what it decides. The same mirror stands in TypeScript (for JavaScript), in
-- workbench/mirror.py and in workbench/sdk.h, so that an algorithm can be moved from one language to another line by line.
--
-- A script returns a table:
--
--   return {
--     triggers = { "recoverResources", "requestResources" },  -- when to be asked beyond Mesos' own table; may be left out
--     decide = function(cluster, candidates)                  -- candidates: ids of the agents that may be offered
--       cluster:offer(framework, role, agent, resources)
--     end,
--   }
--
-- Amounts are thousandths of the resource's unit (cpus, MiB of mem and disk), times are microseconds. All of them are
-- whole numbers in floats, as Lua's integers have only 32 bits in one of its VMs: write 1e6, not 1000000, where a number
-- may grow. A vector has one amount per resource key, indexed by key id. Ids count from 1; those of agents, frameworks
-- and roles are in byte order of their names: comparing ids is comparing names.
--
-- An agent has id, name, there, active, whitelisted, total, taken (offered or in use, lent resources under the key they
-- come from), unavailable_from (when its planned maintenance begins, or nil) and unavailable_for (or nil: for good), and
-- holdings: what one framework has in one role there (framework, role, held, offered, lent by owner).
-- A role has id, name, weight, guarantee (or nil), limit (or nil; -1 per key without one), held (what its share is
-- computed from), used (what counts against its quota), lent (of its guarantee, to others), count (offers so far) and
-- subscriptions: a framework in the role (framework, role, subscribed, suppressed, held, offered, count).
-- A framework has id, name, there, active, revocable, gpus and requests: demand that it reported as unmet (role, count,
-- gang, priority, estimate_seconds, resources of one task).
-- A task has id, framework, role, agent, started_at, resources, revocable and reclaimed_for (a role id, or nil).
-- A resource key has id, text, name, plain (the key of the same name that is neither reserved nor revocable),
-- reservation (a role id, or nil) and revocable.

local Cluster = {}
Cluster.__index = Cluster

local function new_cluster(setup)
  local cluster = setmetatable({
    t = 0.0, -- virtual time of this call
    tick = false, -- whether this call is the interval's tick
    parameters = setup.parameters,
    allocation_interval = setup.options.allocationInterval,
    min_allocatable = {}, -- alternatives, each a list of { key id, amount }
    fairness_exclude = {}, -- by resource name
    filter_gpu_resources = setup.options.filterGpuResources,
    keys = {},
    plain_keys = {}, -- ids of the unreserved, non-revocable keys
    agents = {},
    frameworks = {},
    roles = {},
    tasks = {}, -- running ones, in the order in which they started
    total = {}, -- over all agents, by plain key, whatever the kind
    free = {}, -- unreserved, non-revocable resources that nobody holds, over all agents
    offers = {}, -- of this call
    revocations = {},
    wake_at = nil,
    _kinds_of = {}, -- by plain key: all keys of the same name
    _share_keys = {}, -- plain keys that count in shares
    _draft_of = {},
    _filters = {}, -- by agent
    _awaited = {}, -- what frameworks that are not there yet use
    _tasks_started = 0.0,
  }, Cluster)
  for id, name in ipairs(setup.agents) do
    cluster.agents[id] =
      { id = id, name = name, there = false, active = true, whitelisted = true, total = {}, taken = {}, holdings = {} }
    cluster._filters[id] = {}
  end
  for id, name in ipairs(setup.frameworks) do
    cluster.frameworks[id] =
      { id = id, name = name, there = false, active = false, revocable = false, gpus = false, requests = {} }
  end
  for id, name in ipairs(setup.roles) do
    cluster.roles[id] =
      { id = id, name = name, weight = 1.0, held = {}, used = {}, lent = {}, count = 0, subscriptions = {} }
  end
  for _, name in ipairs(setup.options.fairnessExclude) do cluster.fairness_exclude[name] = true end
  for i, alternative in ipairs(setup.options.minAllocatable) do
    cluster.min_allocatable[i] = {}
    for j, pair in ipairs(alternative) do cluster.min_allocatable[i][j] = { (pair[1] | 0) + 1, pair[2] } end
  end
  cluster:add_resource_keys(setup.resourceKeys)
  return cluster
end

local function extend(vector, size, amount)
  for key = #vector + 1, size do vector[key] = amount end
end

--- Every vector gets a place for each new key.
function Cluster:add_resource_keys(keys)
  for _, key in ipairs(keys) do
    local id = #self.keys + 1
    local plain = (key.plain | 0) + 1
    local reservation = nil
    if key.reservation >= 0 then reservation = (key.reservation | 0) + 1 end
    self.keys[id] =
      { id = id, text = key.text, name = key.name, plain = plain, reservation = reservation, revocable = key.revocable }
    if plain == id then
      self.plain_keys[#self.plain_keys + 1] = id
      self._kinds_of[id] = {}
      if not self.fairness_exclude[key.name] then self._share_keys[#self._share_keys + 1] = id end
    end
    local kinds = self._kinds_of[plain]
    kinds[#kinds + 1] = id
  end
  local size = #self.keys
  self:_each_vector(function(vector) extend(vector, size, 0.0) end)
  for _, role in ipairs(self.roles) do
    if role.limit then extend(role.limit, size, -1.0) end
  end
end

function Cluster:_each_vector(visit)
  visit(self.total)
  visit(self.free)
  for _, agent in ipairs(self.agents) do
    visit(agent.total)
    visit(agent.taken)
    for _, holding in ipairs(agent.holdings) do
      visit(holding.held)
      visit(holding.offered)
      for _, loan in ipairs(holding.lent) do visit(loan.amounts) end
    end
    for _, filter in ipairs(self._filters[agent.id]) do visit(filter.refused) end
  end
  for _, role in ipairs(self.roles) do
    visit(role.held)
    visit(role.used)
    visit(role.lent)
    if role.guarantee then visit(role.guarantee) end
    for _, subscription in ipairs(role.subscriptions) do
      visit(subscription.held)
      visit(subscription.offered)
    end
  end
  for _, framework in ipairs(self.frameworks) do
    for _, request in ipairs(framework.requests) do visit(request.resources) end
  end
  for _, task in ipairs(self.tasks) do visit(task.resources) end
  for _, use in ipairs(self._awaited) do visit(use.resources) end
end

--- A vector of zeros.
function Cluster:zeros()
  local vector = {}
  for key = 1, #self.keys do vector[key] = 0.0 end
  return vector
end

-- ---- What a script asks ---------------------------------------------------------------------------------------------

--- What nobody holds of a key on an agent; 0 where the agent is over-allocated.
function Cluster:available(agent, key)
  local amount = agent.total[key] - agent.taken[key]
  if amount < 0 then return 0.0 end
  return amount
end

--- Whether the agent's resources may be offered at all.
function Cluster:is_offerable(agent)
  return agent.there and agent.active and agent.whitelisted
end

--- Whether a framework wants offers in a role.
function Cluster:wants_offers(subscription)
  local framework = self.frameworks[subscription.framework]
  return framework.there and framework.active and subscription.subscribed and not subscription.suppressed
end

--- The role's dominant share: the largest held / total over the resource names, divided by the role's weight.
function Cluster:role_share(role)
  return self:_dominant_share(role.held) / role.weight
end

--- The framework's dominant share within a role.
function Cluster:subscription_share(subscription)
  return self:_dominant_share(subscription.held)
end

function Cluster:_dominant_share(held)
  local share = 0.0
  for i = 1, #self._share_keys do
    local key = self._share_keys[i]
    local total = self.total[key]
    if total > 0 then
      local ratio = held[key] / total
      if ratio > share then share = ratio end
    end
  end
  return share
end

local function by_share(a, b)
  if a.share ~= b.share then return a.share < b.share end
  if a.count ~= b.count then return a.count < b.count end
  return a.id < b.id
end

--- The items of a list of { share, count, id, item }; lowest share first, then fewest offers, then name.
local function sorted_items(entries)
  if #entries > 1 then table.sort(entries, by_share) end
  local items = {}
  for i, entry in ipairs(entries) do items[i] = entry.item end
  return items
end

--- Roles that have a framework which wants offers; lowest share first, then fewest offers, then name.
function Cluster:roles_by_share()
  local entries = {}
  for _, role in ipairs(self.roles) do
    for _, subscription in ipairs(role.subscriptions) do
      if self:wants_offers(subscription) then
        entries[#entries + 1] = { share = self:role_share(role), count = role.count, id = role.id, item = role }
        break
      end
    end
  end
  return sorted_items(entries)
end

--- The subscriptions of a role that want offers; lowest share first, then fewest offers, then name.
function Cluster:subscriptions_by_share(role)
  local entries = {}
  for _, subscription in ipairs(role.subscriptions) do
    if self:wants_offers(subscription) then
      local share = self:subscription_share(subscription)
      entries[#entries + 1] =
        { share = share, count = subscription.count, id = subscription.framework, item = subscription }
    end
  end
  return sorted_items(entries)
end

--- Whether the resources are worth an offer: they hold one of the minimal quantities (by name, over all kinds).
function Cluster:is_allocatable(resources)
  if #self.min_allocatable == 0 then
    for _, amount in ipairs(resources) do
      if amount > 0 then return true end
    end
    return false
  end
  for _, alternative in ipairs(self.min_allocatable) do
    local is_held = true
    for _, minimum in ipairs(alternative) do
      if self:quantity(resources, minimum[1]) < minimum[2] then
        is_held = false
        break
      end
    end
    if is_held then return true end
  end
  return false
end

--- The amount of a resource over all its kinds: plain, reserved, revocable.
function Cluster:quantity(resources, plain)
  local kinds = self._kinds_of[plain]
  local sum = 0.0
  for i = 1, #kinds do sum = sum + resources[kinds[i]] end
  return sum
end

--- Whether a framework without the GPU capability must be kept away from an agent that has gpus.
function Cluster:is_gpu_agent_closed_to(agent, framework)
  if not self.filter_gpu_resources or framework.gpus then return false end
  for id, key in ipairs(self.keys) do
    if key.name == "gpus" and agent.total[id] > 0 then return true end
  end
  return false
end

--- Whether the framework has refused these resources, or more, on this agent a while ago.
function Cluster:is_filtered(framework, role, agent, resources)
  for _, filter in ipairs(self._filters[agent]) do
    if filter.framework == framework and filter.role == role and self:_is_in_force(filter) then
      local is_contained = true
      for key = 1, #resources do
        if resources[key] > filter.refused[key] then
          is_contained = false
          break
        end
      end
      if is_contained then return true end
    end
  end
  return false
end

--- A filter made just after the previous tick still blocks this one, even when it ends at this very moment.
function Cluster:_is_in_force(filter)
  if filter.until_time > self.t then return true end
  return self.tick and filter.until_time == self.t and filter.made_at == self.t - self.allocation_interval
end

-- ---- What a script decides ------------------------------------------------------------------------------------------

--- Offers resources of an agent to a framework in a role. The mirror counts them as held at once. More of the same
-- framework, role and agent in one call is added to the same offer.
-- @param owner the role whose unused guarantee or reservation is lent: then the resources are offered as revocable; nil: a
--   plain offer
function Cluster:offer(framework, role, agent, resources, owner)
  local draft = self:_draft(framework, role, agent)
  if not draft then
    draft = { framework = framework, role = role, agent = agent, resources = self:zeros(), lent = self:zeros() }
    self.offers[#self.offers + 1] = draft
    self._draft_of[self:_draft_id(framework, role, agent)] = draft
    self.roles[role].count = self.roles[role].count + 1
    local subscription = self:_subscription(framework, role)
    subscription.count = subscription.count + 1
  end
  if owner and draft.owner and draft.owner ~= owner then error("an offer lends from one owner only", 2) end
  if owner then draft.owner = owner end
  for key, amount in ipairs(resources) do
    if amount > 0 then
      local offered = owner and self:_revocable_of(key) or key
      draft.resources[offered] = draft.resources[offered] + amount
      if owner then draft.lent[key] = draft.lent[key] + amount end
      self:_take(self.agents[agent], key, amount)
      self:_hold(framework, role, agent, offered, amount)
      self:_await(framework, role, agent, offered, amount)
      if owner then self:_lend(framework, role, agent, owner, key, amount) end
    end
  end
end

--- Whether this call has offered, to this framework, role and agent, something lent by another owner already.
function Cluster:lends_from_other(framework, role, agent, owner)
  local draft = self:_draft(framework, role, agent)
  return draft ~= nil and draft.owner ~= nil and draft.owner ~= owner
end

--- Takes a revocable task's resources back for a role: the framework has until the deadline, then the task is killed.
function Cluster:revoke(task, deadline, role)
  task.reclaimed_for = role
  self.revocations[#self.revocations + 1] = { task = task, deadline = deadline }
end

--- Asks to be called again at a time, whatever happens until then.
function Cluster:wake(t)
  self.wake_at = t
end

function Cluster:_draft_id(framework, role, agent)
  return ((framework - 1.0) * #self.roles + role - 1) * #self.agents + agent
end

function Cluster:_draft(framework, role, agent)
  return self._draft_of[self:_draft_id(framework, role, agent)]
end

-- ---- What the wire tells --------------------------------------------------------------------------------------------

local function any_above(vector, floor)
  for key = 1, #vector do
    if vector[key] > floor then return true end
  end
  return false
end

local function contains(list, item)
  for _, other in ipairs(list) do
    if other == item then return true end
  end
  return false
end

local function filtered(list, keep)
  local kept = {}
  for _, item in ipairs(list) do
    if keep(item) then kept[#kept + 1] = item end
  end
  return kept
end

function Cluster:_update_quota(role, guarantees, limits)
  self.roles[role].guarantee = any_above(guarantees, 0) and guarantees or nil
  self.roles[role].limit = any_above(limits, -1) and limits or nil
end

function Cluster:_add_framework(id, active)
  local framework = self.frameworks[id]
  framework.there = true
  framework.active = active
  for _, use in ipairs(self._awaited) do
    if use.framework == id then self:_count(use) end
  end
  self._awaited = filtered(self._awaited, function(use) return use.framework ~= id end)
end

--- Its roles from now on; filters go for roles that it leaves or that are no longer suppressed.
function Cluster:_subscribe(framework, roles, suppressed)
  for _, role in ipairs(self.roles) do
    local subscription = self:_known_subscription(framework, role.id)
    local subscribed = contains(roles, role.id)
    if subscription or subscribed then
      subscription = subscription or self:_subscription(framework, role.id)
      local suppressed_now = contains(suppressed, role.id)
      if not subscribed or (subscription.suppressed and not suppressed_now) then
        self:_clear_filters(framework, role.id)
      end
      subscription.subscribed = subscribed
      subscription.suppressed = suppressed_now
      self:_drop_if_unused(subscription)
    end
  end
end

function Cluster:_remove_framework(id)
  for _, agent in ipairs(self.agents) do
    self:_release_all(agent, function(holding) return holding.framework == id end)
  end
  self.tasks = filtered(self.tasks, function(task) return task.framework ~= id end)
  for _, role in ipairs(self.roles) do self:_clear_filters(id, role.id) end
  local framework = self.frameworks[id]
  framework.there = false
  framework.active = false
  framework.requests = {}
  for _, role in ipairs(self.roles) do self:_drop_subscription(role, id) end
end

function Cluster:_set_framework_active(id, active)
  self.frameworks[id].active = active
  if not active then
    for _, role in ipairs(self.roles) do self:_clear_filters(id, role.id) end
  end
end

--- Roles empty: all that it is subscribed to. Reviving clears its filters there.
function Cluster:_set_suppressed(framework, roles, suppressed)
  for _, role in ipairs(self.roles) do
    local subscription = self:_known_subscription(framework, role.id)
    if subscription and subscription.subscribed and (#roles == 0 or contains(roles, role.id)) then
      subscription.suppressed = suppressed
      if not suppressed then self:_clear_filters(framework, role.id) end
    end
  end
end

function Cluster:_add_agent(id, total)
  local agent = self.agents[id]
  agent.there = true
  agent.active = true
  agent.taken = self:zeros()
  self:_set_unavailable(id, -1, -1)
  self:_set_agent_total(id, total)
end

function Cluster:_set_unavailable(id, from, duration)
  self.agents[id].unavailable_from = from >= 0 and from or nil
  self.agents[id].unavailable_for = duration >= 0 and duration or nil
end

--- In use since before the agent joined. In a framework's share it counts once the framework is there.
function Cluster:_use(framework, role, agent, resources)
  for key, amount in ipairs(resources) do
    if amount > 0 then self:_take(self.agents[agent], key, amount) end
  end
  local use = { framework = framework, role = role, agent = agent, resources = resources }
  if self.frameworks[framework].there then
    self:_count(use)
  else
    self._awaited[#self._awaited + 1] = use
  end
end

function Cluster:_set_agent_total(id, total)
  local agent = self.agents[id]
  for key, about in ipairs(self.keys) do
    local before = self:available(agent, key)
    self.total[about.plain] = self.total[about.plain] + total[key] - agent.total[key]
    agent.total[key] = total[key]
    if key == about.plain then self.free[key] = self.free[key] + self:available(agent, key) - before end
  end
end

function Cluster:_remove_agent(id)
  local agent = self.agents[id]
  self:_release_all(agent, function() return true end)
  self.tasks = filtered(self.tasks, function(task) return task.agent ~= id end)
  self:_set_agent_total(id, self:zeros())
  agent.there = false
  self._filters[id] = {}
  self._awaited = filtered(self._awaited, function(use) return use.agent ~= id end)
end

--- What nobody holds becomes something else: reserved, unreserved.
function Cluster:_convert_available(id, from, to)
  local total = {}
  for key, amount in ipairs(self.agents[id].total) do total[key] = amount - from[key] + to[key] end
  self:_set_agent_total(id, total)
end

--- What a framework has been offered becomes something else.
function Cluster:_convert_offered(framework, role, agent, from, to)
  local account = self.agents[agent]
  local holding = self:_holding(account, framework, role)
  if not account.there or not holding then return end
  for key, amount in ipairs(to) do
    if amount > 0 then
      self:_take(account, key, amount)
      self:_hold(framework, role, agent, key, amount)
      self:_await(framework, role, agent, key, amount)
    end
  end
  self:_release(account, holding, from, from)
  self:_convert_available(agent, from, to)
end

--- A part of an offer is in use now.
function Cluster:_accept(framework, role, agent, resources)
  for key, amount in ipairs(resources) do
    if amount > 0 then self:_await(framework, role, agent, key, -amount) end
  end
  self:_meet_demand(framework, resources)
end

function Cluster:_start_task(id, framework, role, agent, resources)
  local revocable = false
  for key, about in ipairs(self.keys) do
    if about.revocable and resources[key] > 0 then revocable = true end
  end
  self._tasks_started = self._tasks_started + 1
  self.tasks[#self.tasks + 1] = {
    id = id,
    framework = framework,
    role = role,
    agent = agent,
    started_at = self.t,
    resources = resources,
    revocable = revocable,
    _number = self._tasks_started,
  }
end

function Cluster:_end_task(id)
  for i = #self.tasks, 1, -1 do
    if self.tasks[i].id == id then
      table.remove(self.tasks, i)
      return
    end
  end
end

--- Resources come back, out of use or unanswered; with a filter duration the framework does not want them again so soon.
function Cluster:_recover(framework, role, agent, resources, was_in_use, filter_duration)
  local account = self.agents[agent]
  local holding = self:_holding(account, framework, role)
  if not account.there or not holding then return end
  self:_release(account, holding, resources, was_in_use and self:zeros() or resources)
  if filter_duration < 0 then return end
  local filters = filtered(self._filters[agent], function(filter) return filter.until_time >= self.t end)
  filters[#filters + 1] = {
    framework = framework,
    role = role,
    refused = resources,
    made_at = self.t,
    until_time = self.t + filter_duration,
  }
  self._filters[agent] = filters
end

function Cluster:_clear_filters(framework, role)
  for agent, filters in ipairs(self._filters) do
    if #filters > 0 then
      self._filters[agent] = filtered(filters, function(filter)
        return filter.framework ~= framework or filter.role ~= role
      end)
    end
  end
end

-- ---- Bookkeeping ----------------------------------------------------------------------------------------------------

function Cluster:_known_subscription(framework, role)
  for _, subscription in ipairs(self.roles[role].subscriptions) do
    if subscription.framework == framework then return subscription end
  end
  return nil
end

--- By framework id.
function Cluster:_subscription(framework, role)
  local subscriptions = self.roles[role].subscriptions
  local at = 1
  while at <= #subscriptions and subscriptions[at].framework < framework do at = at + 1 end
  local known = subscriptions[at]
  if known and known.framework == framework then return known end
  local added = {
    framework = framework,
    role = role,
    subscribed = false,
    suppressed = false,
    held = self:zeros(),
    offered = self:zeros(),
    count = 0,
  }
  table.insert(subscriptions, at, added)
  return added
end

--- A framework stays in a role while it holds something there, even when it has left the role.
function Cluster:_drop_if_unused(subscription)
  if subscription.subscribed or any_above(subscription.held, 0) then return end
  self:_drop_subscription(self.roles[subscription.role], subscription.framework)
end

--- A role that its last framework has left counts its offers anew.
function Cluster:_drop_subscription(role, framework)
  role.subscriptions = filtered(role.subscriptions, function(other) return other.framework ~= framework end)
  if #role.subscriptions == 0 then role.count = 0 end
end

function Cluster:_revocable_of(key)
  local name = self.keys[key].name
  for id, other in ipairs(self.keys) do
    if other.name == name and other.revocable then return id end
  end
end

function Cluster:_holding(agent, framework, role)
  for _, holding in ipairs(agent.holdings) do
    if holding.framework == framework and holding.role == role then return holding end
  end
  return nil
end

--- Takes (or, with a negative amount, gives back) an agent's resources.
function Cluster:_take(agent, key, amount)
  local before = self:available(agent, key)
  agent.taken[key] = agent.taken[key] + amount
  if self.keys[key].plain ~= key then return end
  self.free[key] = self.free[key] + self:available(agent, key) - before
end

function Cluster:_count(use)
  self.roles[use.role].count = self.roles[use.role].count + 1
  local subscription = self:_subscription(use.framework, use.role)
  subscription.count = subscription.count + 1
  for key, amount in ipairs(use.resources) do
    if amount > 0 then self:_hold(use.framework, use.role, use.agent, key, amount) end
  end
end

function Cluster:_hold(framework, role, agent, key, amount)
  local plain = self.keys[key].plain
  local account = self.roles[role]
  local subscription = self:_subscription(framework, role)
  local holding = self:_holding(self.agents[agent], framework, role)
  if not holding then
    holding = { framework = framework, role = role, held = self:zeros(), offered = self:zeros(), lent = {} }
    table.insert(self.agents[agent].holdings, holding)
  end
  holding.held[key] = holding.held[key] + amount
  account.held[plain] = account.held[plain] + amount
  subscription.held[plain] = subscription.held[plain] + amount
  if key == plain then account.used[key] = account.used[key] + amount end
end

--- Offered and not answered yet (or, with a negative amount, answered now).
function Cluster:_await(framework, role, agent, key, amount)
  local holding = self:_holding(self.agents[agent], framework, role)
  if not holding then return end
  local subscription = self:_subscription(framework, role)
  local plain = self.keys[key].plain
  holding.offered[key] = holding.offered[key] + amount
  subscription.offered[plain] = subscription.offered[plain] + amount
end

--- A task that starts is demand met, before the framework says so itself.
function Cluster:_meet_demand(framework, resources)
  for _, request in ipairs(self.frameworks[framework].requests) do
    if request.count > 0 then
      local is_met = true
      for _, plain in ipairs(self.plain_keys) do
        if self:quantity(resources, plain) ~= request.resources[plain] then
          is_met = false
          break
        end
      end
      if is_met then
        request.count = request.count - 1
        return
      end
    end
  end
end

function Cluster:_lend(framework, role, agent, owner, key, amount)
  local lent = self:_holding(self.agents[agent], framework, role).lent
  local at = 1
  while at <= #lent and lent[at].owner < owner do at = at + 1 end
  local loan = lent[at]
  if not loan or loan.owner ~= owner then
    loan = { owner = owner, amounts = self:zeros() }
    table.insert(lent, at, loan)
  end
  loan.amounts[key] = loan.amounts[key] + amount
  local account = self.roles[owner]
  local plain = self.keys[key].plain
  account.lent[plain] = account.lent[plain] + amount
end

--- Gives back: of revocable amounts first what is lent, owners by id, then the agent's own (as the host's ledger does).
function Cluster:_release(agent, holding, resources, unanswered)
  for key, amount in ipairs(resources) do
    if amount > 0 then
      self:_await(holding.framework, holding.role, agent.id, key, -unanswered[key])
      self:_hold(holding.framework, holding.role, agent.id, key, -amount)
      local own = amount
      if self.keys[key].revocable then own = own - self:_return_lent(agent, holding, key, amount) end
      self:_take(agent, key, -own)
    end
  end
  if not any_above(holding.held, 0) then
    agent.holdings = filtered(agent.holdings, function(other) return other ~= holding end)
  end
  self:_drop_if_unused(self:_subscription(holding.framework, holding.role))
end

function Cluster:_release_all(agent, is_meant)
  for _, holding in ipairs(filtered(agent.holdings, is_meant)) do
    self:_release(agent, holding, { table.unpack(holding.held) }, { table.unpack(holding.offered) })
  end
end

function Cluster:_return_lent(agent, holding, revocable_key, amount)
  local plain = self.keys[revocable_key].plain
  local returned = 0.0
  for _, loan in ipairs(holding.lent) do
    for id, key in ipairs(self.keys) do
      if key.plain == plain then
        local part = math.min(loan.amounts[id], amount - returned)
        loan.amounts[id] = loan.amounts[id] - part
        self.roles[loan.owner].lent[plain] = self.roles[loan.owner].lent[plain] - part
        self:_take(agent, id, -part)
        returned = returned + part
      end
    end
  end
  return returned
end

-- ---- The wire: records [code, n, ...n numbers]; ids count from 0 there, an absent one is -1 --------------------------

local REVOCABLE_RESOURCES = 2
local GPU_RESOURCES = 4

local input -- the records of this call
local at -- how many numbers of them are read

local function next_number()
  at = at + 1
  return input[at]
end

local function next_id()
  local id = next_number()
  if id < 0 then return nil end
  return (id | 0) + 1
end

local function next_flag()
  return next_number() == 1
end

local function next_ids()
  local ids = {}
  for i = 1, next_number() do ids[i] = next_id() end
  return ids
end

local function next_vector(cluster, absent)
  local vector = {}
  for key = 1, #cluster.keys do vector[key] = absent end
  for _ = 1, next_number() do
    local key = next_id()
    vector[key] = next_number()
  end
  return vector
end

local function set_agent_active(active)
  return function(cluster) cluster.agents[next_id()].active = active end
end

local function set_framework_active(active)
  return function(cluster) cluster:_set_framework_active(next_id(), active) end
end

local function set_suppressed(suppressed)
  return function(cluster)
    local framework = next_id()
    cluster:_set_suppressed(framework, next_ids(), suppressed)
  end
end

local function set_capabilities(cluster, framework, bits)
  bits = bits | 0
  cluster.frameworks[framework].revocable = bits & REVOCABLE_RESOURCES ~= 0
  cluster.frameworks[framework].gpus = bits & GPU_RESOURCES ~= 0
end

local function subscribe(cluster, framework)
  local roles = next_ids()
  cluster:_subscribe(framework, roles, next_ids())
end

local OPERATIONS = {
  [0] = function(cluster) cluster.t = next_number() end, -- clock
  [1] = function(cluster) -- updateWeights
    for _ = 1, next_number() do
      local role = next_id()
      cluster.roles[role].weight = next_number()
    end
  end,
  [2] = function(cluster) -- updateQuota
    local role = next_id()
    local guarantees = next_vector(cluster, 0.0)
    cluster:_update_quota(role, guarantees, next_vector(cluster, -1.0))
  end,
  [3] = function(cluster) -- addFramework
    local framework = next_id()
    local active = next_flag()
    set_capabilities(cluster, framework, next_number())
    cluster:_add_framework(framework, active)
    subscribe(cluster, framework)
  end,
  [4] = function(cluster) -- updateFramework
    local framework = next_id()
    local bits = next_number()
    if bits >= 0 then set_capabilities(cluster, framework, bits) end
    subscribe(cluster, framework)
  end,
  [5] = function(cluster) cluster:_remove_framework(next_id()) end, -- removeFramework
  [6] = set_framework_active(true), -- activateFramework
  [7] = set_framework_active(false), -- deactivateFramework
  [8] = function(cluster) -- addAgent
    local agent = next_id()
    cluster:_add_agent(agent, next_vector(cluster, 0.0))
    for _ = 1, next_number() do
      local framework = next_id()
      local role = next_id()
      cluster:_use(framework, role, agent, next_vector(cluster, 0.0))
    end
  end,
  [9] = function(cluster) -- updateAgent
    local agent = next_id()
    cluster:_set_agent_total(agent, next_vector(cluster, 0.0))
  end,
  [10] = function(cluster) cluster:_remove_agent(next_id()) end, -- removeAgent
  [11] = set_agent_active(true), -- activateAgent
  [12] = set_agent_active(false), -- deactivateAgent
  [13] = function(cluster) -- updateWhitelist
    local listed = next_flag() and next_ids() or nil
    for _, agent in ipairs(cluster.agents) do agent.whitelisted = listed == nil or contains(listed, agent.id) end
  end,
  [14] = function(cluster) -- requestResources
    local requests = {}
    cluster.frameworks[next_id()].requests = requests
    for i = 1, next_number() do
      requests[i] = {
        role = next_id(),
        count = next_number(),
        gang = next_flag(),
        priority = next_number(),
        estimate_seconds = next_number(),
        resources = next_vector(cluster, 0.0),
      }
    end
  end,
  [15] = function(cluster) -- recoverResources
    local framework, role, agent = next_id(), next_id(), next_id()
    local filter_duration = next_number()
    local was_in_use = next_flag()
    local task = next_id()
    cluster:_recover(framework, role, agent, next_vector(cluster, 0.0), was_in_use, filter_duration)
    if task then cluster:_end_task(task) end
  end,
  [16] = function(cluster) -- acceptOffer
    local framework, role, agent, task = next_id(), next_id(), next_id(), next_id()
    local resources = next_vector(cluster, 0.0)
    cluster:_accept(framework, role, agent, resources)
    if task then cluster:_start_task(task, framework, role, agent, resources) end
  end,
  [17] = set_suppressed(true), -- suppressOffers
  [18] = set_suppressed(false), -- reviveOffers
  [19] = function() end, -- inverseOfferResponse: the mirror keeps nothing of it
  [20] = function(cluster) cluster.tick = next_number() == 0 end, -- allocate
  [22] = function(cluster) -- updateAllocation
    local framework, role, agent = next_id(), next_id(), next_id()
    for _ = 1, next_number() do
      local from = next_vector(cluster, 0.0)
      cluster:_convert_offered(framework, role, agent, from, next_vector(cluster, 0.0))
    end
  end,
  [23] = function(cluster) -- updateAvailable
    local agent = next_id()
    for _ = 1, next_number() do
      local from = next_vector(cluster, 0.0)
      cluster:_convert_available(agent, from, next_vector(cluster, 0.0))
    end
  end,
  [24] = function(cluster) -- updateUnavailability
    local agent, from = next_id(), next_number()
    cluster:_set_unavailable(agent, from, next_number())
  end,
}
local CANDIDATES = 21

--- Reads one call's records into the mirror.
-- @return the candidates, or nil for all agents
local function read_records(cluster, length)
  at = 0
  cluster.tick = false
  local candidates = nil
  while at < length do
    local code = next_number()
    local last = next_number()
    last = at + (last | 0)
    if code == CANDIDATES then candidates = next_ids() else OPERATIONS[code](cluster) end
    at = last
  end
  return candidates
end

local OFFER = 0
local REVOCATION = 2
local WAKE_AT = 3

local function append_resources(body, resources)
  local count_at = #body + 1
  body[count_at] = 0
  for key, amount in ipairs(resources) do
    if amount > 0 then
      body[#body + 1] = key - 1
      body[#body + 1] = amount
    end
  end
  body[count_at] = (#body - count_at) // 2
end

local function append_record(output, code, body)
  output[#output + 1] = code
  output[#output + 1] = #body
  for _, number in ipairs(body) do output[#output + 1] = number end
end

local function revocable_part(cluster, resources)
  local part = {}
  for key, amount in ipairs(resources) do part[key] = cluster.keys[key].revocable and amount or 0.0 end
  return part
end

--- What the script decided in this call as records; then it is cleared.
local function write_decisions(cluster)
  local output = {}
  for _, offer in ipairs(cluster.offers) do
    local body = { offer.framework - 1, offer.role - 1, offer.agent - 1 }
    append_resources(body, offer.resources)
    body[#body + 1] = offer.owner and offer.owner - 1 or -1
    append_resources(body, offer.lent)
    append_record(output, OFFER, body)
  end
  for _, revocation in ipairs(cluster.revocations) do
    local task = revocation.task
    local body = { task.framework - 1, task.role - 1, task.agent - 1, revocation.deadline, task.id - 1 }
    append_resources(body, revocable_part(cluster, task.resources))
    append_record(output, REVOCATION, body)
  end
  if cluster.wake_at then append_record(output, WAKE_AT, { cluster.wake_at }) end
  cluster.offers = {}
  cluster._draft_of = {}
  cluster.revocations = {}
  cluster.wake_at = nil
  return output, #output
end

local function offerable(cluster, candidates)
  local ids = {}
  if candidates then
    table.sort(candidates)
    for _, id in ipairs(candidates) do
      local agent = cluster.agents[id]
      if agent and cluster:is_offerable(agent) then ids[#ids + 1] = id end
    end
  else
    for id, agent in ipairs(cluster.agents) do
      if cluster:is_offerable(agent) then ids[#ids + 1] = id end
    end
  end
  return ids
end

local modules = require("workbench.modules")
local workbench = { list = modules.list, parameter = modules.parameter }

--- Puts a script behind the wire: for the host, not for scripts.
function workbench.guest(script)
  local cluster
  return {
    setup = function(setup)
      cluster = new_cluster(setup)
      return script.triggers or {}
    end,
    add_resource_keys = function(keys) cluster:add_resource_keys(keys) end,
    decide = function(records, length)
      input = records
      local candidates = read_records(cluster, length)
      script.decide(cluster, offerable(cluster, candidates))
      return write_decisions(cluster)
    end,
  }
end

return workbench
