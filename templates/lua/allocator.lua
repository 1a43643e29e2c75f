-- Offers each agent to whoever has least: dominant resource fairness, the place to begin changing.

local function decide(cluster)
  return coroutine.wrap(function()
    for _, agent in ipairs(cluster.candidates) do
      for _, role in ipairs(cluster:roles_by_share()) do
        for _, subscription in ipairs(cluster:subscriptions_by_share(role)) do
          local resources = cluster:offerable(subscription, agent)
          if resources then
            coroutine.yield({ subscription = subscription, agent = agent, resources = resources, why = "it has the least" })
          end
        end
      end
    end
  end)
end

return { decide = decide }
