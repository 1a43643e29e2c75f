--- The cluster as a script sees it: a mirror of the host's state, kept from the operations that cross the wire. This file
-- makes it; what it answers stands in questions.lua, guarantees.lua, shares.lua and resource_text.lua, what a script decides by it in
-- decisions.lua, and how it follows the host in ledger.lua, members.lua, agents.lua and tasks.lua.

local ShareOrder = require("workbench.share_order")
local nouns = require("workbench.nouns")
local vectors = require("workbench.vectors")

local Cluster = {}
Cluster.__index = Cluster

local unpack = table.unpack

local function named(names, noun)
  local list = {}
  for id = 1, #names do list[id] = noun(id, names[id]) end
  return list
end

--- Ids on the wire count from 0, and are floats.
local function id_of(number)
  return (number | 0) + 1
end

local function options_of(given)
  local minimums = {}
  for i, alternative in ipairs(given.minAllocatable) do
    minimums[i] = {}
    for j, pair in ipairs(alternative) do minimums[i][j] = { id_of(pair[1]), pair[2] } end
  end
  return {
    allocation_interval = given.allocationInterval,
    min_allocatable = minimums,
    fairness_exclude = given.fairnessExclude,
    count_lent_in_shares = given.countLentInShares,
    filter_gpu_resources = given.filterGpuResources,
  }
end

--- @param setup as the host gives it: names by rank, resource keys, parameters, options
function Cluster._new(setup)
  local cluster = setmetatable({
    t = 0.0,
    tick = false,
    parameters = setup.parameters,
    options = options_of(setup.options),
    keys = {},
    plain_keys = {},
    agents = named(setup.agents, nouns.agent),
    frameworks = named(setup.frameworks, nouns.framework),
    roles = named(setup.roles, nouns.role),
    tasks = {},
    total = {},
    free = {},
    candidates = {},
    _zeros = {},
    _plain_of = {}, -- by key id
    _revocable_of = {}, -- by plain key
    _kinds_of = {}, -- by plain key: all keys of the same name
    _share_keys = {}, -- plain keys that count in shares
    _gpu_keys = {},
    _excluded = {}, -- from shares, by name
    _with_rest = {}, -- agents with something left, in no order
    _shares_version = 1,
    _awaited = {}, -- what frameworks that are not there yet use
    _tasks_started = 0.0,
    _task_of = {}, -- by id
    _is_open = false, -- whether decisions can be made
    _drafts = {}, -- of this call
    _revocations = {},
    _inverse_offers = {},
    _metrics = {},
    _wake_at = nil,
  }, Cluster)
  for _, name in ipairs(cluster.options.fairness_exclude) do cluster._excluded[name] = true end
  cluster:_start_orders()
  cluster:_add_resource_keys(setup.resourceKeys)
  return cluster
end

--- The roles' order, and within each role its subscriptions'.
function Cluster:_start_orders()
  self._role_order = ShareOrder.new(function() return self:_roles_that_want() end, function(role)
    return self:role_share(role)
  end)
  local function share_of(subscription) return self:subscription_share(subscription) end
  for _, role in ipairs(self.roles) do
    role._order = ShareOrder.new(function() return self:subscriptions(role) end, share_of)
  end
end

--- Every vector gets a place for each new key.
function Cluster:_add_resource_keys(keys)
  for _, key in ipairs(keys) do self:_add_resource_key(key) end
  local size = #self.keys
  self:_each_vector(function(vector) vectors.extend(vector, size, 0.0) end)
  for _, role in ipairs(self.roles) do
    if role.limit then vectors.extend(role.limit, size, -1.0) end
    role._open_keys = nil
  end
  self._shares_version = self._shares_version + 1
end

function Cluster:_add_resource_key(key)
  local id = #self.keys + 1
  local plain = id_of(key.plain)
  local reservation = nil
  if key.reservation >= 0 then reservation = self.roles[id_of(key.reservation)] end
  self.keys[id] =
    { id = id, text = key.text, name = key.name, plain = plain, reservation = reservation, revocable = key.revocable }
  self._zeros[id] = 0.0
  self._plain_of[id] = plain
  if plain == id then
    self.plain_keys[#self.plain_keys + 1] = id
    self._kinds_of[id] = {}
    if not self._excluded[key.name] then self._share_keys[#self._share_keys + 1] = id end
  end
  local kinds = self._kinds_of[plain]
  kinds[#kinds + 1] = id
  if key.revocable then self._revocable_of[plain] = id end
  if key.name == "gpus" then self._gpu_keys[#self._gpu_keys + 1] = id end
end

function Cluster:_each_vector(visit)
  visit(self.total)
  visit(self.free)
  for _, agent in ipairs(self.agents) do
    visit(agent.total)
    visit(agent.taken)
    visit(agent.free)
    for _, holding in ipairs(agent.holdings) do
      visit(holding.held)
      visit(holding.offered)
      for _, loan in ipairs(holding.lent) do visit(loan.amounts) end
    end
  end
  for _, role in ipairs(self.roles) do
    visit(role.held)
    visit(role.used)
    visit(role.lent)
    visit(role.borrowed)
    if role.guarantee then visit(role.guarantee) end
  end
  for _, framework in ipairs(self.frameworks) do
    for _, request in ipairs(framework.requests) do visit(request.resources) end
    for role = 1, #self.roles do
      local subscription = framework._subscriptions[role]
      if subscription then
        visit(subscription.held)
        visit(subscription.borrowed)
        visit(subscription.offered)
      end
    end
  end
  for _, task in ipairs(self.tasks) do visit(task.resources) end
  for _, use in ipairs(self._awaited) do visit(use.resources) end
end

--- A vector of zeros.
function Cluster:zeros()
  return { unpack(self._zeros) }
end

return Cluster
