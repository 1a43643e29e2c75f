import { describe, expect, test } from "vitest";
import { createHierarchical } from "../../src/allocator/hierarchical/hierarchical.js";
import { clusterPlan, type FrameworkSketch, type PlanSketch } from "./cluster-plans.js";
import { greedy } from "./greedy-allocator.js";
import { type ObservedSimulation, observe } from "./observed-simulation.js";

function alone(framework: Omit<FrameworkSketch, "name">, sketch: PlanSketch = {}): Promise<ObservedSimulation> {
  return observe(clusterPlan({ frameworks: [{ name: "f", ...framework }], ...sketch }), greedy());
}

/** `10 started f-1` */
const told = (seen: ObservedSimulation, ...kinds: readonly string[]) =>
  seen.told(...kinds).map((line) => line.split(" ").slice(0, 3).join(" "));

describe("a framework whose scheduler fails over", () => {
  test("is deactivated, and active again when the next one has registered", async () => {
    const seen = await alone({ jobs: [{ runs: 9 }], failover: { at: 2, for: 3 } });
    expect(seen.only("deactivateFramework", "updateFramework", "activateFramework")).toEqual([
      "2 deactivateFramework f",
      expect.stringMatching(/^5 updateFramework f .*MULTI_ROLE/),
      "5 activateFramework f",
    ]);
  });

  test("keeps its tasks, whose ends it hears of, and starts nothing while it is away", async () => {
    const jobs = [
      { runs: 4, needs: "cpus:1" },
      { at: 3, runs: 1, needs: "cpus:1" },
    ];
    const away = await alone({ jobs, failover: { at: 2, for: 6 } });
    expect(told(away, "started", "finished", "killed")).toEqual([
      "0 started f-1",
      "4 finished f-1",
      "8 started f-2",
      "9 finished f-2",
    ]);
    const there = await alone({ jobs });
    expect(told(there, "started")).toEqual(["0 started f-1", "3 started f-2"]);
  });

  test("loses its offers, also those that it holds, thinks about or hoards", async () => {
    const taken = async (sketch: Omit<FrameworkSketch, "name">) =>
      told(await alone({ ...sketch, failover: { at: 2, for: 10 } }, { duration: 9 }), "rescinded", "accepted");
    expect(await taken({ jobs: [{ tasks: 5, gang: true }] })).toEqual(["2 rescinded f"]);
    expect(await taken({ jobs: [{}], decides: [5] })).toEqual(["2 rescinded f"]);
    expect(await taken({ suppresses: false, hoards: { for: null } })).toEqual(["2 rescinded f"]);
  });

  test("has its filters forgotten (F5)", async () => {
    const declines = { suppresses: false, refuse: 100 };
    const plan = (failover?: FrameworkSketch["failover"]) =>
      clusterPlan({ frameworks: [{ name: "f", ...declines, ...(failover && { failover }) }], duration: 9 });
    expect(told(await observe(plan({ at: 4 }), createHierarchical), "sent")).toEqual(["0 sent f", "4 sent f"]);
    expect(told(await observe(plan(), createHierarchical), "sent")).toEqual(["0 sent f"]);
  });

  test("wants offers when it is back only if it has work", async () => {
    const idle = await alone({ jobs: [{ runs: 1 }], failover: { at: 3, for: 1 } }, { duration: 9 });
    expect(idle.only("updateFramework")).toEqual([expect.stringContaining("[batch]")]);
    expect(told(idle, "sent")).toEqual(["0 sent f"]);
    const busy = await alone({ jobs: [{ runs: 1 }, { at: 3.5 }], failover: { at: 3, for: 1 } }, { duration: 9 });
    expect(told(busy, "started")).toEqual(["0 started f-1", "4 started f-2"]);
  });

  test("runs what was killed meanwhile again when it is back", async () => {
    const faults = [{ at: 3, agent: "a1", lasts: 1 }];
    const seen = await alone({ jobs: [{ runs: 20 }], failover: { at: 2, for: 8 } }, { faults });
    expect(told(seen, "started", "killed")).toEqual(["0 started f-1", "3 killed f-1", "10 started f-1"]);
  });

  test("does not revive offers without need while it is away", async () => {
    const seen = await alone({ revivesEvery: 2, failover: { at: 3, for: 4 } }, { duration: 9 });
    expect(seen.only("reviveOffers").map((line) => line.split(" ")[0])).toEqual(["2", "8"]);
  });

  test("does not answer inverse offers while it is away", async () => {
    const maintenance = [{ agent: "a1", announced: 5, from: 20, lasts: null }];
    const plan = clusterPlan({
      frameworks: [{ name: "f", jobs: [{ runs: 30 }], failover: { at: 3, for: 4 } }],
      maintenance,
      duration: 19,
    });
    const seen = await observe(plan, createHierarchical);
    expect(seen.only("inverseOfferResponse")).toEqual([expect.stringMatching(/^7 /)]);
  });

  test("stays away when it was never let in, and the run ends", async () => {
    const plan = clusterPlan({
      frameworks: [{ name: "f", jobs: [{}], failover: { at: 3 } }],
      // A web without a credential is refused.
      authentication: { credentials: [], required: true },
      credentials: {},
    });
    const seen = await observe(plan, greedy());
    expect(seen.only("addFramework", "deactivateFramework", "updateFramework")).toEqual([]);
    expect(seen.end.reason).toBe("stalemate");
  });
});
