--- The nouns of the mirror. What their fields mean stands in annotations/workbench.lua, but for those that begin with _:
-- they are the mirror's own.

local nouns = {}

function nouns.agent(id, name)
  return {
    id = id,
    name = name,
    there = false,
    active = true,
    whitelisted = true,
    total = {},
    taken = {},
    free = {},
    holdings = {},
    unavailable_from = nil,
    unavailable_for = nil,
    _left = 0, -- keys of which something is free
    _place = nil, -- among the agents with something left
  }
end

function nouns.framework(id, name)
  return {
    id = id,
    name = name,
    there = false,
    active = false,
    revocable = false,
    gpus = false,
    requests = {},
    _subscriptions = {}, -- by role id, also those that the role does not list any more
    _filters = {}, -- by role id, by agent id: the youngest of a chain
  }
end

function nouns.role(id, name)
  return {
    id = id,
    name = name,
    weight = 1.0,
    guarantee = nil,
    limit = nil,
    held = {},
    used = {},
    lent = {},
    borrowed = {},
    count = 0,
    subscriptions = {},
    _rank = id,
    _open_keys = nil, -- ids of the keys that its frameworks may have: not revocable, and all
    _order = nil,
  }
end

function nouns.subscription(cluster, framework, role)
  return {
    framework = framework,
    role = role,
    subscribed = false,
    suppressed = false,
    held = cluster:zeros(),
    borrowed = cluster:zeros(),
    offered = cluster:zeros(),
    count = 0,
    _rank = framework.id,
    _is_kept = false, -- listed by its role
    _holdings = {}, -- by agent id
  }
end

function nouns.holding(cluster, subscription, agent)
  return {
    framework = subscription.framework,
    role = subscription.role,
    held = cluster:zeros(),
    offered = cluster:zeros(),
    lent = {},
    _subscription = subscription,
    _agent = agent,
    _draft = nil, -- the offer under construction in this call
  }
end

return nouns
