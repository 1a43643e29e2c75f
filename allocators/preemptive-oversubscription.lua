-- Preemptive oversubscription: idle guarantees are lent out as revocable resources and taken back when their owner needs
-- them. What Mesos' hierarchical DRF cannot do: it keeps an unused guarantee idle, and never takes anything back.
--
-- Five steps, in this order, each call:
--   1. measure  what each guaranteed role still needs of its guarantee (its demand that is not met yet)
--   2. serve    free resources go to those roles first, no more than they need
--   3. share    what no guarantee covers goes to all frameworks by dominant share
--   4. lend     what is left is an idle guarantee: it is offered, revocable, to whoever can take that
--   5. reclaim  a need that free resources did not meet is met by taking lent ones back, with a deadline
--
-- Rules P1 to P7 of the oversubscription facts. Scope: top-level roles and unreserved resources.
-- The same algorithm, step for step, stands beside this file in TypeScript, Python, JavaScript and C.
--
-- Parameters: graceSeconds (30), how long a victim has to finish; minimumRuntimeSeconds (0), younger tasks are spared.

-- Declared first, so that the steps can stand in the order in which they run.
local measure_needs, need_of, unused_guarantee, requests_of, has_free_resources
local serve_guarantees, holds_one_task
local share_surplus, room_under_limit
local lend_idle_guarantees, idle_guarantee, owners_by_idle
local reclaim_lent, subtract_under_way, clear_room, victims_by_worth, without_spared, makes_room, size
local cut, is_wanted, as_revocable, seconds

local workbench = require("workbench")
local fits, is_zero = workbench.fits, workbench.is_zero

local function decide(cluster)
  local needs = measure_needs(cluster)
  if has_free_resources(cluster) then
    serve_guarantees(cluster, needs)
    share_surplus(cluster)
    lend_idle_guarantees(cluster, needs)
  end
  reclaim_lent(cluster, needs)
end

-- ---- 1. Measure -----------------------------------------------------------------------------------------------------

--- By role: demand within the guarantee that nothing in use or on offer meets; nothing for roles without a guarantee.
function measure_needs(cluster)
  local needs = {}
  for _, role in ipairs(cluster.roles) do
    if role.guarantee then needs[role] = need_of(cluster, role) end
  end
  return needs
end

function need_of(cluster, role)
  local need = cluster:zeros()
  for _, subscription in ipairs(role.subscriptions) do
    if cluster:wants_offers(subscription) then
      for _, request in ipairs(requests_of(subscription)) do
        for _, key in ipairs(cluster.plain_keys) do need[key] = need[key] + request.count * request.resources[key] end
      end
      for _, key in ipairs(cluster.plain_keys) do need[key] = math.max(0, need[key] - subscription.offered[key]) end
    end
  end
  for _, key in ipairs(cluster.plain_keys) do need[key] = math.min(need[key], unused_guarantee(role, key)) end
  return need
end

function unused_guarantee(role, key)
  if not role.guarantee then return 0 end
  return math.max(0, role.guarantee[key] - role.used[key])
end

function requests_of(subscription)
  local requests = {}
  for _, request in ipairs(subscription.framework.requests) do
    if request.role == subscription.role then requests[#requests + 1] = request end
  end
  return requests
end

function has_free_resources(cluster)
  if is_zero(cluster.free) then return false end
  for _, agent in ipairs(cluster.candidates) do
    for _, key in ipairs(cluster.plain_keys) do
      if agent.free[key] > 0 then return true end
    end
  end
  return false
end

-- ---- 2. Serve -------------------------------------------------------------------------------------------------------

function serve_guarantees(cluster, needs)
  local is_any_needed = false
  for _, role in ipairs(cluster.roles) do
    is_any_needed = is_any_needed or (needs[role] ~= nil and not is_zero(needs[role]))
  end
  if not is_any_needed then return end
  for _, agent in ipairs(cluster.candidates) do
    for _, role in ipairs(cluster:roles_by_share()) do
      local need = needs[role]
      if need and not is_zero(need) then
        for _, subscription in ipairs(cluster:subscriptions_by_share(role)) do
          local offer = cut(cluster, agent, function(key) return need[key] end)
          if holds_one_task(subscription, offer) and is_wanted(cluster, subscription, agent, offer) then
            cluster:offer(subscription, agent, offer, { why = role.name .. " needs it of its guarantee" })
            for _, key in ipairs(cluster.plain_keys) do need[key] = need[key] - offer[key] end
          end
        end
      end
    end
  end
end

function holds_one_task(subscription, offer)
  for _, request in ipairs(requests_of(subscription)) do
    if fits(request.resources, offer) then return true end
  end
  return false
end

-- ---- 3. Share -------------------------------------------------------------------------------------------------------

--- The surplus is what stays free when every unused guarantee that is not lent is set aside. Limits hold for all.
function share_surplus(cluster)
  local surplus = cluster:zeros()
  for _, key in ipairs(cluster.plain_keys) do
    local set_aside = 0
    for _, role in ipairs(cluster.roles) do
      set_aside = set_aside + math.max(0, unused_guarantee(role, key) - role.lent[key])
    end
    surplus[key] = math.max(0, cluster.free[key] - set_aside)
  end
  for _, agent in ipairs(cluster.candidates) do
    if is_zero(surplus) then return end
    for _, role in ipairs(cluster:roles_by_share()) do
      for _, subscription in ipairs(cluster:subscriptions_by_share(role)) do
        local offer = cut(cluster, agent, function(key) return math.min(surplus[key], room_under_limit(role, key)) end)
        if is_wanted(cluster, subscription, agent, offer) then
          cluster:offer(subscription, agent, offer, { why = "no guarantee needs it" })
          for _, key in ipairs(cluster.plain_keys) do surplus[key] = surplus[key] - offer[key] end
        end
      end
    end
  end
end

function room_under_limit(role, key)
  if not role.limit or role.limit[key] < 0 then return math.huge end
  return math.max(0, role.limit[key] - role.used[key])
end

-- ---- 4. Lend --------------------------------------------------------------------------------------------------------

--- An owner lends what it neither uses nor needs, and has not lent yet; the one with most to lend comes first.
function lend_idle_guarantees(cluster, needs)
  for _, agent in ipairs(cluster.candidates) do
    for _, owner in ipairs(owners_by_idle(cluster, needs)) do
      for _, role in ipairs(cluster:roles_by_share()) do
        for _, subscription in ipairs(role ~= owner and cluster:subscriptions_by_share(role) or {}) do
          if subscription.framework.revocable and not cluster:lends_from_other(subscription, agent, owner) then
            local offer = cut(cluster, agent, function(key) return idle_guarantee(owner, needs, key) end)
            if is_wanted(cluster, subscription, agent, as_revocable(cluster, offer)) then
              cluster:offer(subscription, agent, offer, { owner = owner, why = owner.name .. " does not need it now" })
            end
          end
        end
      end
    end
  end
end

function idle_guarantee(owner, needs, key)
  return math.max(0, unused_guarantee(owner, key) - needs[owner][key] - owner.lent[key])
end

function owners_by_idle(cluster, needs)
  local owners, idle = {}, {}
  for _, role in ipairs(cluster.roles) do
    if role.guarantee then
      local most = 0
      for _, key in ipairs(cluster.plain_keys) do
        local total = cluster.total[key]
        most = math.max(most, total > 0 and idle_guarantee(role, needs, key) / total or 0)
      end
      if most > 0 then
        owners[#owners + 1] = role
        idle[role] = most
      end
    end
  end
  table.sort(owners, function(a, b)
    if idle[a] ~= idle[b] then return idle[a] > idle[b] end
    return a.id < b.id
  end)
  return owners
end

-- ---- 5. Reclaim -----------------------------------------------------------------------------------------------------

--- For each task that waits within its role's guarantee: the agent that can be cleared for it with the least worthy victims.
function reclaim_lent(cluster, needs)
  for _, role in ipairs(cluster:roles_by_share()) do
    local need = needs[role]
    if need and not is_zero(need) then
      local open = subtract_under_way(cluster, role, need)
      for _, subscription in ipairs(cluster:subscriptions_by_share(role)) do
        for _, request in ipairs(requests_of(subscription)) do
          for _ = 1, request.count do
            if not fits(request.resources, open) or not clear_room(cluster, role, request) then break end
            for _, key in ipairs(cluster.plain_keys) do open[key] = open[key] - request.resources[key] end
          end
        end
      end
    end
  end
end

--- The need that no revocation under way will meet.
function subtract_under_way(cluster, role, need)
  local open = { table.unpack(need) }
  for _, task in ipairs(cluster.tasks) do
    if task.reclaimed_for == role then
      for _, key in ipairs(cluster.plain_keys) do
        open[key] = math.max(0, open[key] - cluster:quantity(task.resources, key))
      end
    end
  end
  return open
end

--- Walks the victims from the least worthy on, until those met on one agent make room for the task; takes back just those.
function clear_room(cluster, role, request)
  local pile_of = {}
  for _, victim in ipairs(victims_by_worth(cluster, role)) do
    local pile = pile_of[victim.agent] or {}
    pile_of[victim.agent] = pile
    pile[#pile + 1] = victim
    if makes_room(cluster, victim.agent, pile, request) then
      for _, task in ipairs(without_spared(cluster, victim.agent, pile, request)) do
        local deadline = cluster.t + seconds(cluster, "graceSeconds", 30)
        cluster:revoke(task, deadline, role, ("a task of %s waits for it"):format(role.name))
      end
      return true
    end
  end
  return false
end

--- Only revocable tasks of other roles (P7): lowest weight, then largest share, then youngest, then largest, then id (P3).
function victims_by_worth(cluster, role)
  local youngest_allowed = cluster.t - seconds(cluster, "minimumRuntimeSeconds", 0)
  local victims, shares = {}, {}
  for _, other in ipairs(cluster.roles) do shares[other] = cluster:role_share(other) end
  for _, task in ipairs(cluster.tasks) do
    local is_lent = task.revocable and not task.reclaimed_for and task.role ~= role
    if is_lent and task.started_at <= youngest_allowed then victims[#victims + 1] = task end
  end
  table.sort(victims, function(a, b)
    if a.role.weight ~= b.role.weight then return a.role.weight < b.role.weight end
    if shares[a.role] ~= shares[b.role] then return shares[a.role] > shares[b.role] end
    if a.started_at ~= b.started_at then return a.started_at > b.started_at end
    local size_a, size_b = size(cluster, a), size(cluster, b)
    if size_a ~= size_b then return size_a > size_b end
    return a.id < b.id
  end)
  return victims
end

--- A victim without which there is still room is spared, the most worthy first (P5).
function without_spared(cluster, agent, pile, request)
  local kept = { table.unpack(pile) }
  for i = #pile, 1, -1 do
    local fewer = {}
    for _, other in ipairs(kept) do
      if other ~= pile[i] then fewer[#fewer + 1] = other end
    end
    if makes_room(cluster, agent, fewer, request) then kept = fewer end
  end
  return kept
end

--- What is free where a revocation is under way is spoken for.
function makes_room(cluster, agent, pile, request)
  local spoken_for = false
  for _, task in ipairs(cluster.tasks) do
    spoken_for = spoken_for or (task.agent == agent and task.reclaimed_for ~= nil)
  end
  for _, key in ipairs(cluster.plain_keys) do
    local room = spoken_for and 0 or agent.free[key]
    for _, task in ipairs(pile) do room = room + cluster:quantity(task.resources, key) end
    if request.resources[key] > room then return false end
  end
  return true
end

--- The dominant share of one task.
function size(cluster, task)
  local largest = 0
  for _, key in ipairs(cluster.plain_keys) do
    local total = cluster.total[key]
    largest = math.max(largest, total > 0 and cluster:quantity(task.resources, key) / total or 0)
  end
  return largest
end

-- ---- Amounts --------------------------------------------------------------------------------------------------------

--- What is available on an agent, each key cut to at most `most(key)`.
function cut(cluster, agent, most)
  local amounts = cluster:zeros()
  for _, key in ipairs(cluster.plain_keys) do
    amounts[key] = math.min(agent.free[key], most(key))
  end
  return amounts
end

--- Worth an offer, not refused a while ago, and the framework may use this agent.
function is_wanted(cluster, subscription, agent, offer)
  if not cluster:is_allocatable(offer) or cluster:is_filtered(subscription, agent, offer) then return false end
  return not cluster:is_gpu_agent_closed_to(agent, subscription.framework)
end

--- The same amounts under the revocable keys.
function as_revocable(cluster, amounts)
  local revocable = cluster:zeros()
  for _, key in ipairs(cluster.keys) do
    if key.revocable then revocable[key.id] = amounts[key.plain] end
  end
  return revocable
end

function seconds(cluster, parameter, otherwise)
  return math.floor(tonumber(cluster.parameters[parameter] or otherwise) * 1e6 + 0.5)
end

return { triggers = { "requestResources" }, decide = decide }
