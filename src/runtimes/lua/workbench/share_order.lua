--- Who comes first, kept from one question to the next: an offer moves one of many, and putting all in order again for each
-- agent was nine tenths of a cycle at 1000 agents and 200 frameworks.
--
-- An item has count and _rank; _share is its share when it was put in its place. The order is total, so it does not matter
-- how it comes about: lowest share first, then fewest offers, then lowest rank.

local ShareOrder = {}
ShareOrder.__index = ShareOrder

--- Of so many moved items each is put in its place; of more, all are sorted.
local MOST_MOVED = 8
--- Longer lists are not copied over the stack.
local LONGEST_ON_STACK = 4000

local unpack, move = table.unpack, table.move

--- @param members gives the items in a new list, in any order
--- @param share_of of an item
function ShareOrder.new(members, share_of)
  return setmetatable({ _members = members, _share_of = share_of, _items = nil, _moved = {}, _version = 0 }, ShareOrder)
end

local function is_before(a, b)
  local share_a, share_b = a._share, b._share
  if share_a ~= share_b then return share_a < share_b end
  local count_a, count_b = a.count, b.count
  if count_a ~= count_b then return count_a < count_b end
  return a._rank < b._rank
end

--- Somebody came or left.
function ShareOrder:reset()
  local items = self._items
  if not items then return end
  for i = 1, #items do items[i]._is_listed = false end
  self._items = nil
end

--- The item's share or count is not what it was.
function ShareOrder:touch(item)
  if item._is_moved or not item._is_listed then return end
  item._is_moved = true
  local moved = self._moved
  moved[#moved + 1] = item
end

function ShareOrder:_rebuild()
  local items = self._members()
  for i = 1, #items do
    local item = items[i]
    item._share = self._share_of(item)
    item._is_listed = true
  end
  if #items > 1 then table.sort(items, is_before) end
  self._items = items
end

local function take_out(items, item)
  local at = 1
  while items[at] ~= item do at = at + 1 end
  table.remove(items, at)
end

local function put_in(items, item)
  local low, high = 1, #items + 1
  while low < high do
    local middle = (low + high) // 2
    if is_before(items[middle], item) then low = middle + 1 else high = middle end
  end
  table.insert(items, low, item)
end

function ShareOrder:_reposition(moved)
  local items = self._items
  if #moved > MOST_MOVED then
    for i = 1, #moved do moved[i]._share = self._share_of(moved[i]) end
    table.sort(items, is_before)
    return
  end
  for i = 1, #moved do take_out(items, moved[i]) end
  for i = 1, #moved do
    local item = moved[i]
    item._share = self._share_of(item)
    put_in(items, item)
  end
end

--- @param version of the shares: with a new one all of them may be others than before
--- @return a list that is the caller's own
function ShareOrder:list(version)
  if self._version ~= version then
    self:reset()
    self._version = version
  end
  local moved = self._moved
  if not self._items then self:_rebuild()
  elseif #moved > 0 then self:_reposition(moved) end
  if #moved > 0 then
    for i = 1, #moved do moved[i]._is_moved = false end
    self._moved = {}
  end
  local items = self._items
  if #items > LONGEST_ON_STACK then return move(items, 1, #items, 1, {}) end
  return { unpack(items) }
end

return ShareOrder
