import { describe, expect, it, onTestFinished } from "vitest";
import type { Operation } from "../../../src/allocator/operations.js";
import { createDirectory, type Directory } from "../../../src/cluster/directory.js";
import type { AgentId, FrameworkId, RoleId, TaskId } from "../../../src/cluster/ids.js";
import { OPTION_DEFAULTS } from "../../../src/cluster/option-defaults.js";
import { UNLIMITED } from "../../../src/runtimes/guest.js";
import { loadAllocator } from "../../../src/runtimes/load-allocator.js";
import { scratchFile } from "../../fixtures/allocators/scratch-files.js";

const NAMES = {
  agents: ["a1", "a2", "a3", "b"],
  frameworks: ["api", "nightly", "web"],
  roles: ["batch", "prod"],
};

/** Who is offered what by the base with these steps: three agents, `api` and `web` in prod, `nightly` in batch. */
async function decided(steps: string, further: (directory: Directory) => readonly Operation[] = () => []) {
  const directory = createDirectory(NAMES);
  const { resourceKeys } = directory;
  const printed: string[] = [];
  const path = scratchFile("steps.lua", `local Hierarchical = require("workbench").Hierarchical\n${steps}`);
  const options = { ...OPTION_DEFAULTS, minAllocatable: [resourceKeys.parseQuantities("cpus:0.01")] };
  const context = { directory, options, parameters: {}, seed: 1 };
  const print = (line: string) => printed.push(line);
  const allocator = await loadAllocator({ path, print }, context, UNLIMITED);
  onTestFinished(() => allocator.close());
  const operations: Operation[] = [
    ...["api", "nightly", "web"].map(
      (name): Operation => ({
        op: "addFramework",
        framework: directory.frameworks.id(name) as FrameworkId,
        roles: [directory.roles.id(name === "nightly" ? "batch" : "prod") as RoleId],
        capabilities: ["MULTI_ROLE", "REVOCABLE_RESOURCES"],
        suppressedRoles: [],
        active: true,
      }),
    ),
    ...[1, 2, 3].map(
      (n): Operation => ({
        op: "addAgent",
        agent: (n - 1) as AgentId,
        total: resourceKeys.parse(`cpus:${n};cpus{REV}:1`),
        used: [],
      }),
    ),
    ...further(directory),
  ];
  const { offers, revocations } = allocator.decide(
    0,
    operations.map((operation) => ({ t: 0, operation })),
    null,
  );
  const names = offers.map(({ framework, agent }) => {
    return `${directory.frameworks.name(framework)} ${directory.agents.name(agent)}`;
  });
  return { offers: names, revocations, printed };
}

describe("a Lua allocator on the hierarchical base", () => {
  it("offers each agent to who has least, as the base does", async () => {
    const { offers } = await decided("return Hierarchical:extend {}");
    expect(offers).toEqual(["nightly a1", "api a2", "nightly a3"]);
  });

  it("offers to who scores highest within a role, then to the others what is left", async () => {
    const { offers } = await decided(`return Hierarchical:extend {
      score = function(self, cluster, subscription, agent, resources)
        return subscription.framework.name == "web" and resources[1] or 0
      end,
    }`);
    expect(offers).toEqual(["nightly a1", "web a2", "nightly a3"]);
  });

  it("is told when a score is no number", async () => {
    const steps = "return Hierarchical:extend { score = function() return 0 / 0 end }";
    await expect(decided(steps)).rejects.toThrow("score: NaN is not a finite number");
  });

  it("chooses the agents itself", async () => {
    const { offers } = await decided(
      "return Hierarchical:extend { choose_agents = function(self, cluster) return { cluster.candidates[2] } end }",
    );
    expect(offers).toEqual(["nightly a2"]);
  });

  it("sorts roles itself", async () => {
    const { offers } = await decided(
      "return Hierarchical:extend { sort_roles = function(self, cluster) return { cluster.roles[2] } end }",
    );
    expect(offers).toEqual(["api a1", "web a2", "api a3"]);
  });

  it("sorts frameworks itself, by way of the base's order", async () => {
    const { offers } = await decided(`return Hierarchical:extend {
      sort_frameworks = function(self, cluster, role)
        local list = Hierarchical.sort_frameworks(self, cluster, role)
        table.sort(list, function(a, b) return a.framework.name > b.framework.name end)
        return list
      end,
    }`);
    expect(offers).toEqual(["nightly a1", "web a2", "nightly a3"]);
  });

  it("takes tasks back for a role that waits for its guarantee", async () => {
    const steps = `return Hierarchical:extend {
      grace = 1e6,
      choose_victims = function(self, cluster, role, wanted)
        print(role.name, cluster:text(wanted))
        return cluster.tasks
      end,
    }`;
    const { revocations, printed } = await decided(steps, ({ resourceKeys }) => [
      {
        op: "addAgent",
        agent: 3 as AgentId,
        total: resourceKeys.parse("cpus:9"),
        used: [{ framework: 1 as FrameworkId, role: 0 as RoleId, resources: resourceKeys.parse("cpus:9") }],
      },
      {
        op: "acceptOffer",
        framework: 1 as FrameworkId,
        role: 0 as RoleId,
        agent: 3 as AgentId,
        resources: resourceKeys.parse("cpus:9"),
        task: 0 as TaskId,
      },
      {
        op: "updateQuota",
        role: 1 as RoleId,
        guarantees: resourceKeys.parse("cpus:20"),
        limits: resourceKeys.parse(""),
      },
      {
        op: "requestResources",
        framework: 2 as FrameworkId,
        requests: [
          {
            id: "r",
            role: 1 as RoleId,
            resources: resourceKeys.parse("cpus:4"),
            count: 3,
            gang: false,
            priority: null,
            estimateSeconds: null,
          },
        ],
      },
    ]);
    // All that is free, 9 cpus with the revocable ones, is on offer to prod: of the 12 that it asks for it waits for 3.
    expect(printed).toEqual(["prod\tcpus:3"]);
    expect(revocations).toMatchObject([
      { framework: 1, role: 0, agent: 3, deadline: 1_000_000, why: "prod is guaranteed it" },
    ]);
  });

  it("hears of events, and is extended again", async () => {
    const { offers, printed } = await decided(`
      local Deaf = Hierarchical:extend { sort_roles = function(self, cluster) return { cluster.roles[1] } end }
      return Deaf:extend { hear = function(self, cluster, event) print(event.op) end }`);
    expect(printed).toEqual([...Array(3).fill("addFramework"), ...Array(3).fill("addAgent")]);
    expect(offers).toEqual(["nightly a1", "nightly a2", "nightly a3"]);
  });
});
