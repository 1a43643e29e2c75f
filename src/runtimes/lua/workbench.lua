--- The SDK of allocators and modules in Lua. What it has stands in annotations/workbench.lua, where editors look; the mirror
-- is made in workbench/cluster.lua.

local modules = require("workbench.modules")
local script_tests = require("workbench.script_tests")
local sorted = require("workbench.sorted")
local vectors = require("workbench.vectors")

return {
  Hierarchical = require("workbench.hierarchical"),
  fits = vectors.fits,
  plus = vectors.plus,
  minus = vectors.minus,
  least = vectors.least,
  is_zero = vectors.is_zero,
  sorted = sorted,
  decisions_of = script_tests.decisions_of,
  equal = script_tests.equal,
  list = modules.list,
  parameter = modules.parameter,
}
