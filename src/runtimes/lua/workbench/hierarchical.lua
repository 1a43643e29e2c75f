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
local vectors = require("workbench.vectors")

local is_zero = vectors.is_zero

local Hierarchical = {}

-- ---- Steps: what is here can be replaced ----------------------------------------------------------------------------

--- The agents in the order in which they are given out: candidates with a lower score first, then by id.
function Hierarchical:choose_agents(cluster)
  local candidates = cluster.candidates
  if self.score == Hierarchical.score then return candidates end
  local scores, agents = {}, {}
  for i, agent in ipairs(candidates) do
    scores[agent] = self:score(cluster, agent)
    agents[i] = agent
  end
  table.sort(agents, function(a, b)
    if scores[a] ~= scores[b] then return scores[a] < scores[b] end
    return a.id < b.id
  end)
  return agents
end

--- All agents are equal.
function Hierarchical:score(cluster, agent)
  return 0.0
end

--- Roles with frameworks, depth first: of siblings the one with the lowest share, then fewest offers, then path (S7, S9).
function Hierarchical:sort_roles(cluster)
  return self:_state_of(cluster).tree:roles()
end

--- The frameworks of a role that want offers: lowest share first, then fewest offers, then name.
function Hierarchical:sort_frameworks(cluster, role)
  return self:_state_of(cluster).tree:subscriptions(role)
end

--- Hears of every operation after the cluster has taken it in; nothing can be decided then.
function Hierarchical:hear(cluster, event) end

--- What is taken back for whom: nothing. A list of { task, deadline, role, why }.
function Hierarchical:choose_victims(cluster)
  return {}
end

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

local function give(self, cluster, subscription, agent, offer, why)
  self:_state_of(cluster).tree:allocated(subscription, agent)
  cluster:offer(subscription, agent, offer, { why = why })
end

--- C3 to C7, for one role on one agent.
local function satisfy(self, cluster, agent, role, headroom)
  local use = headroom:use_of(role)
  if not use or not headroom:is_unsatisfied(use) then return end
  local parts = self:_state_of(cluster).parts
  for _, subscription in ipairs(self:sort_frameworks(cluster, role)) do
    if not headroom:is_unsatisfied(use) or is_zero(agent.free) then return end
    if not cluster:is_gpu_agent_closed_to(agent, subscription.framework) then
      local offer = headroom:cut_guaranteed(parts:own(subscription, agent), use)
      if not offer then return end
      if is_wanted(cluster, subscription, agent, offer) then
        headroom:give_guaranteed(offer, use)
        give(self, cluster, subscription, agent, offer, ("%s is guaranteed it"):format(role.name))
      end
    end
  end
end

--- C9, for one role on one agent.
local function share_out(self, cluster, agent, role, headroom)
  local use = headroom:use_of(role)
  local is_cut = headroom:cuts(use)
  local parts = self:_state_of(cluster).parts
  for _, subscription in ipairs(self:sort_frameworks(cluster, role)) do
    if is_zero(agent.free) then return end
    local offer
    if not is_cut then offer = cluster:offerable(subscription, agent)
    elseif not cluster:is_gpu_agent_closed_to(agent, subscription.framework) then
      offer = headroom:cut_remainder(parts:own_and_above(subscription, agent), use)
      if not is_wanted(cluster, subscription, agent, offer) then offer = nil end
    end
    if offer then
      headroom:give_remainder(offer, use)
      give(self, cluster, subscription, agent, offer, "it comes first by share")
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
  for _, victim in ipairs(self:choose_victims(cluster)) do
    cluster:revoke(victim.task, victim.deadline, victim.role, victim.why)
  end
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
