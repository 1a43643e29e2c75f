--- Puts a script behind the wire: what the host calls, and nothing for scripts.

local Cluster = require("workbench.cluster")
require("workbench.questions")
require("workbench.guarantees")
require("workbench.shares")
require("workbench.resource_text")
local arguments = require("workbench.arguments")
local candidates = require("workbench.candidates")
local decision_records = require("workbench.decision_records")
local decisions = require("workbench.decisions")
local operations = require("workbench.operations")
local returned_offers = require("workbench.returned_offers")

local TRIGGERS = { recoverResources = true, requestResources = true }

local function triggers_of(allocator)
  local triggers = allocator.triggers or {}
  if type(triggers) ~= "table" then error(("triggers are %s, not a list"):format(arguments.shown(triggers)), 0) end
  for _, trigger in ipairs(triggers) do
    if not TRIGGERS[trigger] then
      error(("triggers hold %s: there are recoverResources and requestResources"):format(arguments.shown(trigger)), 0)
    end
  end
  return triggers
end

--- @param allocator a table with decide, and perhaps on_event and triggers
return function(allocator)
  local cluster

  local function decide(records, length)
    cluster.candidates = {}
    local named = operations.read(cluster, records, length, allocator.on_event)
    cluster._named = named
    cluster.candidates = candidates.of_call(cluster, named)
    cluster._is_open = true
    returned_offers.make(cluster, allocator.decide(cluster))
    cluster._is_open = false
    local output, size = decision_records.write(cluster)
    decisions.clear(cluster)
    return output, size
  end

  return {
    setup = function(setup)
      cluster = Cluster._new(setup)
      return triggers_of(allocator)
    end,
    add_resource_keys = function(keys) cluster:_add_resource_keys(keys) end,
    decide = decide,
    take_texts = decision_records.take_texts,
  }
end
