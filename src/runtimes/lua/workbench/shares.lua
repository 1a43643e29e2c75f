--- Dominant shares, and who comes first by them: what DRF sorts by.

local Cluster = require("workbench.cluster")
local arguments = require("workbench.arguments")
local vectors = require("workbench.vectors")

local check_kind = arguments.check_kind

--- The largest held / total over the resource names that count, one division each; all held under plain keys.
local function dominant_share(cluster, held)
  local share = 0.0
  local keys, totals = cluster._share_keys, cluster.total
  for i = 1, #keys do
    local key = keys[i]
    local total = totals[key]
    if total > 0 then
      local ratio = held[key] / total
      if ratio > share then share = ratio end
    end
  end
  return share
end

--- Of what a role or a framework in one holds: what is lent to it counts, or not, as the option says.
local function share_of_holder(cluster, holder)
  local counted = holder.held
  if not cluster.options.count_lent_in_shares then counted = vectors.minus(counted, holder.borrowed) end
  return dominant_share(cluster, counted)
end

--- Of any vector, over all kinds of each resource.
function Cluster:dominant_share(resources)
  arguments.check(arguments.vector_defect(self, resources))
  local held = self:zeros()
  for _, key in ipairs(self._share_keys) do held[key] = self:quantity(resources, key) end
  return dominant_share(self, held)
end

--- The role's dominant share, divided by its weight.
function Cluster:role_share(role)
  check_kind(role, "role")
  return share_of_holder(self, role) / role.weight
end

--- The framework's dominant share within a role.
function Cluster:subscription_share(subscription)
  check_kind(subscription, "subscription")
  return share_of_holder(self, subscription)
end

--- Roles that have a framework which wants offers; lowest share first, then fewest offers, then name.
function Cluster:roles_by_share()
  return self._role_order:list(self._shares_version)
end

--- The subscriptions of a role that want offers; lowest share first, then fewest offers, then name. Without a role those of
-- all roles, in the order of roles_by_share.
function Cluster:subscriptions_by_share(role)
  if role == nil then
    local all = {}
    for _, each in ipairs(self:roles_by_share()) do
      for _, subscription in ipairs(self:subscriptions_by_share(each)) do all[#all + 1] = subscription end
    end
    return all
  end
  check_kind(role, "role")
  return role._order:list(self._shares_version)
end

--- By id.
function Cluster:_roles_that_want()
  local roles = {}
  for _, role in ipairs(self.roles) do
    for _, subscription in ipairs(role.subscriptions) do
      if self:wants_offers(subscription) then
        roles[#roles + 1] = role
        break
      end
    end
  end
  return roles
end
