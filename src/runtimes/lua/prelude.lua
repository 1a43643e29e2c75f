-- What stands in Lua's own library in place of what was there, the same in both engines. It is run once, before a script.

local note_error = ...
local error, next, pairs_of, rawget, set_metatable, type =
  error, next, pairs, rawget, setmetatable, type
local create, resume = coroutine.create, coroutine.resume
local close = coroutine.close -- Lua 5.4 has it

local function check(value, wanted, argument, name)
  if type(value) == wanted then return end
  error(("bad argument #%d to '%s' (%s expected, got %s)"):format(argument, name, wanted, type(value)), 3)
end

-- ---- Sorting: stable, so that the same order comes out whatever the engine ------------------------------------------

local RUN = 8 -- So few items are sorted by insertion.

local function sort_runs(items, count, before)
  for first = 1, count, RUN do
    local last = first + RUN - 1
    if last > count then last = count end
    for i = first + 1, last do
      local item, place = items[i], i
      while place > first and before(item, items[place - 1]) do
        items[place] = items[place - 1]
        place = place - 1
      end
      items[place] = item
    end
  end
end

--- Merges two neighbours: from `left` on, and from `right` to before `stop`.
local function merge(from, to, left, right, stop, before)
  local middle = right
  for place = left, stop - 1 do
    if left < middle and (right >= stop or not before(from[right], from[left])) then
      to[place] = from[left]
      left = left + 1
    else
      to[place] = from[right]
      right = right + 1
    end
  end
end

local function sorted(items, count, before)
  sort_runs(items, count, before)
  local spare, width, stop = {}, RUN, count + 1
  while width < count do
    for left = 1, count, 2 * width do
      local right, next_left = left + width, left + 2 * width
      if right > stop then right = stop end
      if next_left > stop then next_left = stop end
      merge(items, spare, left, right, next_left, before)
    end
    items, spare, width = spare, items, 2 * width
  end
  return items
end

local function is_less(a, b) return a < b end

--- Items of which neither comes before the other keep their order.
function table.sort(list, before)
  check(list, "table", 1, "sort")
  if before ~= nil then check(before, "function", 2, "sort") end
  local items, count = {}, #list
  for i = 1, count do items[i] = list[i] end
  -- Into the list only at the end: an error leaves it as it was.
  items = sorted(items, count, before or is_less)
  for i = 1, count do list[i] = items[i] end
end

-- ---- The order of keys ----------------------------------------------------------------------------------------------

local RANKS = { number = 1, string = 2, boolean = 3 }

local function is_key_before(a, b)
  local kind = type(a)
  local rank, other = RANKS[kind] or 4, RANKS[type(b)] or 4
  if rank ~= other then return rank < other end
  if rank < 3 then return a < b end
  return rank == 3 and not a and b
end

--- The keys of a table: numbers by size, strings by their bytes, false, true, and the others as the engine has them.
local function keys_of(t)
  local keys, count, is_ordered = {}, 0, true
  for key in next, t do
    count = count + 1
    keys[count] = key
    if is_ordered and count > 1 then is_ordered = not is_key_before(key, keys[count - 1]) end
  end
  return is_ordered and keys or sorted(keys, count, is_key_before)
end

--- Goes over the keys that the table has now, in one order; those that have lost their value by then are left out.
function pairs(t)
  local following, state, start = pairs_of(t)
  if following ~= next then return following, state, start end
  check(t, "table", 1, "pairs")
  local keys, place = keys_of(t), 0
  return function()
    while true do
      place = place + 1
      local key = keys[place]
      if key == nil then return nil end
      local value = rawget(t, key)
      if value ~= nil then return key, value end
    end
  end, t, nil
end

-- ---- Errors in coroutines -------------------------------------------------------------------------------------------

local function results_of(thread, is_done, ...)
  if is_done then return ... end
  local problem = ...
  note_error(thread, problem)
  if close then close(thread) end
  error(problem, 0)
end

--- An error in the coroutine goes on as it is, and the host remembers where it happened.
function coroutine.wrap(f)
  check(f, "function", 1, "wrap")
  local thread = create(f)
  return function(...) return results_of(thread, resume(thread, ...)) end
end

-- ---- No finalizers: they would run when the collector likes, and where no limit sees them ---------------------------

function setmetatable(t, metatable)
  if type(metatable) == "table" and rawget(metatable, "__gc") ~= nil then
    error("setmetatable: finalizers (__gc) are not to be had here", 2)
  end
  return set_metatable(t, metatable)
end
