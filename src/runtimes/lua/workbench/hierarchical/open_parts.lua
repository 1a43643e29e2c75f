--- What of an agent's free resources is open to a framework in a role: unreserved ones, reservations, revocable ones if the
-- framework takes those (Q8, P4).

local OpenParts = {}
OpenParts.__index = OpenParts

function OpenParts.new(cluster)
  return setmetatable({ _cluster = cluster, _keys = {}, _count = 0 }, OpenParts)
end

local function is_at_or_below(role, owner)
  return role == owner or role.name:sub(1, #owner.name + 1) == owner.name .. "/"
end

--- Key ids: reserved to exactly the role, or to it and those above it; without and with revocable ones.
local function keys_for(cluster, role)
  local keys = { own = {}, own_revocable = {}, above = {}, above_revocable = {} }
  for id, key in ipairs(cluster.keys) do
    local owner = key.reservation
    local function add(list, list_revocable)
      list_revocable[#list_revocable + 1] = id
      if not key.revocable then list[#list + 1] = id end
    end
    if not owner or owner == role then add(keys.own, keys.own_revocable) end
    if not owner or is_at_or_below(role, owner) then add(keys.above, keys.above_revocable) end
  end
  return keys
end

function OpenParts:_keys_of(role)
  local count = #self._cluster.keys
  if self._count ~= count then self._keys, self._count = {}, count end
  local keys = self._keys[role]
  if not keys then
    keys = keys_for(self._cluster, role)
    self._keys[role] = keys
  end
  return keys
end

local function part(cluster, agent, keys)
  local resources, free = cluster:zeros(), agent.free
  for i = 1, #keys do resources[keys[i]] = free[keys[i]] end
  return resources
end

--- With reservations of exactly the role (C5).
function OpenParts:own(subscription, agent)
  local keys = self:_keys_of(subscription.role)
  return part(self._cluster, agent, subscription.framework.revocable and keys.own_revocable or keys.own)
end

--- With reservations of the role and of those above it (C9).
function OpenParts:own_and_above(subscription, agent)
  local keys = self:_keys_of(subscription.role)
  return part(self._cluster, agent, subscription.framework.revocable and keys.above_revocable or keys.above)
end

return OpenParts
