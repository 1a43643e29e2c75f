-- Dominant Resource Fairness (Ghodsi et al., NSDI 2011), plain: each agent is offered whole to whoever has least.
--
-- How much somebody has is its dominant share: held / total over the cluster, of the resource where that is largest; a
-- role's is divided by its weight. The roles are put in order, and within a role its frameworks: lowest share first,
-- then fewest offers so far, then name. The SDK keeps the shares. An offer counts at once, so the next agent sees a new
-- order.
--
-- Scope: flat roles with weights, offer filters, revocable and reserved resources; no quota. There it decides as Mesos'
-- hierarchical allocator does. The same lines stand beside this file in TypeScript, Python, JavaScript and C.

-- Declared first, so that the steps can stand in the order in which they run.
local has_rest, offer_by_share, rest_for, is_wanted

local function decide(cluster, candidates)
  for _, id in ipairs(candidates) do
    local agent = cluster.agents[id]
    if has_rest(cluster, agent) then offer_by_share(cluster, agent) end
  end
end

--- In a busy cluster most agents are taken: putting everybody in order for them would be in vain.
function has_rest(cluster, agent)
  for id = 1, #cluster.keys do
    if cluster:available(agent, id) > 0 then return true end
  end
  return false
end

--- Who has least may have all of it. What it may not have, or does not want, goes to the next.
function offer_by_share(cluster, agent)
  for _, role in ipairs(cluster:roles_by_share()) do
    for _, subscription in ipairs(cluster:subscriptions_by_share(role)) do
      local rest = rest_for(cluster, agent, subscription)
      if is_wanted(cluster, agent, subscription, rest) then
        cluster:offer(subscription.framework, role.id, agent.id, rest)
      end
    end
  end
end

--- What is left on the agent that this framework may have in this role: no other role's reservations.
function rest_for(cluster, agent, subscription)
  local framework = cluster.frameworks[subscription.framework]
  local rest = cluster:zeros()
  for _, key in ipairs(cluster.keys) do
    local may_have = framework.revocable or not key.revocable
    if key.reservation and key.reservation ~= subscription.role then may_have = false end
    if may_have then rest[key.id] = cluster:available(agent, key.id) end
  end
  return rest
end

--- Worth an offer, open to the framework, and not refused by it a while ago.
function is_wanted(cluster, agent, subscription, rest)
  if not cluster:is_allocatable(rest) then return false end
  if cluster:is_gpu_agent_closed_to(agent, cluster.frameworks[subscription.framework]) then return false end
  return not cluster:is_filtered(subscription.framework, subscription.role, agent.id, rest)
end

return { decide = decide }
