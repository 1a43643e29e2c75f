--- What a script asks of the cluster, but for guarantees, shares and texts.

local Cluster = require("workbench.cluster")
local arguments = require("workbench.arguments")
local filters = require("workbench.filters")

local unpack, check_kind = table.unpack, arguments.check_kind

local function wants_offers(subscription, framework)
  return framework.there and framework.active and subscription.subscribed and not subscription.suppressed
end

--- Whether the agent's resources may be offered at all.
function Cluster:is_offerable(agent)
  check_kind(agent, "agent")
  return agent.there and agent.active and agent.whitelisted
end

--- Whether a framework wants offers in a role.
function Cluster:wants_offers(subscription)
  check_kind(subscription, "subscription")
  return wants_offers(subscription, subscription.framework)
end

--- Those that want offers: of a role, or by role of all of them.
function Cluster:subscriptions(role)
  if role ~= nil then check_kind(role, "role") end
  local wanting = {}
  for _, each in ipairs(role and { role } or self.roles) do
    for _, subscription in ipairs(each.subscriptions) do
      if self:wants_offers(subscription) then wanting[#wanting + 1] = subscription end
    end
  end
  return wanting
end

--- Q8: unreserved ones, and what is reserved for the role or for one above it.
local function is_open_to(role, key)
  local owner = key.reservation
  if not owner or owner == role then return true end
  local prefix = owner.name .. "/"
  return role.name:sub(1, #prefix) == prefix
end

--- Ids of the keys that a role's frameworks may have: of those that are not revocable, and of all.
local function open_keys(cluster, role)
  local open = role._open_keys
  if open then return open end
  open = { regular = {}, all = {} }
  for id, key in ipairs(cluster.keys) do
    if is_open_to(role, key) then
      open.all[#open.all + 1] = id
      if not key.revocable then open.regular[#open.regular + 1] = id end
    end
  end
  role._open_keys = open
  return open
end

--- A role's quota limit is on what is unreserved and not revocable.
local function cut_to_limit(cluster, resources, role)
  for _, key in ipairs(cluster.plain_keys) do
    local limit = role.limit[key]
    if limit >= 0 then resources[key] = math.max(0.0, math.min(resources[key], limit - role.used[key])) end
  end
end

--- What the framework may have of what nobody holds on the agent, in that role; nil when that is nothing, or nothing that it
-- may be offered now.
-- @param most no more than this of each key
function Cluster:offerable(subscription, agent, most)
  check_kind(subscription, "subscription")
  check_kind(agent, "agent")
  if most then arguments.check(arguments.length_defect(self, most)) end
  if agent._left == 0 or not (agent.there and agent.active and agent.whitelisted) then return nil end
  local framework, role = subscription.framework, subscription.role
  if not wants_offers(subscription, framework) then return nil end
  if self:is_gpu_agent_closed_to(agent, framework) then return nil end
  local open = open_keys(self, role)
  local keys = framework.revocable and open.all or open.regular
  local free, resources = agent.free, { unpack(self._zeros) }
  for i = 1, #keys do
    local key = keys[i]
    resources[key] = free[key]
    if most and most[key] < free[key] then resources[key] = most[key] end
  end
  if role.limit then cut_to_limit(self, resources, role) end
  if not self:is_allocatable(resources) or filters.are_in_the_way(self, subscription, agent, resources) then return nil end
  return resources
end

--- Whether the resources are worth an offer: they hold one of the minimal quantities (by name, over all kinds).
function Cluster:is_allocatable(resources)
  local alternatives = self.options.min_allocatable
  if #alternatives == 0 then
    for key = 1, #resources do
      if resources[key] > 0 then return true end
    end
    return false
  end
  for i = 1, #alternatives do
    local alternative, is_held = alternatives[i], true
    for j = 1, #alternative do
      local minimum = alternative[j]
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
function Cluster:quantity(resources, plain_key)
  local kinds = self._kinds_of[plain_key]
  local sum = 0.0
  for i = 1, #kinds do sum = sum + resources[kinds[i]] end
  return sum
end

--- Whether a framework without the GPU capability must be kept away from an agent that has gpus (P1).
function Cluster:is_gpu_agent_closed_to(agent, framework)
  check_kind(agent, "agent")
  check_kind(framework, "framework")
  if framework.gpus or not self.options.filter_gpu_resources then return false end
  local keys, total = self._gpu_keys, agent.total
  for i = 1, #keys do
    if total[keys[i]] > 0 then return true end
  end
  return false
end

--- Whether the framework has refused these resources, or more, on this agent a while ago.
function Cluster:is_filtered(subscription, agent, resources)
  check_kind(subscription, "subscription")
  check_kind(agent, "agent")
  arguments.check(arguments.vector_defect(self, resources))
  return filters.are_in_the_way(self, subscription, agent, resources)
end

--- The subscription's unmet requests, in order.
function Cluster:demand(subscription)
  check_kind(subscription, "subscription")
  local unmet = {}
  for _, request in ipairs(subscription.framework.requests) do
    if request.role == subscription.role and request.count > 0 then unmet[#unmet + 1] = request end
  end
  return unmet
end

--- The sum of what the role's frameworks ask for that want offers.
function Cluster:role_demand(role)
  check_kind(role, "role")
  local sum = self:zeros()
  for _, subscription in ipairs(self:subscriptions(role)) do
    for _, request in ipairs(self:demand(subscription)) do
      for key = 1, #sum do sum[key] = sum[key] + request.count * request.resources[key] end
    end
  end
  return sum
end

--- The agent on which the wanted fits with least left over; nil if there is none.
function Cluster:best_fit(agents, wanted)
  arguments.check(arguments.vector_defect(self, wanted))
  local best, least
  for _, agent in ipairs(agents) do
    local left = self:_left_over(agent, wanted)
    if left and (not best or left < least or (left == least and agent.id < best.id)) then
      best, least = agent, left
    end
  end
  return best
end

--- The sum of (free - wanted) / total over the plain keys, in their order; nil when the wanted does not fit.
function Cluster:_left_over(agent, wanted)
  local keys, free, totals = self.plain_keys, agent.free, self.total
  local left = 0.0
  for i = 1, #keys do
    local key = keys[i]
    if wanted[key] > free[key] then return nil end
    if totals[key] > 0 then left = left + (free[key] - wanted[key]) / totals[key] end
  end
  return left
end
