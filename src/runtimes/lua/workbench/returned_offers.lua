--- What decide has returned: a list of offers, or an iterator that gives them.

local arguments = require("workbench.arguments")
local decisions = require("workbench.decisions")

local returned_offers = {}

--- The script's own line is that of the function: it has returned.
local function refuse(text)
  error(text, 0)
end

local function make(cluster, number, offer)
  if type(offer) ~= "table" then refuse(("offer %d is %s"):format(number, arguments.shown(offer))) end
  local defect =
    decisions.make_offer(cluster, offer.subscription, offer.agent, offer.resources, offer.why, offer.owner)
  if defect then refuse(("offer %d: %s"):format(number, defect)) end
end

--- Each offer is made as it is taken: an iterator sees the mirror with those before it.
-- @param returned nil: the script has used the cluster's verbs, or offers nothing
function returned_offers.make(cluster, returned)
  if returned == nil then return end
  if type(returned) == "function" then
    local number = 0
    for offer in returned do
      number = number + 1
      make(cluster, number, offer)
    end
    return
  end
  if type(returned) ~= "table" then refuse(("decide returned %s, not a list of offers"):format(arguments.shown(returned))) end
  if returned.subscription ~= nil or returned.agent ~= nil or returned.resources ~= nil then
    refuse("decide returned an offer, not a list of offers: write { offer }")
  end
  for number = 1, #returned do make(cluster, number, returned[number]) end
end

return returned_offers
