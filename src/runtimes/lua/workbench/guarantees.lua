--- What a script asks about guarantees: what of them is owed or idle, to whom it may be lent, and who has to go for it.

local Cluster = require("workbench.cluster")
local arguments = require("workbench.arguments")
local filters = require("workbench.filters")
local vectors = require("workbench.vectors")

local check_kind, unpack = arguments.check_kind, table.unpack

--- What of a role's guarantee it does not use, by plain key.
function Cluster:unused_guarantee(role)
  check_kind(role, "role")
  return role.guarantee and vectors.minus(role.guarantee, role.used) or self:zeros()
end

--- What a role waits for of its guarantee: demand that nothing on offer meets, within unused_guarantee. Frameworks count by id;
-- what is on offer to one is for itself and for those before it.
function Cluster:owed(role)
  check_kind(role, "role")
  local owed = self:zeros()
  for _, subscription in ipairs(role.guarantee and self:subscriptions(role) or {}) do
    for _, request in ipairs(self:demand(subscription)) do
      for _, key in ipairs(self.plain_keys) do owed[key] = owed[key] + request.count * request.resources[key] end
    end
    owed = vectors.minus(owed, subscription.offered)
  end
  return vectors.least(owed, self:unused_guarantee(role))
end

--- What a role gets back from tasks that are told to go for it, by plain key.
function Cluster:reclaiming(role)
  check_kind(role, "role")
  local sum = self:zeros()
  for _, task in ipairs(self.tasks) do
    if task.reclaimed_for == role then
      for _, key in ipairs(self.plain_keys) do sum[key] = sum[key] + self:quantity(task.resources, key) end
    end
  end
  return sum
end

--- What an owner may lend a framework of what nobody holds on an agent; nil when that is nothing, or nothing that it may be
-- offered now as revocable.
-- @param most no more than this of each plain key
function Cluster:lendable(subscription, agent, owner, most)
  check_kind(subscription, "subscription")
  check_kind(agent, "agent")
  check_kind(owner, "role")
  arguments.check(arguments.length_defect(self, most))
  local framework = subscription.framework
  if not framework.revocable or subscription.role == owner or not self:wants_offers(subscription) then return nil end
  if not self:is_offerable(agent) or self:is_gpu_agent_closed_to(agent, framework) then return nil end
  if self:lends_from_other(subscription, agent, owner) then return nil end
  local lent, offered = self:zeros(), self:zeros()
  for plain, revocable in pairs(self._revocable_of) do
    lent[plain] = math.min(agent.free[plain], most[plain])
    offered[revocable] = lent[plain]
  end
  if not self:is_allocatable(offered) or filters.are_in_the_way(self, subscription, agent, offered) then return nil end
  return lent
end

local function fits(cluster, wanted, room)
  for _, key in ipairs(cluster.plain_keys) do
    if wanted[key] > room[key] then return false end
  end
  return true
end

--- Agents where tasks are told to go already: what is free there is spoken for.
local function agents_spoken_for(cluster)
  local spoken_for = {}
  for _, task in ipairs(cluster.tasks) do
    if task.reclaimed_for then spoken_for[task.agent] = true end
  end
  return spoken_for
end

--- A task without which there is still room stays, the last one first (P5).
local function needed(cluster, wanted, pile)
  local victims, room = {}, pile.room
  for i = #pile, 1, -1 do
    local without = { unpack(room) }
    for _, key in ipairs(cluster.plain_keys) do
      without[key] = without[key] - cluster:quantity(pile[i].resources, key)
    end
    if fits(cluster, wanted, without) then room = without else table.insert(victims, 1, pile[i]) end
  end
  return victims
end

--- Those of the tasks that have to go so that `wanted` fits on one of the agents; nil when it fits on none. Tasks are met in
-- their order until those of one agent make room; then whoever is not needed for it stays, the last ones first. Those that are
-- told to go already are passed over.
function Cluster:victims_for(wanted, tasks)
  arguments.check(arguments.length_defect(self, wanted))
  local piles, spoken_for = {}, agents_spoken_for(self)
  for _, task in ipairs(tasks) do
    arguments.check(arguments.member_defect(self._task_of, task, "task", "cluster.tasks"))
    if not task.reclaimed_for then
      local agent = task.agent
      local pile = piles[agent] or { room = spoken_for[agent] and self:zeros() or { unpack(agent.free) } }
      piles[agent] = pile
      pile[#pile + 1] = task
      local room = pile.room
      for _, key in ipairs(self.plain_keys) do room[key] = room[key] + self:quantity(task.resources, key) end
      if fits(self, wanted, room) then return needed(self, wanted, pile) end
    end
  end
  return nil
end
