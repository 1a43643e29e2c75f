--- What happened, by its code on the wire: each takes one operation into the mirror.
--
-- Each is told whether the script wants to hear of it, and gives the event then: the journal's names, with objects for names.

local agents = require("workbench.agents")
local members = require("workbench.members")
local reader = require("workbench.wire_reader")
local tasks = require("workbench.tasks")
local vectors = require("workbench.vectors")

local number, flag, optional, item, items = reader.number, reader.flag, reader.optional, reader.item, reader.items
local vector = reader.vector

local REVOCABLE_RESOURCES = 2
local GPU_RESOURCES = 4

local operations = {}

local function without_limits(cluster)
  local absent = cluster:zeros()
  for key = 1, #absent do absent[key] = -1.0 end
  return absent
end

local function subscription_of(framework, role)
  return framework._subscriptions[role.id]
end

local function set_capabilities(framework, bits)
  bits = bits | 0
  framework.revocable = bits & REVOCABLE_RESOURCES ~= 0
  framework.gpus = bits & GPU_RESOURCES ~= 0
end

local function conversions(cluster)
  local list = {}
  for i = 1, number() do list[i] = { from = vector(cluster._zeros), to = vector(cluster._zeros) } end
  return list
end

-- ---- Roles ----------------------------------------------------------------------------------------------------------

local function update_weights(cluster, is_told)
  local weights = {}
  for i = 1, number() do
    local role, weight = item(cluster.roles), number()
    members.set_weight(cluster, role, weight)
    weights[i] = { role = role, weight = weight }
  end
  return is_told and { op = "updateWeights", weights = weights }
end

local function update_quota(cluster, is_told)
  local role = item(cluster.roles)
  local guarantees, limits = vector(cluster._zeros), vector(without_limits(cluster))
  role.guarantee = vectors.is_any_above(guarantees, 0) and guarantees or nil
  role.limit = vectors.is_any_above(limits, -1) and limits or nil
  return is_told and { op = "updateQuota", role = role, guarantees = guarantees, limits = limits }
end

-- ---- Frameworks -----------------------------------------------------------------------------------------------------

local function add_framework(cluster, is_told)
  local framework, active = item(cluster.frameworks), flag()
  set_capabilities(framework, number())
  members.add_framework(cluster, framework, active)
  agents.count_awaited(cluster, framework)
  local roles, suppressed = items(cluster.roles), items(cluster.roles)
  members.subscribe(cluster, framework, roles, suppressed)
  return is_told
    and { op = "addFramework", framework = framework, active = active, roles = roles, suppressed_roles = suppressed }
end

local function update_framework(cluster, is_told)
  local framework, bits = item(cluster.frameworks), number()
  if bits >= 0 then set_capabilities(framework, bits) end
  local roles, suppressed = items(cluster.roles), items(cluster.roles)
  members.subscribe(cluster, framework, roles, suppressed)
  return is_told and { op = "updateFramework", framework = framework, roles = roles, suppressed_roles = suppressed }
end

local function remove_framework(cluster, is_told)
  local framework = item(cluster.frameworks)
  agents.release_framework(cluster, framework)
  tasks.forget(cluster, framework, nil)
  members.remove_framework(cluster, framework)
  return is_told and { op = "removeFramework", framework = framework }
end

local function set_framework_active(op, active)
  return function(cluster, is_told)
    local framework = item(cluster.frameworks)
    members.set_active(cluster, framework, active)
    return is_told and { op = op, framework = framework }
  end
end

local function set_suppressed(op, suppressed)
  return function(cluster, is_told)
    local framework, roles = item(cluster.frameworks), items(cluster.roles)
    members.set_suppressed(cluster, framework, roles, suppressed)
    return is_told and { op = op, framework = framework, roles = roles }
  end
end

local function request_resources(cluster, is_told)
  local framework = item(cluster.frameworks)
  local requests = {}
  for i = 1, number() do
    requests[i] = {
      role = item(cluster.roles),
      count = number(),
      gang = flag(),
      priority = optional(),
      estimate_seconds = optional(),
      resources = vector(cluster._zeros),
    }
  end
  framework.requests = requests
  return is_told and { op = "requestResources", framework = framework, requests = requests }
end

-- ---- Agents ---------------------------------------------------------------------------------------------------------

local function add_agent(cluster, is_told)
  local agent, total = item(cluster.agents), vector(cluster._zeros)
  agents.add(cluster, agent, total)
  local used = {}
  for i = 1, number() do
    local framework, role = item(cluster.frameworks), item(cluster.roles)
    local resources = vector(cluster._zeros)
    agents.use(cluster, framework, role, agent, resources)
    used[i] = { framework = framework, role = role, resources = resources }
  end
  return is_told and { op = "addAgent", agent = agent, total = total, used = used }
end

local function update_agent(cluster, is_told)
  local agent, total = item(cluster.agents), vector(cluster._zeros)
  agents.set_total(cluster, agent, total)
  return is_told and { op = "updateAgent", agent = agent, total = total }
end

local function remove_agent(cluster, is_told)
  local agent = item(cluster.agents)
  agents.remove(cluster, agent)
  tasks.forget(cluster, nil, agent)
  return is_told and { op = "removeAgent", agent = agent }
end

local function set_agent_active(op, active)
  return function(cluster, is_told)
    local agent = item(cluster.agents)
    agent.active = active
    return is_told and { op = op, agent = agent }
  end
end

local function update_whitelist(cluster, is_told)
  local listed = flag() and items(cluster.agents) or nil
  for _, agent in ipairs(cluster.agents) do agent.whitelisted = listed == nil end
  for _, agent in ipairs(listed or {}) do agent.whitelisted = true end
  return is_told and { op = "updateWhitelist", agents = listed }
end

local function update_available(cluster, is_told)
  local agent = item(cluster.agents)
  local list = conversions(cluster)
  for _, conversion in ipairs(list) do agents.convert_available(cluster, agent, conversion.from, conversion.to) end
  return is_told and { op = "updateAvailable", agent = agent, conversions = list }
end

local function update_unavailability(cluster, is_told)
  local agent, start, duration = item(cluster.agents), optional(), optional()
  agents.set_unavailable(agent, start, duration)
  return is_told
    and {
      op = "updateUnavailability",
      agent = agent,
      unavailability = start and { start = start, duration = duration } or nil,
    }
end

-- ---- Offers and tasks -----------------------------------------------------------------------------------------------

local function recover_resources(cluster, is_told)
  local framework, role, agent = item(cluster.frameworks), item(cluster.roles), item(cluster.agents)
  local refuse, allocated, id = optional(), flag(), reader.id()
  local resources = vector(cluster._zeros)
  tasks.recover(cluster, subscription_of(framework, role), agent, resources, allocated, refuse)
  local task = id and tasks.finish(cluster, id)
  return is_told
    and {
      op = "recoverResources",
      framework = framework,
      role = role,
      agent = agent,
      resources = resources,
      refuse = refuse,
      allocated = allocated,
      task = task,
    }
end

local function accept_offer(cluster, is_told)
  local framework, role, agent = item(cluster.frameworks), item(cluster.roles), item(cluster.agents)
  local id = reader.id()
  local resources = vector(cluster._zeros)
  tasks.accept(cluster, framework, subscription_of(framework, role), agent, resources)
  local task = id and tasks.start(cluster, id, framework, role, agent, resources)
  return is_told
    and {
      op = "acceptOffer",
      framework = framework,
      role = role,
      agent = agent,
      resources = resources,
      task = task,
    }
end

local function update_allocation(cluster, is_told)
  local framework, role, agent = item(cluster.frameworks), item(cluster.roles), item(cluster.agents)
  local list = conversions(cluster)
  for _, conversion in ipairs(list) do
    agents.convert_offered(cluster, subscription_of(framework, role), agent, conversion.from, conversion.to)
  end
  return is_told
    and { op = "updateAllocation", framework = framework, role = role, agent = agent, conversions = list }
end

--- The mirror keeps nothing of it.
local function inverse_offer_response(cluster, is_told)
  local framework, agent, accepted = item(cluster.frameworks), item(cluster.agents), number()
  local answer = nil
  if accepted >= 0 then answer = accepted == 1 end
  return is_told and { op = "inverseOfferResponse", framework = framework, agent = agent, accepted = answer }
end

local DENIAL_REASONS = { [0] = "budget", [1] = "minimumRuntime" }

--- The victim, if it was named, is nobody's any more.
local function revocation_denied(cluster, is_told)
  local framework, role, agent = item(cluster.frameworks), item(cluster.roles), item(cluster.agents)
  local id, reason = reader.id(), DENIAL_REASONS[number() | 0]
  local resources = vector(cluster._zeros)
  local task = id and cluster._task_of[id]
  if task then task.reclaimed_for = nil end
  return is_told
    and {
      op = "revocationDenied",
      framework = framework,
      role = role,
      agent = agent,
      resources = resources,
      task = task or nil,
      reason = reason,
    }
end

local function allocate(cluster, is_told)
  local is_wake = flag()
  cluster.tick = not is_wake
  return is_told and { op = "allocate", wake = is_wake }
end

local CLOCK, CANDIDATES = 0, 21

local BY_CODE = {
  [1] = update_weights,
  [2] = update_quota,
  [3] = add_framework,
  [4] = update_framework,
  [5] = remove_framework,
  [6] = set_framework_active("activateFramework", true),
  [7] = set_framework_active("deactivateFramework", false),
  [8] = add_agent,
  [9] = update_agent,
  [10] = remove_agent,
  [11] = set_agent_active("activateAgent", true),
  [12] = set_agent_active("deactivateAgent", false),
  [13] = update_whitelist,
  [14] = request_resources,
  [15] = recover_resources,
  [16] = accept_offer,
  [17] = set_suppressed("suppressOffers", true),
  [18] = set_suppressed("reviveOffers", false),
  [19] = inverse_offer_response,
  [20] = allocate,
  [22] = update_allocation,
  [23] = update_available,
  [24] = update_unavailability,
  [25] = revocation_denied,
}

--- Reads one call's records into the mirror.
-- @param on_event called with each operation after it; nil: nobody wants to know
-- @return the agents that the call is about; nil for all
function operations.read(cluster, records, length, on_event)
  reader.start(records)
  cluster.tick = false
  local named = nil
  local position, is_told = 0, on_event ~= nil
  while position < length do
    local code = number() | 0
    local last = position + 2 + (number() | 0)
    if code == CLOCK then cluster.t = number()
    elseif code == CANDIDATES then named = items(cluster.agents)
    else
      local take_in = BY_CODE[code] -- nil: the host is newer than this SDK
      local event = take_in and take_in(cluster, is_told)
      if event then on_event(cluster, event) end
    end
    position = last
    reader.skip_to(position)
  end
  return named
end

return operations
