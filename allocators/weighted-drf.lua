-- Weighted Dominant Resource Fairness, task by task (Ghodsi et al., NSDI 2011): as long as something fits,
-- the role with the lowest dominant share / weight is given the resources of one more task.
--
-- This is the progressive filling of the paper's Algorithm 1. Mesos and reference/drf.* offer whole agents instead, since
-- a framework of Mesos does not tell its demand; here frameworks report it (requestResources), so that one task at a time
-- can be offered. scenarios/weighted-drf.yaml has the paper's example: 9 cpus and 18 GB, tasks of <1 cpu, 4 GB> and
-- <3 cpus, 1 GB> end at three and two.
--
-- The same lines stand beside this file in Python and JavaScript.

local workbench = require("workbench")

--- The resources of each task that waits, in order. Of who has not answered its offers yet, nothing is known.
local function tasks_of(cluster, subscription)
  local tasks = {}
  if not workbench.is_zero(subscription.offered) then return tasks end
  for _, request in ipairs(cluster:demand(subscription)) do
    for _ = 1, request.count do tasks[#tasks + 1] = request.resources end
  end
  return tasks
end

local function first_with_room(cluster, subscription, resources)
  for _, agent in ipairs(cluster.candidates) do
    local room = cluster:offerable(subscription, agent)
    if room and workbench.fits(resources, room) then return agent end
  end
  return nil
end

--- One task for who has least; what fits nowhere waits, and the next in order may have its turn.
local function next_offer(cluster, waiting)
  for _, role in ipairs(cluster:roles_by_share()) do
    for _, subscription in ipairs(cluster:subscriptions_by_share(role)) do
      local tasks = waiting[subscription]
      local agent = tasks[1] and first_with_room(cluster, subscription, tasks[1])
      if agent then
        local why = ("%s has %.3f"):format(role.name, cluster:role_share(role))
        return { subscription = subscription, agent = agent, resources = table.remove(tasks, 1), why = why }
      end
    end
  end
  return nil
end

local function decide(cluster)
  local waiting = {}
  for _, subscription in ipairs(cluster:subscriptions()) do
    waiting[subscription] = tasks_of(cluster, subscription)
  end
  return function() return next_offer(cluster, waiting) end
end

return { triggers = { "requestResources", "recoverResources" }, decide = decide }
