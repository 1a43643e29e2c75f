import { describe, expect, test } from "vitest";
import { clusterPlan, type FrameworkSketch, type PlanSketch } from "./cluster-plans.js";
import { greedy } from "./greedy-allocator.js";
import { type ObservedSimulation, observe } from "./observed-simulation.js";

const AGENTS = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`a${String(i).padStart(2, "0")}`, "cpus:4"]));
const FRAMEWORKS: readonly FrameworkSketch[] = ["f", "g", "h"].map((name) => ({ name, jobs: [{ tasks: 2 }] }));

function batched(sketch: PlanSketch): Promise<ObservedSimulation> {
  return observe(clusterPlan({ ...sketch, options: { ...sketch.options, triggers: "batched" } }), greedy());
}

const cyclesAt = (seen: ObservedSimulation, t: number) => seen.told("cycle").filter((line) => line === `${t} cycle`);

describe("batched triggers", () => {
  test("make one cycle of the start of a cluster of 100 agents and 3 frameworks, after all have registered (G1)", async () => {
    const sketch = { agents: AGENTS, frameworks: FRAMEWORKS, duration: 0 };
    const seen = await batched(sketch);
    expect(cyclesAt(seen, 0)).toHaveLength(1);
    expect(seen.operations.slice(100, 107)).toEqual([
      "0 addFramework f [batch] MULTI_ROLE [] active",
      "0 requestResources f [class-0=2xcpus:1]",
      "0 addFramework g [batch] MULTI_ROLE [] active",
      "0 requestResources g [class-0=2xcpus:1]",
      "0 addFramework h [batch] MULTI_ROLE [] active",
      "0 requestResources h [class-0=2xcpus:1]",
      "0 run no-agents",
    ]);
    expect(seen.told("sent")).toHaveLength(100);
    expect(cyclesAt(await observe(clusterPlan(sketch), greedy()), 0)).toHaveLength(103);
  });

  test("cover the agents that were triggered and no others", async () => {
    const seen = await batched({
      agents: { a1: "cpus:4", a2: "cpus:4", a3: "cpus:4" },
      frameworks: [{ name: "f", suppresses: false, refuse: 0 }],
      faults: [
        { at: 1.5, agent: "a3", lasts: 2 },
        { at: 1.5, agent: "a1", lasts: 2 },
      ],
      duration: 4,
    });
    expect(seen.only("addAgent", "run").slice(3)).toEqual([
      "0 run no-agents",
      "3.5 addAgent a3 cpus:4 ",
      "3.5 addAgent a1 cpus:4 ",
      "3.5 run [a1,a3]",
    ]);
    expect(seen.told("sent").filter((line) => line.startsWith("3.5 "))).toEqual([
      "3.5 sent f cpus:4",
      "3.5 sent f cpus:4",
    ]);
  });

  test("run again at the same instant for what the cycle's own offers lead to", async () => {
    const frameworks = [{ name: "f", jobs: [{ runs: 5 }, { at: 5, needs: "cpus:4" }] }];
    const seen = await batched({ frameworks });
    expect(seen.operations.filter((line) => line.startsWith("5 "))).toEqual([
      "5 recoverResources f batch a1 cpus:1 no-refuse allocated f-1",
      "5 requestResources f [class-1=1xcpus:4]",
      "5 reviveOffers f []",
      "5 run no-agents",
      "5 acceptOffer f batch a1 cpus:4 f-2",
      "5 requestResources f []",
      "5 suppressOffers f []",
    ]);
  });

  test("are not delayed: what is settled and what is batched finish their jobs at the same times", async () => {
    const sketch = { agents: { a1: "cpus:2", a2: "cpus:2" }, frameworks: FRAMEWORKS };
    const settled = await observe(clusterPlan(sketch), greedy());
    expect((await batched(sketch)).told("finished").sort()).toEqual(settled.told("finished").sort());
  });

  test("that a pause comes upon wait for what happens after it (G4)", async () => {
    const seen = await batched({
      agents: { a1: "cpus:1", a2: "cpus:4" },
      joins: { a2: 2.5 },
      frameworks: [{ name: "f", jobs: [{ needs: "cpus:4" }, { at: 8.5, needs: "cpus:5", runs: 1 }] }],
      pauses: [{ at: 2.5, lasts: 4.75 }],
      duration: 8,
    });
    expect(seen.operations.filter((line) => /^[2-8]/.test(line) && !line.includes("allocate"))).toEqual([
      "2.5 addAgent a2 cpus:4 ",
      "2.5 pause",
      "7.25 resume",
      "8 acceptOffer f batch a2 cpus:4 f-1",
      "8 requestResources f []",
      "8 suppressOffers f []",
    ]);
    expect(seen.told("cycle").filter((line) => /^[3-8]/.test(line))).toEqual(["8 cycle"]);
  });
});
