import { describe, expect, test } from "vitest";
import type { AllocatorFactory } from "../../src/allocator/allocator.js";
import { AllocatorFailure } from "../../src/allocator/failure.js";
import { revocations } from "./claims.js";
import { clusterPlan } from "./cluster-plans.js";
import { greedy } from "./greedy-allocator.js";
import { observe } from "./observed-simulation.js";

describe("a run", () => {
  test("without a duration ends with its last job, whatever services do", async () => {
    const plan = clusterPlan({
      frameworks: [
        { name: "f", suppresses: false, jobs: [{ runs: 2.5 }, { at: 4.25, runs: 1 }] },
        { name: "web", suppresses: false, service: { instances: 1, needs: "cpus:1" } },
      ],
    });
    const seen = await observe(plan, greedy());
    expect(seen.end).toMatchObject({ endedAt: 5_250_000, reason: "jobsEnded" });
    expect(seen.told("over")).toEqual(["5.25 over"]);
  });

  test("without jobs and duration is over at once", async () => {
    const seen = await observe(clusterPlan({ frameworks: [{ name: "f", suppresses: false }] }), greedy());
    expect(seen.end).toMatchObject({ endedAt: 0, reason: "jobsEnded" });
  });

  test("with a duration ends then, and what happens at that very time still happens", async () => {
    const plan = clusterPlan({ frameworks: [{ name: "f", jobs: [{ runs: 5 }, { runs: 6 }] }], duration: 5 });
    const seen = await observe(plan, greedy());
    expect(seen.end).toMatchObject({ endedAt: 5_000_000, reason: "duration" });
    expect(seen.told("finished")).toEqual(["5 finished f-1"]);
  });

  test("with a duration goes on to it after all jobs have ended", async () => {
    const plan = clusterPlan({ frameworks: [{ name: "f", jobs: [{ runs: 5 }] }], duration: 50 });
    expect((await observe(plan, greedy())).end.endedAt).toBe(50_000_000);
  });

  test("counts how often the allocator was asked", async () => {
    const plan = clusterPlan({ frameworks: [{ name: "f", suppresses: false }], duration: 3 });
    const seen = await observe(plan, greedy());
    expect(seen.end.cycles).toBe(5);
    expect(seen.told("cycle")).toHaveLength(5);
  });
});

describe("a stalemate", () => {
  test("ends a run whose pending task fits nowhere", async () => {
    const plan = clusterPlan({ frameworks: [{ name: "f", jobs: [{ needs: "cpus:5" }, { runs: 30 }] }] });
    const seen = await observe(plan, greedy());
    expect(seen.end.reason).toBe("stalemate");
    expect(seen.told("finished")).toEqual(["30 finished f-2"]);
    expect(seen.only("allocate").length).toBeGreaterThanOrEqual(1000);
  });

  test("is not seen in waiting for what the plan still brings", async () => {
    const plan = clusterPlan({
      frameworks: [{ name: "f", refuse: 1, jobs: [{ needs: "cpus:5" }] }],
      agents: { a1: "cpus:4", a2: "cpus:5" },
      faults: [{ at: 0, agent: "a2", lasts: 5000 }],
    });
    const seen = await observe(plan, greedy({ mayOffer: (t, _framework, agent) => t > 0 || agent === "a1" }));
    expect(seen.end.reason).toBe("jobsEnded");
    expect(seen.told("finished")).toEqual(["5010 finished f-1"]);
  });

  test("is not seen before the longest filter is over", async () => {
    const jobs = [{ at: 1, runs: 1 }, { at: 5 }];
    const plan = clusterPlan({
      frameworks: [{ name: "f", suppresses: false, refuse: 3000, reviveInterval: 4000, jobs }],
    });
    const seen = await observe(plan, greedy());
    expect(seen.told("started")).toEqual(["1 started f-1 a1 cpus:1", "3003 started f-2 a1 cpus:1"]);
    expect(seen.end.reason).toBe("jobsEnded");
  });

  test("ends a run without agents", async () => {
    const plan = clusterPlan({ agents: {}, frameworks: [{ name: "f", jobs: [{}] }] });
    expect((await observe(plan, greedy())).end.reason).toBe("stalemate");
  });

  test("ends a run in which a service runs and a job never can", async () => {
    const plan = clusterPlan({
      frameworks: [
        { name: "web", service: { instances: 1, needs: "cpus:1" } },
        { name: "f", jobs: [{ needs: "cpus:4" }] },
      ],
    });
    expect((await observe(plan, greedy())).end.reason).toBe("stalemate");
  });

  test("ends a run in which a task is killed again and again", async () => {
    const plan = clusterPlan({
      agents: { a1: "cpus{REV}:1" },
      frameworks: [{ name: "f", revocable: true, suppresses: false, jobs: [{ runs: 10 }] }],
    });
    const always = greedy({
      also: (t, ledger, { operation }) => {
        const running = operation.op === "allocate" && ledger.tasks.size > 0;
        const claim = { framework: "f", agent: "a1", resources: "cpus{REV}:1", by: t / 1e6 };
        return running ? revocations(ledger, claim) : {};
      },
    });
    const seen = await observe(plan, always);
    expect(seen.end.reason).toBe("stalemate");
    expect(seen.told("finished")).toEqual([]);
  });
});

describe("an allocator that fails", () => {
  const plan = clusterPlan({ frameworks: [{ name: "f", suppresses: false, refuse: 0, jobs: [{ needs: "cpus:9" }] }] });

  test("by offering at once what was just declined, over and over, is stopped", async () => {
    const restless = greedy({ triggers: ["recoverResources"] });
    await expect(observe(plan, restless)).rejects.toMatchObject({ kind: "illegalDecision" });
    await expect(observe(plan, restless)).rejects.toThrow("offered again at once");
  });

  test("is closed all the same", async () => {
    let closed = 0;
    const failing: AllocatorFactory = () => ({
      triggers: [],
      decide() {
        throw new Error("no idea");
      },
      gauges: () => [],
      close() {
        closed++;
      },
    });
    await expect(observe(plan, failing)).rejects.toThrow(AllocatorFailure);
    expect(closed).toBe(1);
  });
});
