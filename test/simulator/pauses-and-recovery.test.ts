import { describe, expect, test } from "vitest";
import { parseResourceText } from "../../src/cluster/resource-text.js";
import { clusterPlan, type PlanSketch } from "./cluster-plans.js";
import { greedy } from "./greedy-allocator.js";
import { type ObservedSimulation, observe } from "./observed-simulation.js";

describe("a pause of the allocator", () => {
  test("keeps every cycle back, and what would have triggered one is forgotten (G4)", async () => {
    const jobs = [{ needs: "cpus:9" }, { at: 3.5 }];
    const plan = clusterPlan({
      frameworks: [{ name: "f", refuse: 0, jobs }],
      pauses: [{ at: 2.5, lasts: 3 }],
      duration: 7,
    });
    const seen = await observe(plan, greedy());
    expect(seen.only("pause", "resume")).toEqual(["2.5 pause", "5.5 resume"]);
    expect(seen.told("cycle").slice(1)).toEqual(["0 cycle", "1 cycle", "2 cycle", "6 cycle", "7 cycle"]);
    expect(seen.told("started")).toEqual(["6 started f-2 a1 cpus:1"]);
  });

  test("that overlaps another lasts until both are over", async () => {
    const pauses = [
      { at: 1, lasts: 4 },
      { at: 2, lasts: 1 },
      { at: 4, lasts: 3 },
    ];
    const seen = await observe(clusterPlan({ pauses, duration: 10 }), greedy());
    expect(seen.only("pause", "resume")).toEqual(["1 pause", "7 resume"]);
  });

  test("is waited for: it is no stalemate", async () => {
    const plan = clusterPlan({ frameworks: [{ name: "f", jobs: [{ at: 3 }] }], pauses: [{ at: 2, lasts: 5000 }] });
    const seen = await observe(plan, greedy());
    expect(seen.end.reason).toBe("jobsEnded");
    expect(seen.told("started")).toEqual(["5003 started f-1 a1 cpus:1"]);
  });
});

describe("agents that join later", () => {
  test("do so at their time, by name, whatever fault is over by then", async () => {
    const plan = clusterPlan({
      agents: { a3: "cpus:3", a2: "cpus:2", a1: "cpus:1", a4: "cpus:4" },
      joins: { a3: 2, a2: 2, a4: 5 },
      faults: [{ at: 4, agent: "a4", lasts: 3 }],
      duration: 10,
    });
    expect((await observe(plan, greedy())).only("addAgent", "removeAgent")).toEqual([
      "0 addAgent a1 cpus:1 ",
      "2 addAgent a2 cpus:2 ",
      "2 addAgent a3 cpus:3 ",
      "7 addAgent a4 cpus:4 ",
    ]);
  });

  test("are waited for: it is no stalemate", async () => {
    const plan = clusterPlan({ joins: { a1: 5000 }, frameworks: [{ name: "f", jobs: [{}] }] });
    expect((await observe(plan, greedy())).told("started")).toEqual(["5000 started f-1 a1 cpus:1"]);
  });
});

describe("a master that takes over", () => {
  /** Five agents are expected; three are there at once, two come at 2.5 s and 3.5 s. */
  function recovering(sketch: PlanSketch = {}): Promise<ObservedSimulation> {
    const plan = clusterPlan({
      agents: { a1: "cpus:4", a2: "cpus:4", a3: "cpus:4", a4: "cpus:4", a5: "cpus:4" },
      joins: { a4: 2.5, a5: 3.5 },
      roles: [
        { name: "prod", weight: 2, quota: { guarantees: parseResourceText("cpus:2"), limits: [] } },
        { name: "batch", weight: 1, quota: null },
      ],
      frameworks: [{ name: "f", suppresses: false }],
      recovery: { expectedAgents: 5 },
      duration: 5,
      ...sketch,
    });
    return observe(plan, greedy());
  }

  test("learns the quotas by it, before any agent joins", async () => {
    expect((await recovering()).operations.slice(0, 3)).toEqual([
      "0 updateWeights prod:2",
      "0 recover 5 [prod:cpus:2/]",
      "0 addAgent a1 cpus:4 ",
    ]);
  });

  test("makes no offers until enough agents are back, then for the one that came, then for all at the tick (R2)", async () => {
    const seen = await recovering();
    expect(seen.told("sent")).toEqual([
      "2.5 sent f cpus:4",
      ...new Array(3).fill("3 sent f cpus:4"),
      "3.5 sent f cpus:4",
    ]);
    expect((await recovering({ options: { agentRecoveryFactor: 1 } })).told("sent")[0]).toBe("3.5 sent f cpus:4");
  });

  test("waits no longer than the recovery time (R3)", async () => {
    const seen = await recovering({ recovery: { expectedAgents: 50 }, options: { recoveryTimeout: 3_000_000 } });
    expect(seen.told("sent")[0]).toBe("3 sent f cpus:4");
  });

  test("waits for nobody when no role has a quota (R1)", async () => {
    expect((await recovering({ roles: [] })).told("sent")[0]).toBe("0 sent f cpus:4");
  });

  test("is waited for: it is no stalemate", async () => {
    const { duration: _duration, ...open } = clusterPlan({
      roles: [{ name: "prod", weight: 1, quota: { guarantees: parseResourceText("cpus:2"), limits: [] } }],
      frameworks: [{ name: "f", jobs: [{}] }],
      recovery: { expectedAgents: 5 },
      options: { recoveryTimeout: 5_000_000_000 },
    });
    const seen = await observe({ ...open, duration: null }, greedy());
    expect(seen.told("started")).toEqual(["5000 started f-1 a1 cpus:1"]);
  });
});
