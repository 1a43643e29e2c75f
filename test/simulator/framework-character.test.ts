import { describe, expect, test } from "vitest";
import { clusterPlan, type FrameworkSketch, type PlanSketch } from "./cluster-plans.js";
import { greedy } from "./greedy-allocator.js";
import { type ObservedSimulation, observe } from "./observed-simulation.js";

/** Framework `f` is served before `g`. */
function alone(framework: Omit<FrameworkSketch, "name">, sketch: PlanSketch = {}): Promise<ObservedSimulation> {
  return observe(clusterPlan({ frameworks: [{ name: "f", ...framework }], ...sketch }), greedy());
}

/** `10 started f-1` */
const told = (seen: ObservedSimulation, ...kinds: readonly string[]) =>
  seen.told(...kinds).map((line) => line.split(" ").slice(0, 3).join(" "));

describe("a slow framework", () => {
  test("holds its offers while it decides, and one that is not answers at once", async () => {
    const jobs = [{ at: 0.5, runs: 5 }];
    expect(told(await alone({ jobs, decides: [10] }), "sent", "accepted")).toEqual(["0.5 sent f", "10.5 accepted f"]);
    expect(told(await alone({ jobs, decides: [0] }), "sent", "accepted")).toEqual(["0.5 sent f", "0.5 accepted f"]);
    expect(told(await alone({ jobs }), "sent", "accepted")).toEqual(["0.5 sent f", "0.5 accepted f"]);
  });

  test("takes one decision at a time, each about all offers that had come when it began", async () => {
    const agents = { a1: "cpus:1", a2: "cpus:1", a3: "cpus:1" };
    const joins = { a2: 1, a3: 2 };
    const jobs = [{ tasks: 3, runs: 100 }];
    const seen = await alone({ jobs, decides: [10] }, { agents, joins, duration: 30 });
    expect(told(seen, "sent")).toEqual(["0 sent f", "1 sent f", "2 sent f"]);
    expect(told(seen, "started")).toEqual(["10 started f-1.1", "20 started f-1.2", "20 started f-1.3"]);
  });

  test("takes its decision times one after the other, and over and over", async () => {
    const jobs = [
      { at: 0, runs: 1 },
      { at: 20, runs: 1 },
      { at: 40, runs: 1 },
    ];
    const seen = await alone({ jobs, decides: [3, 5] });
    expect(told(seen, "started")).toEqual(["3 started f-1", "25 started f-2", "43 started f-3"]);
  });

  test("also takes its time to decline", async () => {
    const seen = await alone({ suppresses: false, refuse: 100, decides: [4] }, { duration: 8 });
    expect(told(seen, "sent", "declined")).toEqual(["0 sent f", "4 declined f"]);
  });

  test("makes others wait for what it holds (the Omega effect)", async () => {
    const waiting = async (decides: readonly number[]) => {
      const slow = { name: "f", suppresses: false, refuse: 100, decides };
      const quick = { name: "g", jobs: [{ at: 0.5 }] };
      return told(await observe(clusterPlan({ frameworks: [slow, quick] }), greedy()), "started");
    };
    expect(await waiting([30])).toEqual(["31 started g-1"]);
    expect(await waiting([0])).toEqual(["0.5 started g-1"]);
  });

  test("finds nothing left of an offer that was rescinded meanwhile", async () => {
    const seen = await alone({ jobs: [{}], decides: [10] }, { offerTimeout: 4, duration: 12 });
    expect(told(seen, "sent", "rescinded", "started")).toEqual([
      "0 sent f",
      "4 rescinded f",
      "5 sent f",
      "9 rescinded f",
      "10 sent f",
    ]);
    const patient = await alone({ jobs: [{}], decides: [10] }, { offerTimeout: 11, duration: 12 });
    expect(told(patient, "sent", "rescinded", "started")).toEqual(["0 sent f", "10 started f-1"]);
  });

  test("loses what it thinks about with the agent", async () => {
    const faults = [{ at: 3, agent: "a1", lasts: 1 }];
    const seen = await alone({ jobs: [{ runs: 1 }], decides: [10] }, { faults });
    expect(told(seen, "sent", "rescinded", "started")).toEqual([
      "0 sent f",
      "3 rescinded f",
      "4 sent f",
      "20 started f-1",
    ]);
  });

  test("decides anew when work comes for which it holds something already", async () => {
    const jobs = [
      { needs: "cpus:3", tasks: 2, gang: true },
      { at: 7, needs: "cpus:1", runs: 1 },
    ];
    const seen = await alone({ jobs, decides: [2] }, { duration: 12 });
    expect(told(seen, "started")).toEqual(["9 started f-2"]);
  });
});

describe("a picky framework", () => {
  const agents = { a1: "cpus:4", a2: "cpus:8" };

  test("declines offers that hold too little, whatever would fit into them", async () => {
    const jobs = [{ needs: "cpus:1", tasks: 10, runs: 20 }];
    const picky = await alone({ jobs, accepts: { atLeast: "cpus:8" } }, { agents, duration: 3 });
    expect(picky.told("started").every((line) => line.includes(" a2 "))).toBe(true);
    expect(picky.told("started")).toHaveLength(8);
    expect(told(picky, "declined")).toEqual(["0 declined f"]);
    const easy = await alone({ jobs }, { agents, duration: 3 });
    expect(easy.told("started")).toHaveLength(10);
  });

  test("counts reserved and revocable amounts of a name together", async () => {
    const accepts = { atLeast: "cpus:4" };
    const framework = { jobs: [{}], revocable: true, accepts };
    const enough = await alone(framework, { agents: { a1: "cpus:1;cpus(batch):1;cpus{REV}:2" }, duration: 1 });
    expect(enough.told("started")).toHaveLength(1);
    const short = await alone(framework, { agents: { a1: "cpus:1;cpus(batch):1;cpus{REV}:1" }, duration: 1 });
    expect(short.told("started")).toEqual([]);
  });

  test("takes offers of the agents that it likes only", async () => {
    const jobs = [{ tasks: 5 }];
    const seen = await alone({ jobs, accepts: { agents: ["a1"] } }, { agents, duration: 1 });
    expect(seen.told("started").map((line) => line.split(" ")[3])).toEqual(["a1", "a1", "a1", "a1"]);
  });

  test("declines its first offers, so many of them", async () => {
    const seen = await alone({ jobs: [{}], refuse: 3, accepts: { afterDeclining: 2 } });
    expect(told(seen, "declined", "started")).toEqual(["0 declined f", "3 declined f", "6 started f-1"]);
  });
});

describe("a hoarding framework", () => {
  const idle = { suppresses: false, refuse: 100 };

  test("keeps what it does not use, so that work to come starts at once and others wait", async () => {
    const frameworks = (hoards: FrameworkSketch["hoards"]) => [
      { name: "f", ...idle, jobs: [{ at: 5.5, needs: "cpus:2", runs: 100 }], ...(hoards && { hoards }) },
      { name: "g", jobs: [{ at: 1, needs: "cpus:2", tasks: 2, runs: 100 }] },
    ];
    const started = async (hoards?: FrameworkSketch["hoards"]) =>
      told(await observe(clusterPlan({ frameworks: frameworks(hoards), duration: 20 }), greedy()), "started");
    expect(await started({ for: null })).toEqual(["5.5 started f-1"]);
    expect(await started()).toEqual(["1 started g-1.1", "1 started g-1.2"]);
  });

  test("gives each offer back when it has kept it for so long", async () => {
    const agents = { a1: "cpus:1", a2: "cpus:1" };
    const seen = await alone({ ...idle, hoards: { for: 10 } }, { agents, joins: { a2: 4 }, duration: 20 });
    expect(told(seen, "sent", "declined")).toEqual(["0 sent f", "4 sent f", "10 declined f", "14 declined f"]);
  });

  test("keeps the rest of an offer of which it uses a part, and counts it as accepted", async () => {
    const jobs = [{ needs: "cpus:1", runs: 100 }];
    const seen = await alone({ ...idle, jobs, hoards: { for: 10 } }, { duration: 20 });
    expect(told(seen, "accepted", "declined")).toEqual(["0 accepted f"]);
    expect(seen.only("recoverResources")).toEqual([
      "10 recoverResources f batch a1 cpus:3 refuse:100 not-allocated no-task",
    ]);
  });

  test("keeps no more once it has enough", async () => {
    const agents = { a1: "cpus:4", a2: "cpus:4", a3: "cpus:4" };
    const seen = await alone({ ...idle, hoards: { for: null, upTo: "cpus:6" } }, { agents, duration: 2 });
    expect(told(seen, "sent", "declined")).toEqual(["0 sent f", "0 sent f", "0 sent f", "0 declined f"]);
    const greedier = await alone({ ...idle, hoards: { for: null, upTo: "mem:6" } }, { agents, duration: 2 });
    expect(told(greedier, "declined")).toEqual(["0 declined f", "0 declined f", "0 declined f"]);
  });

  test("does not keep what it would not accept", async () => {
    const agents = { a1: "cpus:4", a2: "cpus:8" };
    const picky = { ...idle, hoards: { for: null }, accepts: { agents: ["a2"] } };
    const seen = await alone(picky, { agents, duration: 2 });
    expect(seen.only("recoverResources")).toEqual([
      "0 recoverResources f batch a1 cpus:4 refuse:100 not-allocated no-task",
    ]);
  });

  test("loses it to the offer time-out", async () => {
    const seen = await alone({ ...idle, hoards: { for: 10 } }, { offerTimeout: 3, duration: 5 });
    expect(told(seen, "sent", "rescinded", "declined")).toEqual(["0 sent f", "3 rescinded f", "4 sent f"]);
  });

  test("loses it with the agent", async () => {
    const faults = [{ at: 3, agent: "a1", lasts: null }];
    const seen = await alone({ ...idle, hoards: { for: 10 } }, { faults, duration: 20 });
    expect(told(seen, "rescinded", "declined")).toEqual(["3 rescinded f"]);
  });
});

describe("a framework that revives over and over", () => {
  test("does so from its registration on, and clears its filters each time", async () => {
    const storm = { suppresses: false, refuse: 100, startsAt: 1, revivesEvery: 2 };
    const seen = await alone(storm, { duration: 6 });
    expect(seen.only("reviveOffers")).toEqual(["3 reviveOffers f []", "5 reviveOffers f []"]);
    expect(told(seen, "sent")).toEqual(["1 sent f", "3 sent f", "5 sent f"]);
    const calm = await alone({ ...storm, revivesEvery: undefined as never }, { duration: 6 });
    expect(calm.only("reviveOffers")).toEqual([]);
    expect(told(calm, "sent")).toEqual(["1 sent f"]);
  });

  test("suppresses again when it has nothing to run", async () => {
    const seen = await alone({ revivesEvery: 2 }, { duration: 5 });
    expect(seen.only("suppressOffers", "reviveOffers")).toEqual([
      "2 reviveOffers f []",
      "2 suppressOffers f []",
      "4 reviveOffers f []",
      "4 suppressOffers f []",
    ]);
  });

  test("does not keep a run without a duration from its end", async () => {
    const jobs = [{ needs: "cpus:9" }];
    const seen = await alone({ jobs, revivesEvery: 1 });
    expect(seen.end.reason).toBe("stalemate");
  });
});
