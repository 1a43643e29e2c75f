import { describe, expect, test } from "vitest";
import { type ClaimSketch, inverseOffers } from "./claims.js";
import { clusterPlan, type FrameworkSketch } from "./cluster-plans.js";
import { greedy } from "./greedy-allocator.js";
import { type ObservedSimulation, observe } from "./observed-simulation.js";

/** A framework `f` on two agents of 4 cpus is sent an inverse offer at 2 s. */
function asked(
  framework: Partial<FrameworkSketch>,
  claim: Partial<ClaimSketch>,
  duration?: number,
): Promise<ObservedSimulation> {
  const plan = clusterPlan({
    agents: { a1: "cpus:4", a2: "cpus:4" },
    frameworks: [{ name: "f", suppresses: false, refuse: 1, ...framework }],
    ...(duration === undefined ? {} : { duration }),
  });
  const allocator = greedy({
    also: (t, ledger, cause) =>
      t === 2e6 && cause.operation.op === "allocate"
        ? inverseOffers(ledger, { framework: "f", agent: "a1", resources: "", by: 6, ...claim })
        : {},
  });
  return observe(plan, allocator);
}

describe("a framework that declines an inverse offer", () => {
  test("says so and keeps what it has", async () => {
    const seen = await asked({ inverseOffers: "decline", jobs: [{ runs: 20 }] }, {});
    expect(seen.only("inverseOfferResponse")).toEqual(["2 inverseOfferResponse f a1 not-accepted refuse:1"]);
    expect(seen.told("killed", "finished")).toEqual(["20 finished f-1"]);
  });
});

describe("a framework's answer to an inverse offer", () => {
  test("asks not to be asked again for its refusal time (M3)", async () => {
    const seen = await asked({ refuse: 7, jobs: [{ runs: 4 }] }, {});
    expect(seen.only("inverseOfferResponse")).toEqual(["2 inverseOfferResponse f a1 accepted refuse:7"]);
  });

  test("asks for no filter when it refuses nothing", async () => {
    const seen = await asked({ refuse: 0, jobs: [{ runs: 4 }] }, {});
    expect(seen.only("inverseOfferResponse")).toEqual(["2 inverseOfferResponse f a1 accepted"]);
  });
});

describe("a framework that accepts an inverse offer", () => {
  test("hands back by the deadline what it named, ending its youngest tasks there", async () => {
    const jobs = [{ runs: 20 }, { at: 0.5, runs: 20 }, { at: 0.75, runs: 20 }];
    const seen = await asked({ jobs }, { resources: "cpus:2" }, 6);
    expect(seen.only("inverseOfferResponse")).toEqual(["2 inverseOfferResponse f a1 accepted refuse:1"]);
    expect(seen.told("killed")).toEqual(["6 killed f-3 handedBack placed", "6 killed f-2 handedBack placed"]);
  });

  test("hands back everything when nothing is named", async () => {
    const seen = await asked({ jobs: [{ tasks: 3, runs: 20 }] }, {}, 6);
    expect(seen.told("killed")).toHaveLength(3);
  });

  test("ends nothing when enough has ended by itself", async () => {
    const seen = await asked({ jobs: [{ runs: 5 }, { runs: 20 }] }, { resources: "cpus:1" });
    expect(seen.told("killed")).toEqual([]);
  });

  test("starts nothing more on that agent until the deadline", async () => {
    const jobs = [{ runs: 20 }, { at: 3, tasks: 6, runs: 20 }];
    const seen = await asked({ jobs }, { resources: "cpus:1" }, 10);
    expect(seen.told("started").map((line) => line.split(" ").slice(0, 4).join(" "))).toEqual([
      "0 started f-1 a1",
      "3 started f-2.1 a2",
      "3 started f-2.2 a2",
      "3 started f-2.3 a2",
      "3 started f-2.4 a2",
      "6 started f-1 a1",
      "6 started f-2.5 a1",
      "6 started f-2.6 a1",
    ]);
  });

  test("gives back at once what it holds there for a gang", async () => {
    const jobs = [{ needs: "cpus:4", tasks: 3, gang: true }];
    const seen = await asked({ jobs }, { resources: "cpus:4" }, 2);
    expect(seen.told("declined")).toEqual(["2 declined f batch"]);
    expect(seen.only("recoverResources")).toEqual([
      "2 recoverResources f batch a1 cpus:4 refuse:1 not-allocated no-task",
    ]);
  });
});
