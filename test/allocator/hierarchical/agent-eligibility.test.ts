import { describe, expect, it } from "vitest";
import type { ConstraintGroups } from "../../../src/cluster/offer-constraints.js";
import { toldCluster } from "./told-cluster.js";

function inRack(text: string): ConstraintGroups {
  return [[{ selector: { kind: "attribute", name: "rack" }, predicate: { kind: "equals", text } }]];
}

const NORTH = { region: "north", zone: "n1" };
const SOUTH = { region: "south", zone: "s1" };

describe("GPU agents (P1)", () => {
  it("give nothing at all, cpus neither, to frameworks without GPU_RESOURCES", () => {
    const { addAgent, addFramework } = toldCluster();
    addFramework("f1", "batch");
    expect(addAgent("a1", "cpus:4;gpus:1")).toEqual([]);
    expect(addFramework("f2", "batch", { capabilities: ["GPU_RESOURCES"] })).toEqual(["f2 batch a1 cpus:4;gpus:1"]);
  });

  it("are like any other where the rule is switched off", () => {
    const { addAgent, addFramework } = toldCluster({ filterGpuResources: false });
    addFramework("f1", "batch");
    expect(addAgent("a1", "cpus:4;gpus:1")).toEqual(["f1 batch a1 cpus:4;gpus:1"]);
  });

  it("are passed over in the first stage, too", () => {
    const { addAgent, addFramework, quota } = toldCluster();
    quota("prod", "cpus:4");
    addFramework("f1", "prod");
    addFramework("f2", "batch", { capabilities: ["GPU_RESOURCES"] });
    // prod's guarantee stays open, and is held back from everybody else.
    expect(addAgent("a1", "cpus:6;gpus:1")).toEqual(["f2 batch a1 cpus:2;gpus:1"]);
  });
});

describe("agents of other regions (P2)", () => {
  it("are for region-aware frameworks; the zone does not matter", () => {
    const { addAgent, addFramework, tick } = toldCluster({ domain: NORTH });
    addFramework("f1", "batch");
    expect(addAgent("a1", "cpus:1", { domain: SOUTH })).toEqual([]);
    expect(addAgent("a2", "cpus:1", { domain: { region: "north", zone: "n2" } })).toEqual(["f1 batch a2 cpus:1"]);
    expect(tick()).toEqual([]);
    expect(addFramework("f2", "batch", { capabilities: ["REGION_AWARE"] })).toEqual(["f2 batch a1 cpus:1"]);
  });

  it("are only those that say so: without a domain an agent is where the master is", () => {
    const { addAgent, addFramework } = toldCluster({ domain: NORTH });
    addFramework("f1", "batch");
    expect(addAgent("a1", "cpus:1")).toEqual(["f1 batch a1 cpus:1"]);
  });

  it("are not there when the master has no domain itself", () => {
    const { addAgent, addFramework } = toldCluster();
    addFramework("f1", "batch");
    expect(addAgent("a1", "cpus:1", { domain: SOUTH })).toEqual(["f1 batch a1 cpus:1"]);
  });

  it("are passed over in the first stage, too", () => {
    const { addAgent, addFramework, quota } = toldCluster({ domain: NORTH });
    quota("prod", "cpus:4");
    addFramework("f1", "prod");
    expect(addAgent("a1", "cpus:4", { domain: SOUTH })).toEqual([]);
    expect(addAgent("a2", "cpus:4", { domain: NORTH })).toEqual(["f1 prod a2 cpus:4"]);
  });
});

describe("agents without a capability (P3)", () => {
  it("MULTI_ROLE are for frameworks that lack it, too", () => {
    const { addAgent, addFramework } = toldCluster();
    addFramework("f1", "batch");
    expect(addAgent("a1", "cpus:1", { capabilities: ["HIERARCHICAL_ROLE"] })).toEqual([]);
    expect(addFramework("f2", "batch", { capabilities: [] })).toEqual(["f2 batch a1 cpus:1"]);
  });

  it("HIERARCHICAL_ROLE are for top-level roles", () => {
    const { addAgent, addFramework } = toldCluster();
    addFramework("f1", "eng/ml");
    expect(addAgent("a1", "cpus:1", { capabilities: ["MULTI_ROLE"] })).toEqual([]);
    expect(addFramework("f2", "eng")).toEqual(["f2 eng a1 cpus:1"]);
  });

  it("can learn it", () => {
    const { addAgent, addFramework, updateAgent } = toldCluster();
    addFramework("f1", "eng/ml");
    addAgent("a1", "cpus:1", { capabilities: ["MULTI_ROLE"] });
    expect(updateAgent("a1", "cpus:1", {})).toEqual(["f1 eng/ml a1 cpus:1"]);
  });
});

describe("offer constraints (P8)", () => {
  it("hold for the role that they name", () => {
    const { addAgent, addFramework } = toldCluster();
    addAgent("a1", "cpus:1", { attributes: ["rack:r1"] });
    addAgent("a2", "cpus:1", { attributes: ["rack:r2"] });
    expect(addFramework("f1", "batch prod", { constraints: { batch: inRack("r2"), prod: inRack("r9") } })).toEqual([
      "f1 batch a2 cpus:1",
    ]);
    expect(addFramework("f2", "prod", { constraints: { batch: inRack("r9") } })).toEqual(["f2 prod a1 cpus:1"]);
  });

  it("leave the agent to others, in both stages", () => {
    const { addAgent, addFramework, quota, tick } = toldCluster();
    quota("prod", "cpus:4");
    addFramework("f1", "prod", { constraints: { prod: inRack("r2") } });
    addFramework("f2", "prod");
    addFramework("f3", "batch");
    expect(addAgent("a1", "cpus:4", { attributes: ["rack:r1"] })).toEqual(["f2 prod a1 cpus:4"]);
    expect(addAgent("a2", "cpus:4", { attributes: ["rack:r2"] })).toEqual(["f3 batch a2 cpus:4"]);
    expect(tick()).toEqual([]);
  });

  it("are judged anew when the agent tells something else about itself", () => {
    const { addAgent, addFramework, updateAgent } = toldCluster();
    addFramework("f1", "batch", { constraints: { batch: inRack("r2") } });
    expect(addAgent("a1", "cpus:1", { attributes: ["rack:r1"] })).toEqual([]);
    expect(updateAgent("a1", "cpus:1", { attributes: ["rack:r2"] })).toEqual(["f1 batch a1 cpus:1"]);
  });

  it("are judged anew for an agent that comes back", () => {
    const { addAgent, addFramework, agent } = toldCluster();
    addFramework("f1", "batch", { constraints: { batch: inRack("r2") } });
    expect(addAgent("a1", "cpus:1", { attributes: ["rack:r1"] })).toEqual([]);
    agent("removeAgent", "a1");
    expect(addAgent("a1", "cpus:1", { attributes: ["rack:r2"] })).toEqual(["f1 batch a1 cpus:1"]);
  });

  it("of a framework that left do not hold for the next one", () => {
    const { addAgent, addFramework, framework } = toldCluster();
    addFramework("f1", "batch", { constraints: { batch: inRack("r2") } });
    expect(addAgent("a1", "cpus:1")).toEqual([]);
    framework("removeFramework", "f1");
    expect(addFramework("f2", "batch")).toEqual(["f2 batch a1 cpus:1"]);
  });

  it("are told role by role, with the agents that they exclude", () => {
    const { addAgent, addFramework, agent, allocator } = toldCluster();
    for (const [name, rack] of Object.entries({ a1: "r1", a2: "r2", a3: "r3", a4: "r1" })) {
      addAgent(name, "cpus:1", { attributes: [`rack:${rack}`] });
    }
    agent("removeAgent", "a3");
    addFramework("f1", "batch prod", { constraints: { prod: inRack("r2") }, suppressed: ["batch"] });
    addFramework("f2", "batch");
    expect(allocator.offerConstraintsDebug()).toEqual({
      f1: { suppressedRoles: ["batch"], excludedByAttributeConstraints: { batch: [], prod: ["a1", "a4"] } },
      f2: { suppressedRoles: [], excludedByAttributeConstraints: { batch: [] } },
    });
  });
});

describe("a framework that changes (F9, G5)", () => {
  it("has its new capabilities from the next run on", () => {
    const { addAgent, addFramework, updateFramework, tick } = toldCluster({ domain: NORTH });
    addFramework("f1", "batch");
    addAgent("a1", "cpus:1", { domain: SOUTH });
    addAgent("a2", "cpus:1;gpus:1");
    expect(tick()).toEqual([]);
    expect(updateFramework("f1", "batch", { capabilities: ["REGION_AWARE"] })).toEqual([]);
    expect(tick()).toEqual(["f1 batch a1 cpus:1"]);
    expect(updateFramework("f1", "batch", { capabilities: ["GPU_RESOURCES"] })).toEqual([]);
    expect(tick()).toEqual(["f1 batch a2 cpus:1;gpus:1"]);
  });

  it("is offered what it can take, in all its roles", () => {
    const { addAgent, addFramework, updateFramework, tick } = toldCluster();
    addFramework("f1", "batch");
    expect(addAgent("a1", "cpus:1;cpus{REV}:1")).toEqual(["f1 batch a1 cpus:1"]);
    updateFramework("f1", "batch prod", { capabilities: ["REVOCABLE_RESOURCES"] });
    // prod has nothing yet.
    expect(tick()).toEqual(["f1 prod a1 cpus{REV}:1"]);
  });

  it("has its new constraints from the next run on, and keeps them when it does not speak of them", () => {
    const { addAgent, addFramework, updateFramework, tick } = toldCluster();
    addFramework("f1", "batch", { constraints: { batch: inRack("r2") } });
    addAgent("a1", "cpus:1", { attributes: ["rack:r1"] });
    updateFramework("f1", "batch", {});
    expect(tick()).toEqual([]);
    expect(updateFramework("f1", "batch", { constraints: {} })).toEqual([]);
    expect(tick()).toEqual(["f1 batch a1 cpus:1"]);
  });

  it("has its constraints in roles that it joins later", () => {
    const { addAgent, addFramework, updateFramework, tick } = toldCluster();
    addFramework("f1", "batch", { constraints: { prod: inRack("r2") }, suppressed: ["batch"] });
    addAgent("a1", "cpus:1", { attributes: ["rack:r1"] });
    updateFramework("f1", "prod", {});
    expect(tick()).toEqual([]);
  });
});

describe("an agent that changes (L4)", () => {
  const REFUSED = ["f1", "batch", "a1", "cpus:1", 60] as const;

  it("loses its filters with changed attributes", () => {
    const { addAgent, addFramework, decline, updateAgent } = toldCluster();
    addFramework("f1", "batch");
    addAgent("a1", "cpus:1", { attributes: ["rack:r1", "os:linux"] });
    decline(...REFUSED);
    expect(updateAgent("a1", "cpus:1", { attributes: ["os:linux", "rack:r1"] })).toEqual([]);
    expect(updateAgent("a1", "cpus:1", { attributes: ["rack:r1", "os:bsd"] })).toEqual(["f1 batch a1 cpus:1"]);
  });

  it("keeps them with a changed host name, domain or capabilities", () => {
    const { addAgent, addFramework, decline, updateAgent, tick } = toldCluster();
    addFramework("f1", "batch");
    addAgent("a1", "cpus:1", { attributes: ["rack:r1"] });
    decline(...REFUSED);
    const attributes = ["rack:r1"];
    expect(updateAgent("a1", "cpus:1", { attributes, hostname: "elsewhere" })).toEqual([]);
    expect(updateAgent("a1", "cpus:1", { attributes, domain: NORTH })).toEqual([]);
    expect(updateAgent("a1", "cpus:1", { attributes, capabilities: [] })).toEqual([]);
    expect(updateAgent("a1", "cpus:1", { attributes })).toEqual([]);
    expect(tick()).toEqual([]);
  });

  it("is visited when only its profile changed, and not when nothing did", () => {
    const { addAgent, addFramework, decline, updateAgent } = toldCluster();
    addFramework("f1", "batch");
    addAgent("a1", "cpus:1");
    decline("f1", "batch", "a1", "cpus:1");
    expect(updateAgent("a1", "cpus:1", {})).toEqual([]);
    expect(updateAgent("a1", "cpus:1", { hostname: "elsewhere" })).toEqual(["f1 batch a1 cpus:1"]);
  });
});
