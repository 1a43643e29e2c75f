--- Offer filters: what a framework has refused in a role on an agent, and does not want again so soon. They are kept by
-- framework, role and agent, each a chain, so that a question meets only those that are about it.

local filters = {}

--- A filter made just after the previous tick still blocks this one, even when it ends at this very moment (F3).
local function is_in_force(cluster, filter)
  local ends = filter.until_time
  if ends > cluster.t then return true end
  return cluster.tick and ends == cluster.t and filter.made_at == ends - cluster.options.allocation_interval
end

--- Keys that turned up later were not refused.
local function contains(refused, resources)
  for key = 1, #resources do
    if resources[key] > (refused[key] or 0) then return false end
  end
  return true
end

--- Whether any one filter holds all of the resources (F1).
function filters.are_in_the_way(cluster, subscription, agent, resources)
  local of_role = subscription.framework._filters[subscription.role.id]
  local filter = of_role and of_role[agent.id]
  while filter do
    if is_in_force(cluster, filter) and contains(filter.refused, resources) then return true end
    filter = filter.older
  end
  return false
end

--- The chain without those that have ended.
local function without_ended(filter, t)
  while filter and filter.until_time < t do filter = filter.older end
  local kept = filter
  while kept and kept.older do
    if kept.older.until_time < t then kept.older = kept.older.older else kept = kept.older end
  end
  return filter
end

--- @param duration microseconds
function filters.add(cluster, framework, role, agent, refused, duration)
  local of_role = framework._filters[role.id]
  if not of_role then
    of_role = {}
    framework._filters[role.id] = of_role
  end
  of_role[agent.id] = {
    refused = refused,
    made_at = cluster.t,
    until_time = cluster.t + duration,
    older = without_ended(of_role[agent.id], cluster.t),
  }
end

--- Of a framework in a role.
function filters.clear(framework, role)
  framework._filters[role.id] = nil
end

function filters.clear_all(framework)
  framework._filters = {}
end

function filters.clear_agent(cluster, agent)
  for _, framework in ipairs(cluster.frameworks) do
    for role = 1, #cluster.roles do
      local of_role = framework._filters[role]
      if of_role then of_role[agent.id] = nil end
    end
  end
end

return filters
