--- The agents that a call is about: they may be offered, and something is left on them. Those with something left are kept
-- from one call to the next, so that an idle cycle looks at no agent.

local candidates = {}

--- Of so large a part of all agents it is cheaper to look at every one than to sort those with something left.
local LARGE_PART = 8

local function by_id(a, b)
  return a.id < b.id
end

--- By id; perhaps with others that have nothing left.
local function agents_with_rest(cluster, named)
  local with_rest, agents = cluster._with_rest, cluster.agents
  local sorted = named
  if not named then
    if #with_rest * LARGE_PART > #agents then return agents end
    sorted = table.move(with_rest, 1, #with_rest, 1, {})
  end
  if #sorted > 1 then table.sort(sorted, by_id) end
  return sorted
end

--- @param named those that the call names, in any order; nil: all
-- @return a new list, by id
function candidates.of_call(cluster, named)
  local list = {}
  if #cluster._with_rest == 0 then return list end
  local agents = agents_with_rest(cluster, named)
  for i = 1, #agents do
    local agent = agents[i]
    if agent._left > 0 and cluster:is_offerable(agent) then list[#list + 1] = agent end
  end
  return list
end

return candidates
