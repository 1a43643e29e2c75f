import { describe, expect, test } from "vitest";
import { parseResourceText } from "../../src/cluster/resource-text.js";
import { directoryOf } from "../../src/simulator/directory-of.js";
import { clusterPlan } from "./cluster-plans.js";
import { greedy } from "./greedy-allocator.js";
import { observe } from "./observed-simulation.js";

const quota = { guarantees: parseResourceText("cpus:2"), limits: parseResourceText("cpus:3") };

describe("a cluster that comes up", () => {
  test("configures weights and quota, then agents join by name, then frameworks register in the order of the plan", async () => {
    const plan = clusterPlan({
      agents: { b: "cpus:1", a: "cpus:1" },
      roles: [
        { name: "prod", weight: 2, quota },
        { name: "batch", weight: 1, quota: null },
      ],
      frameworks: [{ name: "web", roles: ["prod"] }, { name: "late", startsAt: 1 }, { name: "jobs" }],
      duration: 2,
    });
    const seen = await observe(plan, greedy());
    expect(seen.operations).toEqual([
      "0 updateWeights prod:2",
      "0 updateQuota prod cpus:2 cpus:3",
      "0 addAgent a cpus:1 ",
      "0 addAgent b cpus:1 ",
      "0 addFramework web [prod] MULTI_ROLE [prod] active",
      "0 addFramework jobs [batch] MULTI_ROLE [batch] active",
      "1 addFramework late [batch] MULTI_ROLE [batch] active",
    ]);
  });

  test("says nothing of weights and quota that are the defaults", async () => {
    const plan = clusterPlan({ roles: [{ name: "prod", weight: 1, quota: null }], duration: 1 });
    expect((await observe(plan, greedy())).operations).toEqual(["0 addAgent a1 cpus:4 "]);
  });

  test("registers a framework that has work, or never suppresses, as one that wants offers", async () => {
    const plan = clusterPlan({
      frameworks: [{ name: "busy", jobs: [{}] }, { name: "idle" }, { name: "open", suppresses: false }],
      duration: 0,
    });
    expect((await observe(plan, greedy())).only("addFramework")).toEqual([
      "0 addFramework busy [batch] MULTI_ROLE [] active",
      "0 addFramework idle [batch] MULTI_ROLE [batch] active",
      "0 addFramework open [batch] MULTI_ROLE [] active",
    ]);
  });

  test("tells what agents and frameworks have to say beside resources and roles", async () => {
    const constraint = { selector: { kind: "attribute", name: "rack" }, predicate: { kind: "exists" } } as const;
    const plan = clusterPlan({
      profiles: { a1: { hostname: "host", attributes: [{ name: "rack", kind: "text", value: "r1" }] } },
      frameworks: [
        {
          name: "f",
          roles: ["web", "batch"],
          preferences: {
            minAllocatable: new Map([
              ["web", ["cpus:2", "gpus:1"]],
              ["batch", []],
            ]),
            constraints: new Map([["web", [[constraint]]]]),
          },
        },
      ],
      duration: 0,
    });
    expect((await observe(plan, greedy())).operations).toEqual([
      '0 addAgent a1 cpus:4  {"hostname":"host","attributes":[{"name":"rack","kind":"text","value":"r1"}],"domain":null,"capabilities":["MULTI_ROLE","HIERARCHICAL_ROLE","RESERVATION_REFINEMENT"]}',
      `0 addFramework f [web,batch] MULTI_ROLE [web,batch] active min:batch=,web=cpus:2|gpus:1 constraints:web=${JSON.stringify([[constraint]])}`,
    ]);
  });

  test("work that arrived before its framework registers waits for it", async () => {
    const plan = clusterPlan({ frameworks: [{ name: "f", startsAt: 3, jobs: [{ at: 1 }] }] });
    const seen = await observe(plan, greedy());
    expect(seen.told("submitted", "started")).toEqual(["1 submitted f-1", "3 started f-1 a1 cpus:1"]);
    expect(seen.only("addFramework")).toEqual(["3 addFramework f [batch] MULTI_ROLE [] active"]);
  });
});

describe("the directory of a plan", () => {
  test("knows every name that the run will use, ancestors of roles included", () => {
    const plan = clusterPlan({
      agents: { a: "cpus:1;mem(eng/ml):5" },
      frameworks: [{ name: "f", roles: ["ops/web"], jobs: [{ needs: "gpus:1" }] }],
    });
    const directory = directoryOf(plan);
    expect(directory.roles.names).toEqual(["*", "eng", "eng/ml", "ops", "ops/web"]);
    expect(directory.resourceKeys.all.map((key) => key.text)).toEqual(["cpus", "gpus", "mem", "mem(eng/ml)"]);
  });
});
