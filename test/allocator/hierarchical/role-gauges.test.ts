import { describe, expect, it } from "vitest";
import { toldCluster } from "./told-cluster.js";

const FILTERS = "allocator/mesos/offer_filters/roles";
const SHARES = "allocator/mesos/roles";

describe("the gauges of roles (facts: allocator section 11)", () => {
  it("are there from a role's first framework to its last", () => {
    const { addFramework, framework, gauges } = toldCluster();
    expect(gauges()).toEqual({});
    addFramework("f1", "batch");
    expect(gauges()).toEqual({ [`${FILTERS}/batch/active`]: 0, [`${SHARES}/batch/shares/dominant`]: 0 });
    framework("removeFramework", "f1");
    expect(gauges()).toEqual({});
  });

  it("count the filters that hold, over agents and frameworks (F3)", () => {
    const { addAgent, addFramework, decline, gauges, tick } = toldCluster();
    for (const agent of ["a1", "a2"]) addAgent(agent, "cpus:4");
    expect(addFramework("f1", "batch")).toEqual(["f1 batch a1 cpus:4", "f1 batch a2 cpus:4"]);
    decline("f1", "batch", "a1", "cpus:4", 2);
    decline("f1", "batch", "a2", "cpus:4", 1);
    expect(gauges()).toMatchObject({ [`${FILTERS}/batch/active`]: 2 });
    expect(addFramework("f2", "prod")).toEqual(["f2 prod a1 cpus:4", "f2 prod a2 cpus:4"]);
    decline("f2", "prod", "a1", "cpus:4", 60);
    expect(gauges()).toMatchObject({ [`${FILTERS}/batch/active`]: 2, [`${FILTERS}/prod/active`]: 1 });
    // After the tick at 1 s one of f1's has ended, after that at 2 s the other.
    tick();
    expect(gauges()).toMatchObject({ [`${FILTERS}/batch/active`]: 1, [`${FILTERS}/prod/active`]: 1 });
    tick();
    expect(gauges()).toMatchObject({ [`${FILTERS}/batch/active`]: 0, [`${FILTERS}/prod/active`]: 1 });
  });

  it("do not count a filter that has ended on an agent which no cycle looks at", () => {
    const { addAgent, addFramework, agent, decline, gauges, tick } = toldCluster();
    addFramework("f1", "batch");
    addAgent("a1", "cpus:4");
    decline("f1", "batch", "a1", "cpus:4", 2);
    agent("deactivateAgent", "a1");
    tick();
    expect(gauges()).toMatchObject({ [`${FILTERS}/batch/active`]: 1 });
    tick();
    expect(gauges()).toMatchObject({ [`${FILTERS}/batch/active`]: 0 });
  });

  it("tell the dominant share with the role's weight; that of an inner role's own frameworks at weight 1 (S6)", () => {
    const { addAgent, addFramework, gauges, submit, weight } = toldCluster();
    submit({ op: "updateWhitelist", agents: [] });
    weight("batch", 2);
    weight("eng", 4);
    addFramework("f1", "batch");
    addFramework("f2", "eng");
    addFramework("f3", "eng/ml");
    addAgent("a1", "cpus:16;mem:400", {
      used: ["f1 batch cpus:2;mem:200", "f2 eng cpus:4", "f3 eng/ml cpus:1;mem:40"],
    });
    expect(gauges()).toMatchObject({
      [`${SHARES}/batch/shares/dominant`]: 200 / 400 / 2,
      [`${SHARES}/eng/shares/dominant`]: 4 / 16,
      [`${SHARES}/eng/ml/shares/dominant`]: 40 / 400,
    });
  });

  it("tell of no shares under the random sorter, which knows none", () => {
    const { addFramework, gauges } = toldCluster({ roleSorter: "random", frameworkSorter: "random" });
    addFramework("f1", "batch");
    expect(gauges()).toEqual({ [`${FILTERS}/batch/active`]: 0 });
  });
});
