--- Sorting by numbers. table.sort takes a function that compares two items; to sort by several numbers with that is a
-- chain of comparisons, in which each number stands four times.

local arguments = require("workbench.arguments")

--- @return a list of numbers, nil; nil and what is wrong with the key
local function numbers_of(key)
  local numbers = type(key) == "number" and { key } or key
  local defect = type(numbers) ~= "table" and "is " .. arguments.shown(key) or nil
  for i = 1, defect and 0 or #numbers do
    local number = numbers[i]
    if type(number) ~= "number" or number ~= number then defect = "holds " .. arguments.shown(number) end
  end
  if defect then return nil, ("the key of an item %s: it is a number, a list of numbers, or nil"):format(defect) end
  return numbers, nil
end

--- A new list of those that have a key, lowest first; equal ones stay in their order.
-- @param key_of a number, or a list of numbers of which the first that differs decides (a shorter one comes first); nil
--   leaves an item out
return function(list, key_of)
  local keys, sorted = {}, {}
  for _, item in ipairs(list) do
    local key = key_of(item)
    if key ~= nil then
      local numbers, defect = numbers_of(key)
      arguments.check(defect)
      keys[item] = numbers
      sorted[#sorted + 1] = item
    end
  end
  table.sort(sorted, function(a, b)
    local left, right = keys[a], keys[b]
    for i = 1, math.min(#left, #right) do
      if left[i] ~= right[i] then return left[i] < right[i] end
    end
    return #left < #right
  end)
  return sorted
end
