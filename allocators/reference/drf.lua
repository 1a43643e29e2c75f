-- Dominant Resource Fairness (Ghodsi et al., NSDI 2011), plain: each agent is offered whole to whoever has least.
--
-- How much somebody has is its dominant share: held / total over the cluster, of the resource where that is largest; a
-- role's is divided by its weight. The roles are put in order, and within a role its frameworks: lowest share first,
-- then fewest offers so far, then name. The SDK keeps the shares. An offer counts at once, so the next agent sees a new
-- order.
--
-- Scope: flat roles with weights, quota limits (no guarantees), filters, all kinds of resources. There it decides as
-- Mesos' hierarchical allocator does. The same lines stand beside this file in TypeScript, Python, JavaScript and C.

local is_zero = require("workbench").is_zero

--- Who has least may have all of it. What it may not have, or does not want, goes to the next.
local function offers_by_share(cluster, agent)
  for _, role in ipairs(cluster:roles_by_share()) do
    for _, subscription in ipairs(cluster:subscriptions_by_share(role)) do
      if is_zero(agent.free) then return end
      local resources = cluster:offerable(subscription, agent)
      if resources then coroutine.yield({ subscription = subscription, agent = agent, resources = resources }) end
    end
  end
end

local function decide(cluster)
  return coroutine.wrap(function()
    for _, agent in ipairs(cluster.candidates) do offers_by_share(cluster, agent) end
  end)
end

return { decide = decide }
