--- Planned maintenance of agents, and the inverse offers that ask frameworks to leave them in time (M1 to M5).

local Maintenance = {}
Maintenance.__index = Maintenance

function Maintenance.new(cluster)
  return setmetatable({ _plans = {}, _cluster = cluster }, Maintenance)
end

local NOTED = {
  -- Replaces what was planned; frameworks have to think again (M1).
  updateUnavailability = function(self, event)
    if not event.agent.there then return end
    local start = event.unavailability and event.unavailability.start
    self._plans[event.agent.id] = start and { start = start, asked = {} } or nil
  end,
  removeAgent = function(self, event) self._plans[event.agent.id] = nil end,
  -- Who has answered, or cannot any more, may be asked again.
  inverseOfferResponse = function(self, event)
    local plan = self._plans[event.agent.id]
    if plan and event.framework.there then plan.asked[event.framework] = nil end
  end,
  removeFramework = function(self, event)
    for _, agent in ipairs(self._cluster.agents) do
      local plan = self._plans[agent.id]
      if plan then plan.asked[event.framework] = nil end
    end
  end,
}

function Maintenance:note(event)
  local note = NOTED[event.op]
  if note then note(self, event) end
end

--- The active frameworks that hold something on an agent, by id.
local function holders(agent)
  local list, is_listed = {}, {}
  for _, holding in ipairs(agent.holdings) do
    local framework = holding.framework
    if framework.active and not is_listed[framework] then
      is_listed[framework] = true
      list[#list + 1] = framework
    end
  end
  table.sort(list, function(a, b) return a.id < b.id end)
  return list
end

--- Asks who holds something on an agent that the call is about, and has not been asked (M2): for everything, until the
-- maintenance begins.
function Maintenance:ask(cluster)
  for _, agent in ipairs(cluster._named or cluster.agents) do
    local plan = self._plans[agent.id]
    for _, framework in ipairs(plan and holders(agent) or {}) do
      if not plan.asked[framework] then
        plan.asked[framework] = true
        cluster:inverse_offer(framework, agent, cluster:zeros(), plan.start)
      end
    end
  end
end

return Maintenance
