--- Frameworks and the roles that they are in.

local filters = require("workbench.filters")
local nouns = require("workbench.nouns")

local members = {}

--- Who wants offers in the role is not who wanted them before.
local function note_wanting(cluster, role)
  role._order:reset()
  cluster._role_order:reset()
end

--- Where the framework's subscription is, or would be: by framework id.
local function place_of(subscriptions, framework)
  local low, high = 1, #subscriptions + 1
  while low < high do
    local middle = (low + high) // 2
    if subscriptions[middle].framework.id < framework.id then low = middle + 1 else high = middle end
  end
  return low
end

--- @return the framework in the role, which is among the role's from now on
function members.subscription(cluster, framework, role)
  local subscription = framework._subscriptions[role.id]
  if not subscription then
    subscription = nouns.subscription(cluster, framework, role)
    framework._subscriptions[role.id] = subscription
  end
  if not subscription._is_kept then
    table.insert(role.subscriptions, place_of(role.subscriptions, framework), subscription)
    subscription._is_kept = true
    note_wanting(cluster, role)
  end
  return subscription
end

--- One more offer to the framework in the role, or something that it used before.
function members.count(cluster, subscription)
  local role = subscription.role
  subscription.count = subscription.count + 1
  role.count = role.count + 1
  role._order:touch(subscription)
  cluster._role_order:touch(role)
end

--- A role that its last framework has left counts its offers anew (S8: the count goes with the sorter's node).
local function drop(cluster, subscription)
  local role = subscription.role
  table.remove(role.subscriptions, place_of(role.subscriptions, subscription.framework))
  if #role.subscriptions == 0 then role.count = 0 end
  subscription._is_kept = false
  subscription.subscribed = false
  subscription.suppressed = false
  subscription.count = 0
  note_wanting(cluster, role)
end

--- A framework stays in a role while it holds something there, even when it has left the role.
function members.drop_if_unused(cluster, subscription)
  if subscription.subscribed or not subscription._is_kept or next(subscription._holdings) ~= nil then return end
  drop(cluster, subscription)
end

local function set_of(roles)
  local set = {}
  for i = 1, #roles do set[roles[i].id] = true end
  return set
end

--- Its roles from now on; filters go for roles that it leaves or that are no longer suppressed (F5, F9).
function members.subscribe(cluster, framework, roles, suppressed_roles)
  local subscribed, suppressed = set_of(roles), set_of(suppressed_roles)
  for id, role in ipairs(cluster.roles) do
    local is_subscribed, is_suppressed = subscribed[id] or false, suppressed[id] or false
    local subscription = framework._subscriptions[id]
    if is_subscribed or (subscription and subscription._is_kept) then
      subscription = members.subscription(cluster, framework, role)
      if not is_subscribed or (subscription.suppressed and not is_suppressed) then filters.clear(framework, role) end
      subscription.subscribed = is_subscribed
      subscription.suppressed = is_suppressed
      note_wanting(cluster, role)
      members.drop_if_unused(cluster, subscription)
    end
  end
end

local function each_subscription(cluster, framework, visit)
  for id = 1, #cluster.roles do
    local subscription = framework._subscriptions[id]
    if subscription and subscription._is_kept then visit(cluster, subscription) end
  end
end

local function note_framework(cluster, framework)
  each_subscription(cluster, framework, function(_, subscription) note_wanting(cluster, subscription.role) end)
end

--- It is there, and counts as yet nothing that it used before.
function members.add_framework(cluster, framework, active)
  framework.there = true
  framework.active = active
  note_framework(cluster, framework)
end

--- It holds nothing any more.
function members.remove_framework(cluster, framework)
  filters.clear_all(framework)
  framework.there = false
  framework.active = false
  framework.requests = {}
  each_subscription(cluster, framework, drop)
end

function members.set_weight(cluster, role, weight)
  role.weight = weight
  cluster._role_order:touch(role)
end

function members.set_active(cluster, framework, active)
  framework.active = active
  if not active then filters.clear_all(framework) end
  note_framework(cluster, framework)
end

--- @param roles empty: all that it is subscribed to. Reviving clears its filters there.
function members.set_suppressed(cluster, framework, roles, suppressed)
  local meant = set_of(roles)
  each_subscription(cluster, framework, function(_, subscription)
    local role = subscription.role
    if not subscription.subscribed or not (#roles == 0 or meant[role.id]) then return end
    subscription.suppressed = suppressed
    if not suppressed then filters.clear(framework, role) end
    note_wanting(cluster, role)
  end)
end

return members
