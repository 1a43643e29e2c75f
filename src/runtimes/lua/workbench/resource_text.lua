--- Resources as text: `cpus:4;cpus(prod):2;mem:1024`, as in journals and scenarios.

local Cluster = require("workbench.cluster")
local arguments = require("workbench.arguments")

--- @return thousandths; nil for what is no number with at most three decimals
local function amount_of(text)
  local whole, decimals = text:match("^(%d+)%.(%d%d?%d?)$")
  if not whole then
    whole, decimals = text:match("^%d+$"), ""
    if not whole then return nil end
  end
  -- Digits alone would be an integer, of 32 bits in one of the VMs.
  return tonumber(whole .. ".0") * 1000 + tonumber((decimals .. "000"):sub(1, 3) .. ".0")
end

local function key_of(cluster, text)
  for id, key in ipairs(cluster.keys) do
    if key.text == text then return id end
  end
  return nil
end

--- A new vector of `cpus:4;mem:1024`; also `cpus(prod):2` and `cpus{REV}:1`.
function Cluster:resources(text)
  local check, shown = arguments.check, arguments.shown
  if type(text) ~= "string" then check(("resources are %s, not a text such as \"cpus:4;mem:1024\""):format(shown(text))) end
  local vector = self:zeros()
  for entry in text:gmatch("[^;]+") do
    entry = entry:match("^%s*(.-)%s*$")
    if entry ~= "" then
      local name, value = entry:match("^(.-)%s*:%s*([^:]*)$")
      local amount = value and amount_of(value)
      if not amount then check(("resources: %s is not NAME:AMOUNT with at most three decimals"):format(shown(entry))) end
      local key = key_of(self, name)
      if not key then check(("resources: no agent of this run has %s"):format(shown(name))) end
      vector[key] = vector[key] + amount
    end
  end
  return vector
end

local function printed(amount)
  local whole, rest = amount // 1000, amount % 1000
  if rest == 0 then return ("%.0f"):format(whole) end
  return (("%.0f.%03.0f"):format(whole, rest):gsub("0+$", ""))
end

--- `cpus:4;mem:1024`: keys in byte order, no trailing zeros, what is zero left out.
function Cluster:text(resources)
  arguments.check(arguments.length_defect(self, resources))
  local entries = {}
  for id, key in ipairs(self.keys) do
    if resources[id] > 0 then entries[#entries + 1] = { text = key.text, amount = resources[id] } end
  end
  table.sort(entries, function(a, b) return a.text < b.text end)
  for i, entry in ipairs(entries) do entries[i] = entry.text .. ":" .. printed(entry.amount) end
  return table.concat(entries, ";")
end
