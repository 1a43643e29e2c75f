import { describe, expect, test } from "vitest";
import { clusterPlan } from "./cluster-plans.js";
import { greedy } from "./greedy-allocator.js";
import { observe } from "./observed-simulation.js";

describe("an agent that is lost", () => {
  test("takes its tasks with it, and they start again from nothing elsewhere", async () => {
    const plan = clusterPlan({
      agents: { a1: "cpus:2", a2: "cpus:2" },
      frameworks: [{ name: "f", jobs: [{ tasks: 2, runs: 10 }] }],
      faults: [{ at: 4, agent: "a1", lasts: null }],
    });
    const seen = await observe(plan, greedy());
    expect(seen.told("agent", "killed", "started", "finished")).toEqual([
      "0 agent a1 cpus:2",
      "0 agent a2 cpus:2",
      "0 started f-1.1 a1 cpus:1",
      "0 started f-1.2 a1 cpus:1",
      "4 agent a1 gone",
      "4 killed f-1.1 agentLost placed",
      "4 killed f-1.2 agentLost placed",
      "4 started f-1.1 a2 cpus:1",
      "4 started f-1.2 a2 cpus:1",
      "14 finished f-1.1",
      "14 finished f-1.2",
    ]);
    expect(seen.operations.filter((line) => line.startsWith("4 "))).toEqual([
      "4 removeAgent a1",
      "4 requestResources f [class-0=2xcpus:1]",
      "4 reviveOffers f []",
      "4 acceptOffer f batch a2 cpus:1 f-1.1",
      "4 acceptOffer f batch a2 cpus:1 f-1.2",
      "4 requestResources f []",
      "4 suppressOffers f []",
    ]);
  });

  test("comes back empty after its time", async () => {
    const plan = clusterPlan({
      frameworks: [{ name: "f", jobs: [{ needs: "cpus:4", runs: 10 }] }],
      faults: [{ at: 4, agent: "a1", lasts: 20 }],
    });
    const seen = await observe(plan, greedy());
    expect(seen.only("removeAgent", "addAgent")).toEqual([
      "0 addAgent a1 cpus:4 ",
      "4 removeAgent a1",
      "24 addAgent a1 cpus:4 ",
    ]);
    expect(seen.told("started", "finished")).toEqual([
      "0 started f-1 a1 cpus:4",
      "24 started f-1 a1 cpus:4",
      "34 finished f-1",
    ]);
  });

  test("takes a gang's members on other agents down too", async () => {
    const plan = clusterPlan({
      agents: { a1: "cpus:2", a2: "cpus:2", a3: "cpus:2" },
      frameworks: [{ name: "f", jobs: [{ needs: "cpus:2", tasks: 2, gang: true }] }],
      faults: [{ at: 4, agent: "a1", lasts: null }],
    });
    const seen = await observe(plan, greedy());
    expect(seen.told("killed")).toEqual(["4 killed f-1.1 agentLost placed", "4 killed f-1.2 agentLost placed"]);
    expect(seen.operations.filter((line) => line.startsWith("4 ")).slice(0, 2)).toEqual([
      "4 removeAgent a1",
      "4 recoverResources f batch a2 cpus:2 no-refuse allocated f-1.2",
    ]);
    expect(seen.told("started").slice(2)).toEqual(["4 started f-1.1 a2 cpus:2", "4 started f-1.2 a3 cpus:2"]);
  });

  test("takes held and unanswered offers with it", async () => {
    const jobs = [{ needs: "cpus:4", tasks: 2, gang: true }];
    const held = await observe(
      clusterPlan({
        frameworks: [{ name: "f", jobs }],
        faults: [{ at: 1.5, agent: "a1", lasts: null }],
        duration: 100,
      }),
      greedy(),
    );
    expect(held.told("sent", "declined", "rescinded")).toEqual(["0 sent f cpus:4", "1.5 rescinded f batch"]);
    expect(held.only("recoverResources")).toEqual([]);

    const unanswered = await observe(
      clusterPlan({
        frameworks: [{ name: "f", suppresses: false }],
        faults: [{ at: 1, agent: "a1", lasts: null }],
        duration: 2,
      }),
      greedy({ mayOffer: (t) => t > 0 }),
    );
    expect(unanswered.told("sent", "declined", "rescinded")).toEqual(["1 sent f cpus:4", "1 rescinded f batch"]);
  });

  test("stays away as long as any of its faults lasts", async () => {
    const faults = [
      { at: 1, agent: "a1", lasts: 10 },
      { at: 5, agent: "a1", lasts: 10 },
    ];
    const seen = await observe(clusterPlan({ frameworks: [{ name: "f" }], faults, duration: 20 }), greedy());
    expect(seen.told("agent")).toEqual(["0 agent a1 cpus:4", "1 agent a1 gone", "15 agent a1 cpus:4"]);
  });
});

test("a service is kept up", async () => {
  const plan = clusterPlan({
    agents: { a1: "cpus:2", a2: "cpus:1" },
    frameworks: [{ name: "web", service: { instances: 3, needs: "cpus:1" } }],
    faults: [{ at: 4, agent: "a2", lasts: 2 }],
    duration: 50,
  });
  expect((await observe(plan, greedy())).told("submitted", "started", "killed", "finished")).toEqual([
    "0 submitted web-1",
    "0 submitted web-2",
    "0 submitted web-3",
    "0 started web-1 a1 cpus:1",
    "0 started web-2 a1 cpus:1",
    "0 started web-3 a2 cpus:1",
    "4 killed web-3 agentLost placed",
    "6 started web-3 a2 cpus:1",
  ]);
});
