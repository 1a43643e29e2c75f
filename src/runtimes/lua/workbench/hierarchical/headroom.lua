--- Quota as one cycle sees it: what each role has consumed, what is still to be kept for guarantees, and what there is. Taken
-- from the cluster when the cycle begins; then only the cycle's own offers count, by the rules of their stage (C7, C10). All
-- vectors here are by plain key.

local Headroom = {}
Headroom.__index = Headroom

local INFINITE = math.huge

local function is_at_or_below(role, top)
  return role == top or role.name:sub(1, #top.name + 1) == top.name .. "/"
end

--- What each agent has reserved, by reservation: key ids with the sum over all agents.
local function reserved_totals(cluster)
  local totals = cluster:zeros()
  for id, key in ipairs(cluster.keys) do
    if key.reservation then
      for _, agent in ipairs(cluster.agents) do totals[id] = totals[id] + agent.total[id] end
    end
  end
  return totals
end

--- Reservations of the role and those below it, used or not, and what else is offered or used there (Q3).
local function consumed_by(cluster, top, reserved)
  local consumed = cluster:zeros()
  for id, key in ipairs(cluster.keys) do
    if key.reservation and is_at_or_below(key.reservation, top) then
      consumed[key.plain] = consumed[key.plain] + reserved[id]
    end
  end
  for _, role in ipairs(cluster.roles) do
    if is_at_or_below(role, top) then
      for _, key in ipairs(cluster.plain_keys) do consumed[key] = consumed[key] + role.used[key] end
    end
  end
  return consumed
end

--- Held under reserved keys, and free under revocable ones, over all agents.
local function held_and_idle(cluster)
  local held_reserved, idle_revocable = cluster:zeros(), cluster:zeros()
  for id, key in ipairs(cluster.keys) do
    local plain = key.plain
    for _, agent in ipairs((key.reservation or key.revocable) and cluster.agents or {}) do
      if key.revocable then idle_revocable[plain] = idle_revocable[plain] + agent.free[id]
      else
        for _, holding in ipairs(agent.holdings) do
          held_reserved[plain] = held_reserved[plain] + holding.held[id]
        end
      end
    end
  end
  return held_reserved, idle_revocable
end

local function at_least_zero(amount)
  return amount > 0 and amount or 0.0
end

--- What could still be given to somebody without being reserved or revocable; no step goes below zero (section 4).
local function available(cluster, reserved)
  local left = cluster:zeros()
  local held_reserved, idle_revocable = held_and_idle(cluster)
  local reserved_of, held = cluster:zeros(), cluster:zeros()
  for id, key in ipairs(cluster.keys) do reserved_of[key.plain] = reserved_of[key.plain] + reserved[id] end
  for _, role in ipairs(cluster.roles) do
    for _, key in ipairs(cluster.plain_keys) do held[key] = held[key] + role.held[key] end
  end
  for _, key in ipairs(cluster.plain_keys) do
    local idle_reserved = at_least_zero(reserved_of[key] - held_reserved[key])
    local unallocated = at_least_zero(cluster.total[key] - held[key])
    left[key] = at_least_zero(at_least_zero(unallocated - idle_reserved) - idle_revocable[key])
  end
  return left
end

--- What of the guarantee is outstanding.
local function guarantee_left(use, key)
  local guarantee = use.role.guarantee
  return guarantee and at_least_zero(guarantee[key] - use.consumed[key]) or 0.0
end

local function limit_left(use, key)
  local limit = use and use.role.limit
  if not limit or limit[key] < 0 then return INFINITE end
  return at_least_zero(limit[key] - use.consumed[key])
end

function Headroom.open(cluster)
  local headroom = setmetatable({ is_required = false, _cluster = cluster, _uses = {}, _required = cluster:zeros() }, Headroom)
  local reserved
  for _, role in ipairs(cluster.roles) do
    if role.guarantee or role.limit then
      reserved = reserved or reserved_totals(cluster)
      local use = { role = role, consumed = consumed_by(cluster, role, reserved) }
      headroom._uses[role] = use
      for _, key in ipairs(cluster.plain_keys) do
        headroom._required[key] = headroom._required[key] + guarantee_left(use, key)
      end
    end
  end
  headroom:_note_required()
  if headroom.is_required then headroom._available = available(cluster, reserved) end
  return headroom
end

function Headroom:_note_required()
  self.is_required = false
  for key = 1, #self._required do
    if self._required[key] > 0 then self.is_required = true end
  end
end

--- The quota of exactly this role, nil without one.
function Headroom:use_of(role)
  return self._uses[role]
end

--- Whether the role has outstanding guarantees.
function Headroom:is_unsatisfied(use)
  for _, key in ipairs(self._cluster.plain_keys) do
    if guarantee_left(use, key) > 0 then return true end
  end
  return false
end

--- What others may have while guarantees are outstanding; all when none are.
function Headroom:_surplus(key)
  if not self.is_required then return INFINITE end
  return at_least_zero(self._available[key] - self._required[key])
end

--- Whether the second stage cuts anything for a role of this quota.
-- @param use nil without one
function Headroom:cuts(use)
  return self.is_required or (use ~= nil and use.role.limit ~= nil)
end

--- What the second stage may offer: unreserved non-revocable resources are cut to what the role's limits leave, and to the
-- surplus over all guarantees (C9). Changes what it is given.
function Headroom:cut_remainder(resources, use)
  for _, key in ipairs(self._cluster.plain_keys) do
    resources[key] = math.min(resources[key], limit_left(use, key), self:_surplus(key))
  end
  return resources
end

--- What the first stage may offer: of unreserved non-revocable resources the part that is guaranteed, and of the rest what
-- limits and surplus leave (C4, C5). Changes what it is given.
-- @return nil when nothing of it is guaranteed and outstanding
function Headroom:cut_guaranteed(resources, use)
  local is_any = false
  for _, key in ipairs(self._cluster.plain_keys) do
    local guaranteed = math.min(resources[key], guarantee_left(use, key))
    if guaranteed > 0 then is_any = true end
    local limited = at_least_zero(limit_left(use, key) - guaranteed)
    resources[key] = guaranteed + math.min(resources[key] - guaranteed, limited, self:_surplus(key))
  end
  return is_any and resources or nil
end

function Headroom:_take_available(key, amount)
  self._available[key] = at_least_zero(self._available[key] - amount)
end

--- Books an offer of the first stage (C7): what is required falls by the guaranteed part only.
function Headroom:give_guaranteed(offer, use)
  for _, key in ipairs(self._cluster.plain_keys) do
    self._required[key] = self._required[key] - math.min(offer[key], guarantee_left(use, key))
    use.consumed[key] = use.consumed[key] + offer[key]
    self:_take_available(key, offer[key])
  end
  self:_note_required()
end

--- Books an offer of the second stage; only a quota of the very role is charged at once (C10).
function Headroom:give_remainder(offer, use)
  if not use and not self.is_required then return end
  for _, key in ipairs(self._cluster.plain_keys) do
    if use then use.consumed[key] = use.consumed[key] + offer[key] end
    if self.is_required then self:_take_available(key, offer[key]) end
  end
end

return Headroom
