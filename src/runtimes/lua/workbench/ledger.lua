--- Who holds what, kept amount by amount as the host's own ledger is: what is taken of an agent, held in a role, not answered
-- yet, lent. Negative amounts give back.

local members = require("workbench.members")
local nouns = require("workbench.nouns")
local vectors = require("workbench.vectors")

local ledger = {}

--- An agent with something left stands among those that have it, an agent with nothing left does not.
local function note_rest(cluster, agent, left)
  local before = agent._left
  agent._left = left
  local with_rest = cluster._with_rest
  if before == 0 and left > 0 then
    local place = #with_rest + 1
    with_rest[place] = agent
    agent._place = place
  elseif before > 0 and left == 0 then
    local place, last = agent._place, with_rest[#with_rest]
    with_rest[place] = last
    last._place = place
    with_rest[#with_rest] = nil
    agent._place = nil
  end
end

--- What nobody holds of a key follows from what there is and what is taken: 0 where the agent is over-allocated.
local function update_free(cluster, agent, key)
  local now, free = agent.total[key] - agent.taken[key], agent.free
  if now < 0 then now = 0.0 end
  local before = free[key]
  if now == before then return end
  free[key] = now
  if cluster._plain_of[key] == key then cluster.free[key] = cluster.free[key] + now - before end
  if before == 0 then note_rest(cluster, agent, agent._left + 1)
  elseif now == 0 then note_rest(cluster, agent, agent._left - 1) end
end

--- Takes an agent's resources.
local function take(cluster, agent, key, amount)
  local taken = agent.taken
  taken[key] = taken[key] + amount
  update_free(cluster, agent, key)
end
ledger.take = take

function ledger.set_total(cluster, agent, total)
  local totals, plain_of = cluster.total, cluster._plain_of
  for key = 1, #total do
    local plain, before = plain_of[key], agent.total[key]
    if total[key] ~= before then
      totals[plain] = totals[plain] + total[key] - before
      agent.total[key] = total[key]
    end
    update_free(cluster, agent, key)
  end
  cluster._shares_version = cluster._shares_version + 1
end

function ledger.holding(subscription, agent)
  return subscription._holdings[agent.id]
end

--- @return the holding of the subscription on the agent, a new one if there was none
local function holding_of(cluster, subscription, agent)
  local holding = subscription._holdings[agent.id]
  if holding then return holding end
  holding = nouns.holding(cluster, subscription, agent)
  subscription._holdings[agent.id] = holding
  agent.holdings[#agent.holdings + 1] = holding
  return holding
end
ledger.holding_of = holding_of

--- Counts an amount as held, under the key as which it was offered. Who is done with all keys tells it by `touch`.
local function hold(cluster, holding, key, amount)
  local plain = cluster._plain_of[key]
  local held, role_held, subscription_held = holding.held, holding.role.held, holding._subscription.held
  held[key] = held[key] + amount
  role_held[plain] = role_held[plain] + amount
  subscription_held[plain] = subscription_held[plain] + amount
  if key == plain then
    local used = holding.role.used
    used[key] = used[key] + amount
  end
end
ledger.hold = hold

--- The shares of the holding's framework and role are not what they were.
local function touch(cluster, holding)
  local role = holding.role
  role._order:touch(holding._subscription)
  cluster._role_order:touch(role)
end
ledger.touch = touch

--- Counts an amount as offered and not answered yet.
local function await(cluster, holding, key, amount)
  local plain = cluster._plain_of[key]
  local offered, subscription_offered = holding.offered, holding._subscription.offered
  offered[key] = offered[key] + amount
  subscription_offered[plain] = subscription_offered[plain] + amount
end
ledger.await = await

--- Counts an amount as lent by others, among what is held.
local function borrow(holding, plain, amount)
  local role_borrowed, borrowed = holding.role.borrowed, holding._subscription.borrowed
  role_borrowed[plain] = role_borrowed[plain] + amount
  borrowed[plain] = borrowed[plain] + amount
end

--- What an owner lends, by owner id.
local function loan_of(cluster, holding, owner)
  local lent = holding.lent
  local at = 1
  while lent[at] and lent[at].owner.id < owner.id do at = at + 1 end
  local loan = lent[at]
  if not loan or loan.owner ~= owner then
    loan = { owner = owner, amounts = cluster:zeros() }
    table.insert(lent, at, loan)
  end
  return loan
end

--- Counts an amount of the owner's as lent to the holding.
function ledger.lend(cluster, holding, owner, key, amount)
  local loan = loan_of(cluster, holding, owner)
  local plain = cluster._plain_of[key]
  loan.amounts[key] = loan.amounts[key] + amount
  owner.lent[plain] = owner.lent[plain] + amount
  borrow(holding, plain, amount)
end

--- Gives a revocable amount back to who lends it, owners by id.
-- @return how much of it was lent
local function return_lent(cluster, agent, holding, revocable_key, amount)
  local plain = cluster._plain_of[revocable_key]
  local kinds = cluster._kinds_of[plain]
  local returned = 0.0
  for _, loan in ipairs(holding.lent) do
    local amounts, owner = loan.amounts, loan.owner
    for i = 1, #kinds do
      local key = kinds[i]
      local part = math.min(amounts[key], amount - returned)
      amounts[key] = amounts[key] - part
      owner.lent[plain] = owner.lent[plain] - part
      borrow(holding, plain, -part)
      take(cluster, agent, key, -part)
      returned = returned + part
    end
  end
  return returned
end

local function drop(agent, holding)
  holding._subscription._holdings[agent.id] = nil
  local holdings = agent.holdings
  for i = 1, #holdings do
    if holdings[i] == holding then
      table.remove(holdings, i)
      return
    end
  end
end

--- Gives back: of revocable amounts first what is lent, then the agent's own (as the host's ledger does).
-- @param unanswered what of it the framework had not answered
function ledger.release(cluster, holding, resources, unanswered)
  local agent, keys = holding._agent, cluster.keys
  for key = 1, #resources do
    local amount = resources[key]
    if amount > 0 then
      if unanswered[key] > 0 then await(cluster, holding, key, -unanswered[key]) end
      hold(cluster, holding, key, -amount)
      local own = amount
      if keys[key].revocable then own = own - return_lent(cluster, agent, holding, key, amount) end
      take(cluster, agent, key, -own)
    end
  end
  touch(cluster, holding)
  if vectors.is_any_above(holding.held, 0) then return end
  drop(agent, holding)
  members.drop_if_unused(cluster, holding._subscription)
end

--- Gives back all that is held on the agent.
-- @param framework nil: whoever holds it
function ledger.release_all(cluster, agent, framework)
  for _, holding in ipairs({ table.unpack(agent.holdings) }) do
    if not framework or holding.framework == framework then
      ledger.release(cluster, holding, vectors.copy(holding.held), vectors.copy(holding.offered))
    end
  end
end

return ledger
