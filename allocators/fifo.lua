-- First in, first out: the framework that has waited longest is served first, and nobody passes it.
--
-- The oldest policy of batch systems, and still the default order within a queue of YARN's CapacityScheduler (its
-- FifoOrderingPolicy). A framework stands in the queue from the moment that it reports demand until all of it has
-- started. Its tasks are placed one by one on the first agent that has room; when one fits nowhere, everybody behind it
-- waits, though there may be room for them: the convoy effect, which scenarios/fifo.yaml shows beside DRF.
--
-- The same lines stand beside this file in Python and JavaScript.

local workbench = require("workbench")

local queue = {} -- the frameworks that wait, in the order in which they came: { framework, since }

local function place_in_queue(framework)
  for place, entry in ipairs(queue) do
    if entry.framework == framework then return place end
  end
  return nil
end

local function on_event(cluster, event)
  if event.op == "requestResources" and #event.requests > 0 then
    if not place_in_queue(event.framework) then
      queue[#queue + 1] = { framework = event.framework, since = cluster.t }
    end
  elseif event.op == "requestResources" or event.op == "removeFramework" then
    local place = place_in_queue(event.framework)
    if place then table.remove(queue, place) end
  end
end

local function first_with_room(cluster, subscription, request)
  for _, agent in ipairs(cluster.candidates) do
    local room = cluster:offerable(subscription, agent)
    if room and workbench.fits(request.resources, room) then return agent end
  end
  return nil
end

--- Whether all of it found room; what did not is waited for.
local function offer_demand(cluster, subscription, since)
  for _, request in ipairs(cluster:demand(subscription)) do
    for _ = 1, request.count do
      local agent = first_with_room(cluster, subscription, request)
      if not agent then return false end
      local why = ("waits since %d s"):format(since // 1e6)
      coroutine.yield({ subscription = subscription, agent = agent, resources = request.resources, why = why })
    end
  end
  return true
end

local function decide(cluster)
  return coroutine.wrap(function()
    for _, entry in ipairs(queue) do
      for _, subscription in ipairs(cluster:subscriptions()) do
        if subscription.framework == entry.framework then
          -- Its answer tells what it still needs.
          if not workbench.is_zero(subscription.offered) then return end
          if not offer_demand(cluster, subscription, entry.since) then return end
        end
      end
    end
  end)
end

return { triggers = { "requestResources", "recoverResources" }, on_event = on_event, decide = decide }
