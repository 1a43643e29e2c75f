-- Puts the questions of its parameter to the SDK: a question a line, its words parted by tabs. Answers that are texts are
-- printed behind the question's number, those that are numbers are reported as metrics.

local workbench = require("workbench")

local function find(list, name)
  for _, each in ipairs(list) do
    if each.name == name then return each end
  end
end

local function name_of(object)
  return object and object.name or "none"
end

local function names(list)
  local texts = {}
  for i, each in ipairs(list) do texts[i] = each.name or each.framework.name .. "@" .. each.role.name end
  return table.concat(texts, " ")
end

local function answers_of(cluster)
  local function role(name) return find(cluster.roles, name) end
  local function agent(name) return find(cluster.agents, name) end
  local function vector(text) return cluster:resources(text) end
  local function text(resources) return resources and cluster:text(resources) or "none" end

  local function subscription(words)
    local framework_name, role_name = words:match("^(.*)@(.*)$")
    for _, each in ipairs(role(role_name).subscriptions) do
      if each.framework.name == framework_name then return each end
    end
  end

  local function plain_key(name)
    for _, key in ipairs(cluster.plain_keys) do
      if cluster.keys[key].name == name then return key end
    end
  end

  local function demand(words)
    local parts = {}
    for i, request in ipairs(cluster:demand(subscription(words))) do
      parts[i] = ("%d x %s"):format(request.count, text(request.resources))
    end
    return table.concat(parts, " ")
  end

  local function tasks()
    local parts = {}
    for i, task in ipairs(cluster.tasks) do parts[i] = text(task.resources) end
    return table.concat(parts, " ")
  end

  local function best_fit(agents, wanted)
    local list = {}
    for name in agents:gmatch("%S+") do list[#list + 1] = agent(name) end
    return name_of(cluster:best_fit(list, vector(wanted)))
  end

  local function victims_for(wanted, places)
    local list, place_of, parts = {}, {}, {}
    for i, task in ipairs(cluster.tasks) do place_of[task] = i - 1 end
    for place in places:gmatch("%S+") do list[#list + 1] = cluster.tasks[(tonumber(place) or -1) + 1] or place end
    local victims = cluster:victims_for(vector(wanted), list)
    for i, task in ipairs(victims or {}) do parts[i] = ("%d"):format(place_of[task]) end
    return victims and table.concat(parts, " ") or "none"
  end

  return {
    resources = function(a) return text(vector(a)) end,
    zeros = function() return text(cluster:zeros()) end,
    quantity = function(a, name) return cluster:quantity(vector(a), plain_key(name)) end,
    fits = function(a, b) return workbench.fits(vector(a), vector(b)) end,
    plus = function(a, b) return text(workbench.plus(vector(a), vector(b))) end,
    minus = function(a, b) return text(workbench.minus(vector(a), vector(b))) end,
    least = function(a, b) return text(workbench.least(vector(a), vector(b))) end,
    isZero = function(a) return workbench.is_zero(vector(a)) end,
    subscriptions = function(name) return names(cluster:subscriptions(name and role(name))) end,
    wantsOffers = function(a) return cluster:wants_offers(subscription(a)) end,
    candidates = function() return names(cluster.candidates) end,
    isOfferable = function(a) return cluster:is_offerable(agent(a)) end,
    offerable = function(a, b, most) return text(cluster:offerable(subscription(a), agent(b), most and vector(most))) end,
    lendable = function(a, b, owner, most)
      return text(cluster:lendable(subscription(a), agent(b), role(owner), vector(most)))
    end,
    unusedGuarantee = function(a) return text(cluster:unused_guarantee(role(a))) end,
    owed = function(a) return text(cluster:owed(role(a))) end,
    reclaiming = function(a) return text(cluster:reclaiming(role(a))) end,
    victimsFor = victims_for,
    revoke = function(place, a) return cluster:revoke(cluster.tasks[tonumber(place) + 1], cluster.t, role(a)) end,
    roleShare = function(a) return cluster:role_share(role(a)) end,
    subscriptionShare = function(a) return cluster:subscription_share(subscription(a)) end,
    dominantShare = function(a) return cluster:dominant_share(vector(a)) end,
    rolesByShare = function() return names(cluster:roles_by_share()) end,
    subscriptionsByShare = function(a) return names(cluster:subscriptions_by_share(a and role(a))) end,
    isAllocatable = function(a) return cluster:is_allocatable(vector(a)) end,
    isGpuAgentClosedTo = function(a, b) return cluster:is_gpu_agent_closed_to(agent(a), find(cluster.frameworks, b)) end,
    isFiltered = function(a, b, c) return cluster:is_filtered(subscription(a), agent(b), vector(c)) end,
    demand = demand,
    roleDemand = function(a) return text(cluster:role_demand(role(a))) end,
    tasks = tasks,
    bestFit = best_fit,
    free = function(a) return text(agent(a).free) end,
    held = function(a) return text(subscription(a).held) end,
    lent = function(a) return text(role(a).lent) end,
    borrowed = function(a) return text((a:find("@") and subscription(a) or role(a)).borrowed) end,
    offer = function(a, b, c) return cluster:offer(subscription(a), agent(b), vector(c)) end,
    lend = function(a, b, c, d) return cluster:offer(subscription(a), agent(b), vector(c), { owner = role(d) }) end,
    lendsFromOther = function(a, b, c) return cluster:lends_from_other(subscription(a), agent(b), role(c)) end,
    metric = function(a, b) return cluster:metric(a, tonumber(b)) end,
  }
end

local function shown(answer)
  if answer == nil then return "done" end
  if type(answer) == "boolean" then return answer and "yes" or "no" end
  return answer
end

local function decide(cluster)
  local answers, number = answers_of(cluster), 0
  for line in cluster.parameters.questions:gmatch("[^\n]+") do
    number = number + 1
    local words = {}
    for word in (line .. "\t"):gmatch("([^\t]*)\t") do words[#words + 1] = word end
    local is_answered, answer = pcall(answers[words[1]], table.unpack(words, 2))
    if is_answered and type(answer) == "number" then cluster:metric("answer." .. number, answer)
    else print(number .. "\t" .. (is_answered and shown(answer) or "error: " .. answer)) end
  end
end

return { decide = decide }
