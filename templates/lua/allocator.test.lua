local workbench = require("workbench")
local allocator = require("__MODULE__")

local tests = {}

--- "rich" uses a cpu already, so "poor" is offered what is left of both agents.
function tests.test_who_has_least_is_offered_first()
  local decisions = workbench.decisions_of(allocator, {
    agents = { a1 = "cpus:4;mem:4096", a2 = "cpus:2;mem:2048" },
    frameworks = {
      rich = { role = "prod", uses = { a1 = "cpus:1;mem:1024" } },
      poor = { role = "batch" },
    },
  })
  workbench.equal(decisions.offers[1].framework, "poor")
  workbench.equal(decisions.offers[1].resources, "cpus:3;mem:3072")
end

return tests
