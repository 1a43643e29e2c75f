--- What other languages have of their own: which of a list's items hold something, and whether one does.

local arguments = require("workbench.arguments")

local lists = {}

local function defect_in(list, holds)
  if type(list) ~= "table" then return ("the list is %s"):format(arguments.shown(list)) end
  if type(holds) ~= "function" then return ("what an item has to hold is %s, not a function"):format(arguments.shown(holds)) end
  return nil
end

function lists.any(list, holds)
  arguments.check(defect_in(list, holds))
  for _, item in ipairs(list) do
    if holds(item) then return true end
  end
  return false
end

--- A new list, in their order.
function lists.filtered(list, holds)
  arguments.check(defect_in(list, holds))
  local kept = {}
  for _, item in ipairs(list) do
    if holds(item) then kept[#kept + 1] = item end
  end
  return kept
end

return lists
