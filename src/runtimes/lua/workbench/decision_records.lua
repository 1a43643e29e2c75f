--- What a script decided in one call, as records for the host.

local decision_records = {}

local OFFER, INVERSE_OFFER, REVOCATION, WAKE_AT, WHY, METRIC = 0, 1, 2, 3, 4, 5

local output = {} -- used again: what lies beyond its length is of calls before
local length = 0
local texts = {}

local function put(number)
  length = length + 1
  output[length] = number
end

--- A list of (key, amount), keys from 0.
local function put_resources(resources)
  local count_at, pairs_put = length + 1, 0
  length = count_at
  for key = 1, #resources do
    local amount = resources[key]
    if amount > 0 then
      output[length + 1] = key - 1
      output[length + 2] = amount
      length = length + 2
      pairs_put = pairs_put + 1
    end
  end
  output[count_at] = pairs_put
end

--- @return where the record's length is to stand
local function begin(code)
  put(code)
  put(0)
  return length
end

local function finish(length_at)
  output[length_at] = length - length_at
end

--- @return its index
local function text_index(text)
  texts[#texts + 1] = text
  return #texts - 1
end

local function put_why(why)
  if not why then return end
  local record = begin(WHY)
  put(text_index(why))
  finish(record)
end

local function put_offer(draft)
  local holding = draft.holding
  local record = begin(OFFER)
  put(holding.framework.id - 1)
  put(holding.role.id - 1)
  put(holding._agent.id - 1)
  put_resources(draft.resources)
  put(draft.owner and draft.owner.id - 1 or -1)
  put_resources(draft.lent or {})
  finish(record)
  put_why(draft.why)
end

local function put_inverse_offer(inverse)
  local record = begin(INVERSE_OFFER)
  put(inverse.framework.id - 1)
  put(inverse.agent.id - 1)
  put(inverse.deadline)
  put_resources(inverse.resources)
  finish(record)
  put_why(inverse.why)
end

local function revocable_part(cluster, resources)
  local part = cluster:zeros()
  for key, about in ipairs(cluster.keys) do
    if about.revocable then part[key] = resources[key] end
  end
  return part
end

local function put_revocation(cluster, revocation)
  local task = revocation.task
  local record = begin(REVOCATION)
  put(task.framework.id - 1)
  put(task.role.id - 1)
  put(task.agent.id - 1)
  put(revocation.deadline)
  put(task.id - 1)
  put_resources(revocable_part(cluster, task.resources))
  finish(record)
  put_why(revocation.why)
end

local function put_metric(metric)
  local record = begin(METRIC)
  put(text_index(metric.name))
  put(text_index(metric.unit))
  put(metric.value)
  finish(record)
end

local function put_wake(t)
  local record = begin(WAKE_AT)
  put(t)
  finish(record)
end

--- Writes what is decided.
-- @return a list that is used again, and how much of it counts
function decision_records.write(cluster)
  length, texts = 0, {}
  for _, draft in ipairs(cluster._drafts) do put_offer(draft) end
  for _, inverse in ipairs(cluster._inverse_offers) do put_inverse_offer(inverse) end
  for _, revocation in ipairs(cluster._revocations) do put_revocation(cluster, revocation) end
  for _, metric in ipairs(cluster._metrics) do put_metric(metric) end
  if cluster._wake_at then put_wake(cluster._wake_at) end
  return output, length
end

--- The texts that the records written last refer to.
function decision_records.take_texts()
  return texts
end

return decision_records
