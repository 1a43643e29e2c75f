--- Agents as they come, change and go, and what becomes of their resources on the way.

local filters = require("workbench.filters")
local ledger = require("workbench.ledger")
local members = require("workbench.members")
local vectors = require("workbench.vectors")

local agents = {}

--- @param from when its maintenance begins; nil: it is planned for none
-- @param duration nil: for good
local function set_unavailable(agent, from, duration)
  agent.unavailable_from = from
  agent.unavailable_for = duration
end
agents.set_unavailable = set_unavailable

function agents.add(cluster, agent, total)
  agent.there = true
  agent.active = true
  agent.taken = cluster:zeros()
  set_unavailable(agent, nil, nil)
  ledger.set_total(cluster, agent, total)
end

--- What is in use counts in a framework's share once the framework is there (L1).
local function count(cluster, use)
  local subscription = members.subscription(cluster, use.framework, use.role)
  members.count(cluster, subscription)
  if vectors.is_zero(use.resources) then return end
  local holding = ledger.holding_of(cluster, subscription, use.agent)
  for key, amount in ipairs(use.resources) do
    if amount > 0 then ledger.hold(cluster, holding, key, amount) end
  end
  ledger.touch(cluster, holding)
end

--- In use since before the agent joined.
function agents.use(cluster, framework, role, agent, resources)
  for key, amount in ipairs(resources) do
    if amount > 0 then ledger.take(cluster, agent, key, amount) end
  end
  local use = { framework = framework, role = role, agent = agent, resources = resources }
  if framework.there then count(cluster, use)
  else cluster._awaited[#cluster._awaited + 1] = use end
end

--- The uses that are not awaited any more, in their order.
local function take_awaited(cluster, is_meant)
  local taken, awaited = {}, {}
  for _, use in ipairs(cluster._awaited) do
    local list = is_meant(use) and taken or awaited
    list[#list + 1] = use
  end
  cluster._awaited = awaited
  return taken
end

--- What the framework used before it was there counts from now on.
function agents.count_awaited(cluster, framework)
  for _, use in ipairs(take_awaited(cluster, function(use) return use.framework == framework end)) do
    count(cluster, use)
  end
end

function agents.set_total(cluster, agent, total)
  ledger.set_total(cluster, agent, total)
end

--- Nothing is held by the framework any more.
function agents.release_framework(cluster, framework)
  for _, agent in ipairs(cluster.agents) do ledger.release_all(cluster, agent, framework) end
end

function agents.remove(cluster, agent)
  ledger.release_all(cluster, agent, nil)
  ledger.set_total(cluster, agent, cluster:zeros())
  agent.there = false
  filters.clear_agent(cluster, agent)
  take_awaited(cluster, function(use) return use.agent == agent end)
end

--- What nobody holds becomes something else: reserved, unreserved.
function agents.convert_available(cluster, agent, from, to)
  local total = cluster:zeros()
  for key, amount in ipairs(agent.total) do total[key] = amount - from[key] + to[key] end
  ledger.set_total(cluster, agent, total)
end

--- What a framework has been offered becomes something else.
function agents.convert_offered(cluster, subscription, agent, from, to)
  local holding = subscription and ledger.holding(subscription, agent)
  if not agent.there or not holding then return end
  for key, amount in ipairs(to) do
    if amount > 0 then
      ledger.take(cluster, agent, key, amount)
      ledger.hold(cluster, holding, key, amount)
      ledger.await(cluster, holding, key, amount)
    end
  end
  ledger.touch(cluster, holding)
  ledger.release(cluster, holding, from, from)
  agents.convert_available(cluster, agent, from, to)
end

return agents
