--- The SDK of allocators and modules in Lua. What it has stands in annotations/workbench.lua, where editors look; the mirror
-- is made in workbench/cluster.lua.

local require = require
local lists = require("workbench.lists")
local modules = require("workbench.modules")
local script_tests = require("workbench.script_tests")
local sorted = require("workbench.sorted")
local vectors = require("workbench.vectors")

local sdk = {
  fits = vectors.fits,
  plus = vectors.plus,
  minus = vectors.minus,
  least = vectors.least,
  is_zero = vectors.is_zero,
  any = lists.any,
  filtered = lists.filtered,
  sorted = sorted,
  decisions_of = script_tests.decisions_of,
  equal = script_tests.equal,
  list = modules.list,
  parameter = modules.parameter,
}

--- A fifth of the SDK, read when it is first asked for: most scripts do without, and fengari takes a while to read it.
local function read_hierarchical(_, name)
  if name ~= "Hierarchical" then return nil end
  sdk.Hierarchical = require("workbench.hierarchical")
  return sdk.Hierarchical
end

local function all(self)
  local _ = self.Hierarchical
  return next, self
end

return setmetatable(sdk, { __index = read_hierarchical, __pairs = all })
