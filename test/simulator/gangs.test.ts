import { describe, expect, test } from "vitest";
import { clusterPlan, type JobSketch } from "./cluster-plans.js";
import { greedy } from "./greedy-allocator.js";
import { observe } from "./observed-simulation.js";

const TWO_AGENTS = { a1: "cpus:4", a2: "cpus:4" };

/** `long` keeps agent a2 until 10 s. */
const busy = { name: "a-busy", jobs: [{ needs: "cpus:4", runs: 10 }] };
const busyPrefersSecond = (_t: number, framework: string, agent: string) => framework !== "a-busy" || agent === "a2";

describe("a gang", () => {
  test("starts all its tasks at once over several agents", async () => {
    const jobs = [{ needs: "cpus:3", tasks: 2, gang: true }];
    const seen = await observe(clusterPlan({ agents: TWO_AGENTS, frameworks: [{ name: "f", jobs }] }), greedy());
    expect(seen.told("started")).toEqual(["0 started f-1.1 a1 cpus:3", "0 started f-1.2 a2 cpus:3"]);
  });

  test("holds the offers that it can use until the rest comes", async () => {
    const jobs = [{ needs: "cpus:4", tasks: 2, gang: true }];
    const plan = clusterPlan({ agents: TWO_AGENTS, frameworks: [busy, { name: "f", jobs }] });
    const seen = await observe(plan, greedy({ mayOffer: busyPrefersSecond }));
    expect(seen.told("started")).toEqual([
      "0 started a-busy-1 a2 cpus:4",
      "11 started f-1.1 a1 cpus:4",
      "11 started f-1.2 a2 cpus:4",
    ]);
    expect(seen.told("declined")).toEqual([]);
  });

  test("declines offers in which none of its tasks fits", async () => {
    const jobs = [{ needs: "cpus:4", tasks: 2, gang: true }];
    const agents = { ...TWO_AGENTS, a3: "cpus:3" };
    const plan = clusterPlan({ agents, frameworks: [busy, { name: "f", jobs }], duration: 0 });
    const seen = await observe(plan, greedy({ mayOffer: busyPrefersSecond }));
    expect(seen.only("recoverResources")).toEqual([
      "0 recoverResources f batch a3 cpus:3 refuse:5 not-allocated no-task",
    ]);
  });

  test("gives up what it holds after the gang time-out and tries again later", async () => {
    const jobs = [{ needs: "cpus:4", tasks: 2, gang: true }];
    const plan = clusterPlan({
      agents: TWO_AGENTS,
      frameworks: [busy, { name: "f", refuse: 2, gangTimeout: 4.5, jobs }],
    });
    const seen = await observe(plan, greedy({ mayOffer: busyPrefersSecond }));
    expect(seen.only("recoverResources")[0]).toBe(
      "4.5 recoverResources f batch a1 cpus:4 refuse:2 not-allocated no-task",
    );
    expect(seen.told("sent")).toContain("7 sent f cpus:4");
    expect(seen.told("started").slice(1)).toEqual(["11 started f-1.1 a1 cpus:4", "11 started f-1.2 a2 cpus:4"]);
  });

  test("lets smaller jobs use what is left over while it waits, first fit", async () => {
    const jobs: JobSketch[] = [{ needs: "cpus:3", tasks: 2, gang: true }, { needs: "cpus:2" }, { needs: "cpus:1" }];
    const plan = clusterPlan({ agents: { a1: "cpus:4" }, frameworks: [{ name: "f", jobs }], duration: 0 });
    const seen = await observe(plan, greedy());
    expect(seen.told("started", "declined")).toEqual(["0 started f-3 a1 cpus:1"]);
  });

  test("lets a smaller job that arrives later use what it holds", async () => {
    const jobs: JobSketch[] = [
      { needs: "cpus:3", tasks: 2, gang: true },
      { needs: "cpus:1", at: 1.5 },
    ];
    const plan = clusterPlan({ agents: { a1: "cpus:4" }, frameworks: [{ name: "f", jobs }], duration: 2 });
    const seen = await observe(plan, greedy());
    expect(seen.told("started")).toEqual(["1.5 started f-2 a1 cpus:1"]);
    expect(seen.told("accepted", "declined", "rescinded")).toEqual(["1.5 accepted f batch"]);
  });

  test("lets nothing overtake it, first come first served", async () => {
    const jobs: JobSketch[] = [{ needs: "cpus:3", tasks: 2, gang: true }, { needs: "cpus:1" }];
    const plan = clusterPlan({
      agents: { a1: "cpus:4" },
      frameworks: [{ name: "f", queue: "firstComeFirstServed", jobs }],
      duration: 0,
    });
    expect((await observe(plan, greedy())).told("started", "declined")).toEqual([]);
  });

  test("of one task is no gang", async () => {
    const plan = clusterPlan({ frameworks: [{ name: "f", jobs: [{ gang: true }] }] });
    const seen = await observe(plan, greedy());
    expect(seen.only("requestResources")[0]).toBe("0 requestResources f [class-0=1xcpus:1]");
    expect(seen.told("started")).toEqual(["0 started f-1 a1 cpus:1"]);
  });
});

describe("frameworks whose gangs need what the other holds", () => {
  const jobs = [{ needs: "cpus:4", tasks: 2, gang: true, runs: 5 }];
  /** Each framework gets its own agent first, and the other's when that refuses it. */
  const stubborn = greedy({
    prefers: (agent) => (agent === "a1" ? ["f1", "f2"] : ["f2", "f1"]),
    // Else the first to register would be offered both before the other is there.
    mayOffer: (t, framework, agent) => t > 0 || framework.slice(1) === agent.slice(1),
  });

  test.each([
    { gangTimeout: 10, refuse: 5 },
    { gangTimeout: 0.5, refuse: 1 },
    { gangTimeout: 3, refuse: 60 },
  ])("get through though both hold, refuse and come back in step: %o", async (times) => {
    const frameworks = ["f1", "f2"].map((name) => ({ name, ...times, jobs }));
    const seen = await observe(clusterPlan({ agents: TWO_AGENTS, frameworks }), stubborn);
    expect(seen.told("declined").length).toBeGreaterThan(2);
    expect(seen.told("finished")).toHaveLength(4);
    expect(seen.end.reason).toBe("jobsEnded");
  });

  test("get through though the offer time-out ends both holds in step", async () => {
    const frameworks = ["f1", "f2"].map((name) => ({ name, refuse: 2, jobs }));
    const seen = await observe(clusterPlan({ agents: TWO_AGENTS, frameworks, offerTimeout: 4.5 }), stubborn);
    expect(seen.told("rescinded").length).toBeGreaterThan(2);
    expect(seen.end.reason).toBe("jobsEnded");
  });
});
