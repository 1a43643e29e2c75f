--- The tree of roles that have frameworks, and how often each of its nodes was given something: what DRF sorts siblings by.
--
-- A role that has frameworks and roles below it has a virtual leaf `.` for its own frameworks (S10). Every node holds what its
-- subtree holds (S5). Counts follow the nodes: they rise for a leaf and all above it with each offer, and go with the node (S8).

local RoleTree = {}
RoleTree.__index = RoleTree

local function parent_of(cluster, role)
  local path = role.name:match("^(.*)/[^/]*$")
  for _, other in ipairs(cluster.roles) do
    if other.name == path then return other end
  end
  return nil
end

function RoleTree.new(cluster)
  local tree = setmetatable({
    _cluster = cluster,
    _parent_of = {}, -- by role
    _top = { children = {} },
    _nodes = {}, -- by role
    _extra = {}, -- by subscription: offers that the mirror counts as one, since they were merged
    _awaited = {}, -- uses of frameworks that are not there yet
    _order = nil,
  }, RoleTree)
  for _, role in ipairs(cluster.roles) do tree._parent_of[role] = parent_of(cluster, role) end
  return tree
end

-- ---- Nodes ----------------------------------------------------------------------------------------------------------

local function add_child(parent, node)
  node.parent = parent
  parent.children[#parent.children + 1] = node
end

local function remove_child(node)
  local children = node.parent.children
  for i = 1, #children do
    if children[i] == node then
      table.remove(children, i)
      return
    end
  end
end

--- The node of the role as an inner one; a leaf's own count goes on in a virtual leaf.
function RoleTree:_inner(role)
  if not role then return self._top end
  local node = self._nodes[role]
  if not node then
    node = { role = role, path = role.name, count = 0, children = {} }
    self._nodes[role] = node
    add_child(self:_inner(self._parent_of[role]), node)
  elseif not node.children then
    node.children = {}
    self:_add_virtual_leaf(node, node.count)
  end
  return node
end

function RoleTree:_add_virtual_leaf(node, count)
  node.own = { role = node.role, path = node.path .. "/.", count = count, is_virtual = true }
  add_child(node, node.own)
end

--- The role has its first framework.
function RoleTree:_add(role)
  local node = self._nodes[role]
  if node then
    self:_add_virtual_leaf(node, 0)
    return
  end
  local parent = self:_inner(self._parent_of[role])
  node = { role = role, path = role.name, count = 0 }
  self._nodes[role] = node
  add_child(parent, node)
end

--- The role has lost its last framework (S11).
function RoleTree:_remove(role)
  local node = self._nodes[role]
  local above
  if node.own then
    remove_child(node.own)
    node.own = nil
    above = node
  else
    remove_child(node)
    self._nodes[role] = nil
    above = node.parent
  end
  while above ~= self._top and #above.children == 0 do
    remove_child(above)
    self._nodes[above.role] = nil
    above = above.parent
  end
  -- Only its own frameworks are left: a leaf again, which keeps the count of the inner node.
  if above ~= self._top and #above.children == 1 and above.own then above.own, above.children = nil, nil end
end

local function count(tree, role)
  local node = tree._nodes[role]
  node = node.own or node
  while node ~= tree._top do
    node.count = node.count + 1
    node = node.parent
  end
end

-- ---- What happens ---------------------------------------------------------------------------------------------------

--- Roles that have frameworks now and had none, and then those the other way round: who moves is in both for a moment.
function RoleTree:_follow()
  for _, role in ipairs(self._cluster.roles) do
    local node = self._nodes[role]
    if #role.subscriptions > 0 and not (node and (node.own or not node.children)) then self:_add(role) end
  end
  for _, role in ipairs(self._cluster.roles) do
    local node = self._nodes[role]
    if #role.subscriptions == 0 and node and (node.own or not node.children) then self:_remove(role) end
  end
end

local function take_awaited(tree, is_meant)
  local taken, kept = {}, {}
  for _, use in ipairs(tree._awaited) do
    local list = is_meant(use) and taken or kept
    list[#list + 1] = use
  end
  tree._awaited = kept
  return taken
end

local NOTED = {
  addAgent = function(tree, event)
    for _, used in ipairs(event.used) do
      if used.framework.there then count(tree, used.role)
      else
        tree._awaited[#tree._awaited + 1] = { framework = used.framework, role = used.role, agent = event.agent }
      end
    end
  end,
  -- What it used before it was there counts now (L1).
  addFramework = function(tree, event)
    for _, use in ipairs(take_awaited(tree, function(use) return use.framework == event.framework end)) do
      count(tree, use.role)
    end
  end,
  removeAgent = function(tree, event)
    take_awaited(tree, function(use) return use.agent == event.agent end)
  end,
}

--- What cannot change who is in which role, nor a share.
local QUIET = {
  acceptOffer = true,
  requestResources = true,
  inverseOfferResponse = true,
  revocationDenied = true,
  allocate = true,
}

function RoleTree:note(event)
  if QUIET[event.op] then return end
  self._order = nil
  self:_follow()
  local note = NOTED[event.op]
  if note then note(self, event) end
  for subscription in next, self._extra do
    if not subscription._is_kept then self._extra[subscription] = nil end
  end
end

--- One more offer to the framework in the role.
function RoleTree:allocated(subscription, agent)
  self._order = nil
  count(self, subscription.role)
  local holding = subscription._holdings[agent.id]
  if holding and holding._draft then self._extra[subscription] = (self._extra[subscription] or 0) + 1 end
end

-- ---- Orders ---------------------------------------------------------------------------------------------------------

--- What counts in the shares of the roles below a node, or in its own.
local function add_counted(node, sum, counts_lent)
  if not node.children or node.is_virtual then
    local borrowed = node.role.borrowed
    for key, amount in ipairs(node.role.held) do
      sum[key] = sum[key] + amount - (counts_lent and 0 or borrowed[key])
    end
    return
  end
  for _, child in ipairs(node.children) do add_counted(child, sum, counts_lent) end
end

local function share_of(tree, node)
  local counted, counts_lent = node.role.held, tree._cluster.options.count_lent_in_shares
  if node.children or not counts_lent then
    counted = tree._cluster:zeros()
    add_counted(node, counted, counts_lent)
  end
  -- The virtual leaf has no weight of its own (S6).
  return tree._cluster:dominant_share(counted) / (node.is_virtual and 1.0 or node.role.weight)
end

local function is_before(a, b)
  if a.share ~= b.share then return a.share < b.share end
  if a.count ~= b.count then return a.count < b.count end
  return a.path < b.path
end

local function append_sorted(tree, nodes, roles)
  local sorted = {}
  for i, node in ipairs(nodes) do
    node.share = share_of(tree, node)
    sorted[i] = node
  end
  table.sort(sorted, is_before)
  for _, node in ipairs(sorted) do
    if node.children then append_sorted(tree, node.children, roles)
    else roles[#roles + 1] = node.role end
  end
  return roles
end

--- Roles with frameworks of their own, depth first.
function RoleTree:roles()
  if not self._order then self._order = append_sorted(self, self._top.children, {}) end
  return self._order
end

--- The frameworks of a role that want offers.
function RoleTree:subscriptions(role)
  local list = self._cluster:subscriptions_by_share(role)
  if next(self._extra) == nil then return list end
  local entries = {}
  for i, subscription in ipairs(list) do
    entries[i] = {
      subscription = subscription,
      share = self._cluster:subscription_share(subscription),
      count = subscription.count + (self._extra[subscription] or 0),
      path = subscription.framework.name,
    }
  end
  table.sort(entries, is_before)
  for i, entry in ipairs(entries) do list[i] = entry.subscription end
  return list
end

return RoleTree
