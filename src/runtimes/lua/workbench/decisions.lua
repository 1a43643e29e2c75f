--- What a script decides. Offers count in the mirror at once; everything is told to the host when the call is over.

local Cluster = require("workbench.cluster")
local arguments = require("workbench.arguments")
local ledger = require("workbench.ledger")
local members = require("workbench.members")

local decisions = {}

local check = arguments.check

--- While operations are told, nothing can be decided: the mirror does not stand where the host does yet.
local function closed_defect(cluster)
  if cluster._is_open then return nil end
  return "decisions are made while decide runs, not before, after or in on_event"
end

local function new_draft(cluster, holding)
  local draft = {
    holding = holding,
    resources = cluster:zeros(),
    owner = nil,
    lent = nil, -- a Vector from the first loan on
    why = nil,
  }
  holding._draft = draft
  cluster._drafts[#cluster._drafts + 1] = draft
  return draft
end

local function give(cluster, draft, resources)
  local holding, offered = draft.holding, draft.resources
  local agent = holding._agent
  for key = 1, #resources do
    local amount = resources[key]
    if amount > 0 then
      offered[key] = offered[key] + amount
      ledger.take(cluster, agent, key, amount)
      ledger.hold(cluster, holding, key, amount)
      ledger.await(cluster, holding, key, amount)
    end
  end
  ledger.touch(cluster, holding)
end

--- What is lent is held as revocable, and taken from the key that it comes from.
local function lend(cluster, draft, resources, owner)
  local holding, offered = draft.holding, draft.resources
  local agent = holding._agent
  draft.owner = owner
  draft.lent = draft.lent or cluster:zeros()
  for key = 1, #resources do
    local amount = resources[key]
    if amount > 0 then
      local revocable = cluster._revocable_of[cluster._plain_of[key]]
      offered[revocable] = offered[revocable] + amount
      draft.lent[key] = draft.lent[key] + amount
      ledger.take(cluster, agent, key, amount)
      ledger.hold(cluster, holding, revocable, amount)
      ledger.await(cluster, holding, revocable, amount)
      ledger.lend(cluster, holding, owner, key, amount)
    end
  end
  ledger.touch(cluster, holding)
end

--- @return what is wrong with what an offer says; nil when nothing is
local function offer_defect(cluster, subscription, agent, resources, why, owner)
  return closed_defect(cluster)
    or arguments.subscription_defect(subscription)
    or arguments.member_defect(cluster.agents, agent, "agent", "cluster.agents")
    or arguments.vector_defect(cluster, resources)
    or (owner ~= nil and arguments.member_defect(cluster.roles, owner, "owner", "cluster.roles"))
    or (why ~= nil and arguments.text_defect(why, "why"))
    or (owner ~= nil and cluster:lends_from_other(subscription, agent, owner) and "an offer lends from one owner only")
    or nil
end

--- @return what is wrong with the offer; nil when it is made
function decisions.make_offer(cluster, subscription, agent, resources, why, owner)
  local defect = offer_defect(cluster, subscription, agent, resources, why, owner)
  if defect then return defect end
  local holding = ledger.holding_of(cluster, subscription, agent)
  local draft = holding._draft
  if not draft then
    draft = new_draft(cluster, holding)
    members.count(cluster, subscription)
  end
  if why then draft.why = why end
  if owner then lend(cluster, draft, resources, owner) else give(cluster, draft, resources) end
  return nil
end

--- Offers resources of an agent to a framework in a role; in the mirror they are held at once. More of the same framework,
-- role and agent in one call is added to the same offer; of several reasons the last one stands.
-- @param extras why: the reason, for people; owner: the role whose unused guarantee or reservation is lent, then the
--   resources are offered as revocable
function Cluster:offer(subscription, agent, resources, extras)
  local why, owner
  if extras ~= nil then
    if type(extras) ~= "table" then check("the fourth argument is a table: { why =, owner = }") end
    why, owner = extras.why, extras.owner
  end
  check(decisions.make_offer(self, subscription, agent, resources, why, owner))
end

--- Whether this call has offered, to this framework in this role on this agent, something lent by another owner already.
function Cluster:lends_from_other(subscription, agent, owner)
  arguments.check_kind(subscription, "subscription")
  arguments.check_kind(agent, "agent")
  local holding = ledger.holding(subscription, agent)
  local draft = holding and holding._draft
  return draft ~= nil and draft.owner ~= nil and draft.owner ~= owner
end

--- Takes a revocable task's resources back for a role: the framework has until the deadline, then the task is killed.
function Cluster:revoke(task, deadline, role, why)
  check(closed_defect(self))
  check((type(task) ~= "table" or self._task_of[task.id] ~= task) and "revoke: the task does not run" or nil)
  check(arguments.time_defect(deadline, "deadline"))
  check(arguments.member_defect(self.roles, role, "role", "cluster.roles"))
  check(why ~= nil and arguments.text_defect(why, "why") or nil)
  task.reclaimed_for = role
  self._revocations[#self._revocations + 1] = { task = task, deadline = deadline, why = why }
end

--- Asks a framework to hand back resources of an agent until a deadline; nothing is enforced.
function Cluster:inverse_offer(framework, agent, resources, deadline, why)
  check(closed_defect(self))
  check(arguments.member_defect(self.frameworks, framework, "framework", "cluster.frameworks"))
  check(arguments.member_defect(self.agents, agent, "agent", "cluster.agents"))
  check(arguments.vector_defect(self, resources))
  check(arguments.time_defect(deadline, "deadline"))
  check(why ~= nil and arguments.text_defect(why, "why") or nil)
  self._inverse_offers[#self._inverse_offers + 1] = {
    framework = framework,
    agent = agent,
    resources = { table.unpack(resources) },
    deadline = deadline,
    why = why,
  }
end

--- Asks to be called again at a time, whatever happens until then; replaces an earlier wish.
function Cluster:wake(t)
  check(closed_defect(self))
  check(arguments.time_defect(t, "t"))
  self._wake_at = t
end

--- Reports one of the script's own numbers, as of this call's t.
function Cluster:metric(name, value, unit)
  check(arguments.text_defect(name, "a metric's name"))
  if not name:find("^[%w._-]+$") then
    check(("a metric's name has letters, digits, . _ - only, not %s"):format(arguments.shown(name)))
  end
  check(arguments.number_defect(value, ("metric %s"):format(name)))
  check(unit ~= nil and arguments.text_defect(unit, ("the unit of metric %s"):format(name)) or nil)
  self._metrics[#self._metrics + 1] = { name = name, unit = unit or "", value = value }
end

--- What the host has been told is decided no more.
function decisions.clear(cluster)
  for i = 1, #cluster._drafts do cluster._drafts[i].holding._draft = nil end
  cluster._drafts, cluster._revocations, cluster._inverse_offers, cluster._metrics = {}, {}, {}, {}
  cluster._wake_at = nil
end

return decisions
