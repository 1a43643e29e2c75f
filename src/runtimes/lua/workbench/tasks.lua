--- What becomes of an offer: a task that starts, resources that come back.

local filters = require("workbench.filters")
local ledger = require("workbench.ledger")

local tasks = {}

--- Whether a task of these resources is one of those that were asked for.
local function meets(cluster, request, resources)
  for _, plain in ipairs(cluster.plain_keys) do
    if cluster:quantity(resources, plain) ~= request.resources[plain] then return false end
  end
  return true
end

--- A task that starts is demand met, before the framework says so itself.
local function meet_demand(cluster, framework, resources)
  for _, request in ipairs(framework.requests) do
    if request.count > 0 and meets(cluster, request, resources) then
      request.count = request.count - 1
      return
    end
  end
end

--- A part of an offer is in use now.
-- @param subscription nil when the framework is in the role no more
function tasks.accept(cluster, framework, subscription, agent, resources)
  local holding = subscription and ledger.holding(subscription, agent)
  if holding then
    for key = 1, #resources do
      local amount = resources[key]
      if amount > 0 then ledger.await(cluster, holding, key, -amount) end
    end
  end
  if #framework.requests > 0 then meet_demand(cluster, framework, resources) end
end

local function is_revocable(cluster, resources)
  for key, about in ipairs(cluster.keys) do
    if about.revocable and resources[key] > 0 then return true end
  end
  return false
end

--- @return the task
function tasks.start(cluster, id, framework, role, agent, resources)
  cluster._tasks_started = cluster._tasks_started + 1
  local task = {
    id = id,
    framework = framework,
    role = role,
    agent = agent,
    started_at = cluster.t,
    resources = resources,
    revocable = is_revocable(cluster, resources),
    reclaimed_for = nil,
    _number = cluster._tasks_started, -- tasks stand in the order in which they started
  }
  cluster._task_of[id] = task
  cluster.tasks[#cluster.tasks + 1] = task
  return task
end

local function place_of(running, task)
  local low, high = 1, #running
  while low < high do
    local middle = (low + high) // 2
    if running[middle]._number < task._number then low = middle + 1 else high = middle end
  end
  return low
end

--- @return the task; nil when no such task runs
function tasks.finish(cluster, id)
  local task = cluster._task_of[id]
  if not task then return nil end
  cluster._task_of[id] = nil
  table.remove(cluster.tasks, place_of(cluster.tasks, task))
  return task
end

--- Forgets the tasks of a framework, or on an agent.
function tasks.forget(cluster, framework, agent)
  local kept = {}
  for _, task in ipairs(cluster.tasks) do
    if task.framework ~= framework and task.agent ~= agent then kept[#kept + 1] = task
    else cluster._task_of[task.id] = nil end
  end
  cluster.tasks = kept
end

--- Resources come back, out of use or unanswered. With a filter duration (microseconds; nil: none) the framework does not
-- want them again so soon.
function tasks.recover(cluster, subscription, agent, resources, was_in_use, filter_duration)
  local holding = subscription and ledger.holding(subscription, agent)
  if not agent.there or not holding then return end
  ledger.release(cluster, holding, resources, was_in_use and cluster._zeros or resources)
  if not filter_duration then return end
  filters.add(cluster, subscription.framework, subscription.role, agent, resources, filter_duration)
end

return tasks
