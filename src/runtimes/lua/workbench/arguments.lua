--- What is wrong with what a script gives to the SDK. A defect is a text, or nil where there is none.

local arguments = {}

--- A wrong value as a message shows it.
function arguments.shown(value)
  if type(value) == "string" then return ("%q"):format(#value > 40 and value:sub(1, 40) .. "..." or value) end
  if type(value) == "table" then return #value > 0 and ("a list of %d"):format(#value) or "a table" end
  if value ~= value then return "NaN" end -- the engines write it differently
  if type(value) == "number" or type(value) == "boolean" or value == nil then return tostring(value) end
  return "a " .. type(value)
end
local shown = arguments.shown

--- Raises a defect at the line that called the method which checks.
function arguments.check(defect)
  if defect then error(defect, 3) end
end

local KINDS = {
  agent = { field = "_left", list = "cluster.agents" },
  framework = { field = "_subscriptions", list = "cluster.frameworks" },
  role = { field = "_order", list = "cluster.roles" },
  subscription = { field = "_holdings", list = "a role's subscriptions" },
}

--- Raises an error, at the line that called the method which checks, for what is no such object.
-- @param kind agent, framework, role or subscription
function arguments.check_kind(object, kind)
  local about = KINDS[kind]
  if type(object) == "table" and object[about.field] ~= nil then return end
  error(("%s is %s, not one of %s"):format(kind, shown(object), about.list), 3)
end

--- @param list where it is to be, under its id
-- @param what names it in messages
function arguments.member_defect(list, object, what, list_name)
  if type(object) == "table" and list[object.id] == object then return nil end
  return ("%s is %s, not one of %s"):format(what, shown(object), list_name)
end

function arguments.subscription_defect(subscription)
  if type(subscription) == "table" then
    local framework, role = subscription.framework, subscription.role
    if type(framework) == "table" and type(role) == "table" and framework._subscriptions
      and framework._subscriptions[role.id] == subscription then return nil end
  end
  return ("subscription is %s, not one of a role's subscriptions"):format(shown(subscription))
end

--- @return nil for one amount per resource key
function arguments.length_defect(cluster, vector)
  if type(vector) ~= "table" then return ("resources are %s, not a vector: see zeros()"):format(shown(vector)) end
  if #vector == #cluster.keys then return nil end
  return ("resources have %d amounts, but there are %d resource keys"):format(#vector, #cluster.keys)
end

--- @return nil for one amount per resource key, each a whole number from 0 on
function arguments.vector_defect(cluster, vector)
  local defect = arguments.length_defect(cluster, vector)
  if defect then return defect end
  local keys = cluster.keys
  for key = 1, #keys do
    local amount = vector[key]
    if type(amount) ~= "number" or not (amount >= 0 and amount % 1 == 0) then
      return ("resources hold %s of %s: amounts are whole thousandths, from 0 on"):format(shown(amount), keys[key].text)
    end
  end
  return nil
end

function arguments.number_defect(number, what)
  if type(number) == "number" and number - number == 0 then return nil end
  return ("%s: %s is not a finite number"):format(what, shown(number))
end

function arguments.time_defect(time, what)
  if type(time) == "number" and time - time == 0 and time % 1 == 0 then return nil end
  return ("%s is %s, not a whole number of microseconds"):format(what, shown(time))
end

local MOST_TEXT_BYTES = 1024

function arguments.text_defect(text, what)
  if type(text) ~= "string" then return ("%s is %s, not a text"):format(what, shown(text)) end
  if #text > MOST_TEXT_BYTES then return ("%s is longer than %d bytes"):format(what, MOST_TEXT_BYTES) end
  return nil
end

return arguments
