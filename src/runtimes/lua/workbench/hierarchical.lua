--- Mesos' hierarchical allocator as a base whose steps can be replaced one by one:
--
--   local Hierarchical = require("workbench").Hierarchical
--   return Hierarchical:extend {
--     sort_frameworks = function(self, cluster, role) ... end,
--   }
--
-- A cycle goes in two stages over the agents (facts: allocator, C1 to C16): first what roles are guaranteed by their quota and
-- do not have yet, then whatever is left, as a whole, to who comes first. At last frameworks are asked to leave agents whose
-- maintenance is planned (M2), and victims give back what was lent.
--
-- It decides as the built-in does where a guest sees what the built-in sees. Offer constraints, minimal offers of frameworks,
-- fault domains, volumes and refined reservations do not cross to guests; nor do the random sorter, the shuffled agents, the
-- cached weights and the filters of answers to inverse offers.

local RoleTree = require("workbench.hierarchical.role_tree")
local Headroom = require("workbench.hierarchical.headroom")
local Maintenance = require("workbench.hierarchical.maintenance")
local OpenParts = require("workbench.hierarchical.open_parts")
local arguments = require("workbench.arguments")
local vectors = require("workbench.vectors")

local is_zero = vectors.is_zero

local Hierarchical = {
  grace = 30e6, -- how long a victim has to end by itself, microseconds
}

-- ---- Steps: what is here can be replaced ----------------------------------------------------------------------------

--- The agents in the order in which they are given out: candidates by id.
function Hierarchical:choose_agents(cluster)
  return cluster.candidates
end

--- Roles with frameworks, depth first: of siblings the one with the lowest share, then fewest offers, then path (S7, S9).
function Hierarchical:sort_roles(cluster)
  return self:_state_of(cluster).tree:roles()
end

--- The frameworks of a role that want offers: lowest share first, then fewest offers, then name.
function Hierarchical:sort_frameworks(cluster, role)
  return self:_state_of(cluster).tree:subscriptions(role)
end

--- How well an offer would do: of the frameworks of a role the one with the highest score gets it, of equal ones the first in
-- their order. All are equal.
function Hierarchical:score(cluster, subscription, agent, resources)
  return 0.0
end

--- Tasks to be taken back for a role that has less than its guarantee and waits for `wanted`, by plain key; asked when the
-- offers are made. None.
function Hierarchical:choose_victims(cluster, role, wanted)
  return {}
end

--- Hears of every operation after the cluster has taken it in; nothing can be decided then.
function Hierarchical:hear(cluster, event) end

-- ---- The cycle ------------------------------------------------------------------------------------------------------

--- What the allocator knows beside the mirror.
function Hierarchical:_state_of(cluster)
  local state = rawget(self, "_state")
  if not state then
    state = { tree = RoleTree.new(cluster), maintenance = Maintenance.new(cluster), parts = OpenParts.new(cluster) }
    self._state = state
  end
  return state
end

--- Whether the framework would take this, here and now.
local function is_wanted(cluster, subscription, agent, offer)
  return cluster:is_allocatable(offer) and not cluster:is_filtered(subscription, agent, offer)
end

--- One after the other, as they stand in their order.
local function serve_in_order(agent, subscriptions, offer_to, give)
  for _, subscription in ipairs(subscriptions) do
    if is_zero(agent.free) then return end
    local offer = offer_to(subscription)
    if offer then give(subscription, offer) end
  end
end

local function checked_score(score)
  local defect = arguments.number_defect(score, "score")
  if defect then error(defect, 0) end
  return score
end

--- First who scores highest, then the others by what is left for them.
local function serve_by_score(self, cluster, agent, subscriptions, offer_to, give)
  local waiting = vectors.copy(subscriptions)
  while not is_zero(agent.free) do
    local best, most, best_offer
    for place, subscription in ipairs(waiting) do
      local offer = offer_to(subscription)
      local score = offer and checked_score(self:score(cluster, subscription, agent, offer))
      if offer and (not best or score > most) then best, most, best_offer = place, score, offer end
    end
    if not best then return end
    give(table.remove(waiting, best), best_offer)
  end
end

--- Offers a role's frameworks what they may have of an agent.
-- @param headroom_give books it
local function serve(self, cluster, agent, role, why, offer_to, headroom_give)
  local tree = self:_state_of(cluster).tree
  local function give(subscription, offer)
    headroom_give(offer)
    tree:allocated(subscription, agent)
    cluster:offer(subscription, agent, offer, { why = why })
  end
  local subscriptions = self:sort_frameworks(cluster, role)
  if self.score == Hierarchical.score then serve_in_order(agent, subscriptions, offer_to, give)
  else serve_by_score(self, cluster, agent, subscriptions, offer_to, give) end
end

--- C3 to C7, for one role on one agent.
local function satisfy(self, cluster, agent, role, headroom)
  local use = headroom:use_of(role)
  if not use or not headroom:is_unsatisfied(use) then return end
  local parts = self:_state_of(cluster).parts
  local function offer_to(subscription)
    if not headroom:is_unsatisfied(use) or cluster:is_gpu_agent_closed_to(agent, subscription.framework) then return nil end
    local offer = headroom:cut_guaranteed(parts:own(subscription, agent), use)
    return offer and is_wanted(cluster, subscription, agent, offer) and offer or nil
  end
  serve(self, cluster, agent, role, role.name .. " is guaranteed it", offer_to, function(offer)
    headroom:give_guaranteed(offer, use)
  end)
end

--- C9, for one role on one agent.
local function share_out(self, cluster, agent, role, headroom)
  local use = headroom:use_of(role)
  local is_cut, parts = headroom:cuts(use), self:_state_of(cluster).parts
  local function offer_to(subscription)
    if not is_cut then return cluster:offerable(subscription, agent) end
    if cluster:is_gpu_agent_closed_to(agent, subscription.framework) then return nil end
    local offer = headroom:cut_remainder(parts:own_and_above(subscription, agent), use)
    return is_wanted(cluster, subscription, agent, offer) and offer or nil
  end
  serve(self, cluster, agent, role, "it comes first by share", offer_to, function(offer)
    headroom:give_remainder(offer, use)
  end)
end

--- What a role waits for of what it is guaranteed and has not: its demand that is not on offer to it.
local function wanted_by(cluster, role)
  local wanted = cluster:role_demand(role)
  for _, subscription in ipairs(cluster:subscriptions(role)) do wanted = vectors.minus(wanted, subscription.offered) end
  return vectors.least(wanted, vectors.minus(role.guarantee, role.used))
end

local function reclaim(self, cluster)
  for _, role in ipairs(cluster.roles) do
    local wanted = role.guarantee and wanted_by(cluster, role)
    for _, task in ipairs(wanted and not is_zero(wanted) and self:choose_victims(cluster, role, wanted) or {}) do
      if not task.reclaimed_for then
        cluster:revoke(task, cluster.t + self.grace, role, role.name .. " is guaranteed it")
      end
    end
  end
end

local function allocate(self, cluster)
  local agents = self:choose_agents(cluster)
  if #agents > 0 then
    local headroom = Headroom.open(cluster)
    for _, agent in ipairs(agents) do
      if not headroom.is_required then break end
      for _, role in ipairs(self:sort_roles(cluster)) do satisfy(self, cluster, agent, role, headroom) end
    end
    for _, agent in ipairs(agents) do
      if cluster:is_allocatable(agent.free) then
        for _, role in ipairs(self:sort_roles(cluster)) do share_out(self, cluster, agent, role, headroom) end
      end
    end
  end
  self:_state_of(cluster).maintenance:ask(cluster)
  if self.choose_victims ~= Hierarchical.choose_victims then reclaim(self, cluster) end
end

--- An allocator with some steps replaced; it can be extended again.
-- @param steps functions by their names; what else is in it is the allocator's own
function Hierarchical:extend(steps)
  local allocator = setmetatable(steps or {}, { __index = self })
  allocator.decide = function(cluster) allocate(allocator, cluster) end
  allocator.on_event = function(cluster, event)
    local state = allocator:_state_of(cluster)
    state.tree:note(event)
    state.maintenance:note(event)
    allocator:hear(cluster, event)
  end
  return allocator
end

return Hierarchical
