import { describe, expect, test } from "vitest";
import { createHierarchical } from "../../src/allocator/hierarchical/hierarchical.js";
import { clusterPlan, type FrameworkSketch, type PlanSketch } from "./cluster-plans.js";
import { type ObservedSimulation, observe } from "./observed-simulation.js";

const RESERVING: FrameworkSketch = { name: "f", reserves: true, jobs: [{ runs: 2, needs: "cpus:2" }] };
const OTHER: FrameworkSketch = { name: "other", roles: ["prod"], jobs: [{ at: 5, runs: 1, needs: "cpus:3" }] };

function simulated(frameworks: readonly FrameworkSketch[], sketch: PlanSketch = {}): Promise<ObservedSimulation> {
  return observe(clusterPlan({ frameworks, duration: 20, ...sketch }), createHierarchical);
}

const started = (seen: ObservedSimulation) => seen.told("started");

describe("a framework that reserves what it uses", () => {
  test("runs its tasks on its reservations, which nobody else is offered afterwards", async () => {
    const seen = await simulated([RESERVING, OTHER]);
    expect(started(seen)).toEqual(["0 started f-1 a1 cpus(batch):2"]);
    expect(seen.told("sent").at(-1)).toMatch(/ sent other cpus:2$/);
    const benign = await simulated([{ ...RESERVING, reserves: false }, OTHER]);
    expect(started(benign)).toEqual(["0 started f-1 a1 cpus:2", "5 started other-1 a1 cpus:3"]);
  });

  test("uses its idle reservations before it makes new ones", async () => {
    const jobs = [0, 3, 6].map((at) => ({ at, runs: 2, needs: "cpus:2" }));
    const seen = await simulated([{ ...RESERVING, jobs }]);
    expect(seen.only("updateAllocation")).toHaveLength(1);
    expect(started(seen)).toHaveLength(3);
  });

  test("reserves just the items that it uses, and what it has of a reservation above stays that", async () => {
    const agents = { a1: "cpus(eng):1;cpus:3;ports:[1-9]" };
    const jobs = [{ runs: 2, needs: "cpus:2;ports:2" }];
    const seen = await simulated([{ ...RESERVING, roles: ["eng/ml"], jobs }], { agents });
    expect(started(seen)).toEqual(["0 started f-1 a1 cpus(eng):1;cpus(eng/ml):1;ports(eng/ml):[1-2]"]);
  });

  test("reserves nothing for a task that does not start", async () => {
    const seen = await simulated([{ ...RESERVING, jobs: [{ needs: "cpus:9" }] }]);
    expect(seen.only("updateAllocation")).toEqual([]);
  });

  test("loses its reservations with the agent", async () => {
    const faults = [{ at: 3, agent: "a1", lasts: 1 }];
    const seen = await simulated([RESERVING, OTHER], { faults });
    expect(started(seen).at(-1)).toBe("5 started other-1 a1 cpus:3");
  });
});
