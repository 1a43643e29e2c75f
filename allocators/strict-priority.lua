-- Strict priority: the role with the largest weight is given all that it wants before the next one is given anything.
--
-- What a priority queue of a batch system does, and Kubernetes' scheduling queue (PrioritySort). Whoever stands low starves
-- for as long as somebody above has work: scenarios/strict-priority.yaml shows that, and that a weight under DRF does not
-- do it. Among roles of one weight, and among the frameworks of a role, the one with the lowest dominant share comes first.

local workbench = require("workbench")

--- Roles by weight, the largest first; equal ones stay in the order of their shares.
local function roles_by_priority(cluster)
  return workbench.sorted(cluster:roles_by_share(), function(role) return -role.weight end)
end

local function first_with_room(cluster, subscription, resources)
  for _, agent in ipairs(cluster.candidates) do
    local room = cluster:offerable(subscription, agent)
    if room and workbench.fits(resources, room) then return agent end
  end
  return nil
end

--- Places the demand of a framework, task by task.
local function offer_demand(cluster, subscription, why)
  for _, request in ipairs(cluster:demand(subscription)) do
    for _ = 1, request.count do
      local agent = first_with_room(cluster, subscription, request.resources)
      if not agent then break end
      coroutine.yield({ subscription = subscription, agent = agent, resources = request.resources, why = why })
    end
  end
end

local function decide(cluster)
  return coroutine.wrap(function()
    for place, role in ipairs(roles_by_priority(cluster)) do
      for _, subscription in ipairs(cluster:subscriptions_by_share(role)) do
        -- Who has not answered yet may need less than it said.
        if workbench.is_zero(subscription.offered) then
          offer_demand(cluster, subscription, ("priority %d, weight %g"):format(place, role.weight))
        end
      end
    end
  end)
end

return { triggers = { "requestResources", "recoverResources" }, decide = decide }
