-- Best fit: every task goes to the agent on which it leaves least over.
--
-- The oldest answer to bin packing (Johnson 1974), and what Kubernetes' MostAllocated strategy and Tetris (Grandl et al.,
-- SIGCOMM 2014) are made of. It keeps whole agents free for large tasks, where spreading leaves crumbs
-- everywhere: scenarios/best-fit.yaml. With the parameter spread=true each task goes to the emptiest agent instead.

local workbench = require("workbench")

local function with_room(cluster, subscription, resources)
  local agents = {}
  for _, agent in ipairs(cluster.candidates) do
    local room = cluster:offerable(subscription, agent)
    if room and workbench.fits(resources, room) then agents[#agents + 1] = agent end
  end
  return agents
end

--- The agent with most left of what it has least of; the first by name among equals.
local function emptiest(cluster, agents)
  local best, most = nil, -1.0
  for _, agent in ipairs(agents) do
    local left = 1.0
    for _, key in ipairs(cluster.plain_keys) do
      if agent.total[key] > 0 then left = math.min(left, agent.free[key] / agent.total[key]) end
    end
    if left > most then best, most = agent, left end
  end
  return best
end

local function choose(cluster, agents, resources)
  local spread = cluster.parameters.spread
  if spread == true or spread == "true" then return emptiest(cluster, agents) end
  return cluster:best_fit(agents, resources)
end

local function offer_demand(cluster, subscription)
  for _, request in ipairs(cluster:demand(subscription)) do
    for _ = 1, request.count do
      local agent = choose(cluster, with_room(cluster, subscription, request.resources), request.resources)
      if not agent then break end
      local left = cluster:text(workbench.minus(agent.free, request.resources))
      local why = "leaves " .. (left == "" and "nothing" or left)
      coroutine.yield({ subscription = subscription, agent = agent, resources = request.resources, why = why })
    end
  end
end

local function decide(cluster)
  return coroutine.wrap(function()
    for _, role in ipairs(cluster:roles_by_share()) do
      for _, subscription in ipairs(cluster:subscriptions_by_share(role)) do
        -- Who has not answered yet may need less than it said.
        if workbench.is_zero(subscription.offered) then offer_demand(cluster, subscription) end
      end
    end
  end)
end

return { triggers = { "requestResources", "recoverResources" }, decide = decide }
