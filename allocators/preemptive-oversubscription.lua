-- Preemptive oversubscription: idle guarantees are lent out as revocable resources and taken back when their owner needs
-- them. What Mesos' hierarchical DRF cannot do: it keeps an unused guarantee idle, and never takes anything back.
--
-- Each call asks what each guaranteed role still needs of its guarantee (`owed`), and then, in this order:
--   1. serve    free resources go to those roles first, no more than they need
--   2. share    what no guarantee covers goes to all frameworks by dominant share
--   3. lend     what is left is an idle guarantee: it is offered, revocable, to whoever can take that
--   4. reclaim  a need that free resources did not meet is met by taking lent ones back, with a deadline
--
-- Rules P1 to P7 of the oversubscription facts. Scope: top-level roles and unreserved resources.
-- The same algorithm, step for step, stands beside this file in TypeScript, Python, JavaScript and C.
--
-- Parameters: graceSeconds (30), how long a victim has to finish; minimumRuntimeSeconds (0), younger tasks are spared.

local workbench = require("workbench")
local filtered, fits, is_zero, minus = workbench.filtered, workbench.fits, workbench.is_zero, workbench.minus

-- Declared first, so that the steps can stand in the order in which they run.
local serve_guarantees, share_surplus, lend_idle_guarantees
local reclaim_lent, lent_by_worth, largest_share, seconds

local function decide(cluster)
  local needs = {} -- by role, of those that need something
  for _, role in ipairs(cluster.roles) do
    local owed = cluster:owed(role)
    if not is_zero(owed) then needs[role] = owed end
  end
  if not is_zero(cluster.free) then
    serve_guarantees(cluster, needs)
    share_surplus(cluster)
    lend_idle_guarantees(cluster, needs)
  end
  reclaim_lent(cluster, needs)
end

function serve_guarantees(cluster, needs)
  for _, agent in ipairs(next(needs) and cluster.candidates or {}) do
    for _, subscription in ipairs(cluster:subscriptions_by_share()) do
      local role = subscription.role
      local offer = needs[role] and cluster:offerable(subscription, agent, needs[role])
      local function fits_offer(request) return fits(request.resources, offer) end
      if offer and workbench.any(cluster:demand(subscription), fits_offer) then
        cluster:offer(subscription, agent, offer, { why = role.name .. " needs it of its guarantee" })
        needs[role] = minus(needs[role], offer)
      end
    end
  end
end

--- The surplus is what stays free when every unused guarantee that is not lent is set aside.
function share_surplus(cluster)
  local surplus = cluster.free
  for _, role in ipairs(cluster.roles) do surplus = minus(surplus, minus(cluster:unused_guarantee(role), role.lent)) end
  for _, agent in ipairs(cluster.candidates) do
    if is_zero(surplus) then return end
    for _, subscription in ipairs(cluster:subscriptions_by_share()) do
      local offer = cluster:offerable(subscription, agent, surplus)
      if offer then
        cluster:offer(subscription, agent, offer, { why = "no guarantee needs it" })
        surplus = minus(surplus, offer)
      end
    end
  end
end

--- An owner lends what it neither uses nor needs, and has not lent yet; the one with most to lend comes first.
function lend_idle_guarantees(cluster, needs)
  local function idle(role)
    return minus(minus(cluster:unused_guarantee(role), needs[role] or cluster:zeros()), role.lent)
  end
  for _, agent in ipairs(cluster.candidates) do
    local owners = workbench.sorted(cluster.roles, function(role)
      local most = largest_share(cluster, idle(role))
      return most > 0 and -most or nil
    end)
    for _, owner in ipairs(owners) do
      for _, subscription in ipairs(cluster:subscriptions_by_share()) do
        local offer = cluster:lendable(subscription, agent, owner, idle(owner))
        local why = owner.name .. " does not need it now"
        if offer then cluster:offer(subscription, agent, offer, { owner = owner, why = why }) end
      end
    end
  end
end

--- For each task that waits within its role's guarantee: the agent that can be cleared for it with the least worthy victims.
function reclaim_lent(cluster, needs)
  local deadline = cluster.t + seconds(cluster, "graceSeconds", 30)
  local lent -- put in order when it is needed, once a call: to tell a task to go changes no share
  for _, role in ipairs(cluster:roles_by_share()) do
    local open = needs[role] and minus(needs[role], cluster:reclaiming(role))
    local others = {} -- P7
    if open and not is_zero(open) then
      lent = lent or lent_by_worth(cluster)
      others = filtered(lent, function(task) return task.role ~= role end)
    end
    for _, subscription in ipairs(others[1] and cluster:subscriptions_by_share(role) or {}) do
      for _, request in ipairs(cluster:demand(subscription)) do
        for _ = 1, request.count do
          if not fits(request.resources, open) then break end
          local victims = cluster:victims_for(request.resources, others)
          if not victims then break end
          for _, task in ipairs(victims) do cluster:revoke(task, deadline, role, "a task of " .. role.name .. " waits for it") end
          open = minus(open, request.resources)
        end
      end
    end
  end
end

--- The revocable tasks: lowest weight, then largest share, then youngest, then largest, then id (P3).
function lent_by_worth(cluster)
  local youngest_allowed = cluster.t - seconds(cluster, "minimumRuntimeSeconds", 0)
  return workbench.sorted(cluster.tasks, function(task)
    if not task.revocable or task.started_at > youngest_allowed then return nil end
    local share, size = cluster:role_share(task.role), largest_share(cluster, task.resources)
    return { task.role.weight, -share, -task.started_at, -size, task.id }
  end)
end

--- Of the whole cluster, also of resources that do not count in dominant shares.
function largest_share(cluster, resources)
  local largest = 0
  for _, key in ipairs(cluster.plain_keys) do
    local total = cluster.total[key]
    if total > 0 then largest = math.max(largest, cluster:quantity(resources, key) / total) end
  end
  return largest
end

function seconds(cluster, parameter, otherwise)
  return math.floor(tonumber(cluster.parameters[parameter] or otherwise) * 1e6 + 0.5)
end

return { triggers = { "requestResources" }, decide = decide }
