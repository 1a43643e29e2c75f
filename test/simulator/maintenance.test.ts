import { describe, expect, test } from "vitest";
import { askBack } from "./claims.js";
import { clusterPlan, type FrameworkSketch, type MaintenanceSketch, type PlanSketch } from "./cluster-plans.js";
import { greedy } from "./greedy-allocator.js";
import { type ObservedSimulation, observe } from "./observed-simulation.js";

const asking = greedy({ also: (_t, ledger) => askBack(ledger) });

/** A framework `f` on two agents of 4 cpus; a1 is under maintenance from 6 s for 10 s, which is announced at 2 s. */
function maintained(
  framework: Partial<FrameworkSketch>,
  maintenance: Partial<MaintenanceSketch> = {},
  sketch: PlanSketch = {},
): Promise<ObservedSimulation> {
  const plan = clusterPlan({
    agents: { a1: "cpus:4", a2: "cpus:4" },
    frameworks: [{ name: "f", suppresses: false, refuse: 1, ...framework }],
    maintenance: [{ agent: "a1", announced: 2, from: 6, lasts: 10, ...maintenance }],
    ...sketch,
  });
  return observe(plan, asking);
}

const agentOperations = (seen: ObservedSimulation) =>
  seen.only("updateUnavailability", "removeAgent", "addAgent").slice(2);

describe("a maintenance", () => {
  test("is announced, takes the agent away, and brings it back without an unavailability (M1)", async () => {
    const seen = await maintained({}, {}, { duration: 20 });
    expect(agentOperations(seen)).toEqual([
      "2 updateUnavailability a1 unavailable:6+10",
      "6 removeAgent a1",
      "16 addAgent a1 cpus:4 ",
    ]);
  });

  test("may be for good", async () => {
    const seen = await maintained({}, { lasts: null }, { duration: 100 });
    expect(agentOperations(seen)).toEqual(["2 updateUnavailability a1 unavailable:6+", "6 removeAgent a1"]);
  });

  test("lets a framework that accepts hand back all it holds there at the deadline, and start it elsewhere", async () => {
    const seen = await maintained({ jobs: [{ tasks: 2, runs: 20 }] });
    expect(seen.told("started", "killed", "agent").slice(2)).toEqual([
      "0 started f-1.1 a1 cpus:1",
      "0 started f-1.2 a1 cpus:1",
      "6 killed f-1.1 handedBack placed",
      "6 killed f-1.2 handedBack placed",
      "6 agent a1 gone",
      "6 started f-1.2 a2 cpus:1",
      "6 started f-1.1 a2 cpus:1",
      "16 agent a1 cpus:4",
    ]);
  });

  test("costs nothing when all ends before it", async () => {
    const seen = await maintained({ jobs: [{ tasks: 2, runs: 5 }] });
    expect(seen.told("killed")).toEqual([]);
  });

  test("takes along what a framework that declines still runs there", async () => {
    const seen = await maintained({ inverseOffers: "decline", jobs: [{ runs: 20 }] });
    expect(seen.told("killed", "agent").slice(2)).toEqual([
      "6 agent a1 gone",
      "6 killed f-1 agentLost placed",
      "16 agent a1 cpus:4",
    ]);
  });

  test("is answered as often as it is asked about, and handed back for once", async () => {
    const seen = await maintained({ jobs: [{ runs: 20 }] }, {}, { duration: 7 });
    expect(seen.only("inverseOfferResponse")).toEqual([
      "2 inverseOfferResponse f a1 accepted refuse:1",
      "3 inverseOfferResponse f a1 accepted refuse:1",
      "4 inverseOfferResponse f a1 accepted refuse:1",
      "5 inverseOfferResponse f a1 accepted refuse:1",
    ]);
    expect(seen.told("killed")).toEqual(["6 killed f-1 handedBack placed"]);
  });

  test("lets a framework that accepted start nothing more there, though offers go on (M4)", async () => {
    const jobs = [{ runs: 20 }, { at: 3.5, tasks: 6, runs: 20 }];
    const seen = await maintained({ jobs }, {}, { duration: 5 });
    expect(seen.told("started").map((line) => line.split(" ").slice(2, 4).join(" "))).toEqual([
      "f-1 a1",
      "f-2.1 a2",
      "f-2.2 a2",
      "f-2.3 a2",
      "f-2.4 a2",
    ]);
    expect(seen.told("sent")).toContain("3.5 sent f cpus:3");
  });

  test("of which nobody is told in time takes all along", async () => {
    const seen = await maintained({ jobs: [{ runs: 20 }] }, { announced: 6 }, { duration: 7 });
    expect(seen.told("killed")).toEqual(["6 killed f-1 agentLost placed"]);
  });

  test("that is announced while the agent is away is known when it joins", async () => {
    const sketch = { faults: [{ at: 1, agent: "a1", lasts: 2 }], duration: 20 };
    expect(agentOperations(await maintained({}, {}, sketch))).toEqual([
      "1 removeAgent a1",
      "3 addAgent a1 cpus:4  unavailable:6+10",
      "6 removeAgent a1",
      "16 addAgent a1 cpus:4 ",
    ]);
  });

  test("and a fault at the same time keep the agent away until both are over", async () => {
    const sketch = { faults: [{ at: 10, agent: "a1", lasts: 20 }], duration: 40 };
    expect((await maintained({}, {}, sketch)).told("agent").slice(2)).toEqual([
      "6 agent a1 gone",
      "30 agent a1 cpus:4",
    ]);
  });

  test("may follow another one at once", async () => {
    const maintenance = [
      { agent: "a1", announced: 2, from: 6, lasts: 4 },
      { agent: "a1", announced: 10, from: 12, lasts: 3 },
    ];
    expect(agentOperations(await maintained({}, {}, { maintenance, duration: 20 }))).toEqual([
      "2 updateUnavailability a1 unavailable:6+4",
      "6 removeAgent a1",
      "10 addAgent a1 cpus:4  unavailable:12+3",
      "12 removeAgent a1",
      "15 addAgent a1 cpus:4 ",
    ]);
  });
});
