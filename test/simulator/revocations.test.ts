import { describe, expect, test } from "vitest";
import { type ClaimSketch, revocations } from "./claims.js";
import { clusterPlan, type JobSketch, type PlanSketch } from "./cluster-plans.js";
import { greedy } from "./greedy-allocator.js";
import { type ObservedSimulation, observe } from "./observed-simulation.js";

/** A revocable framework `f` that never suppresses on agents of 4 revocable cpus; claims are made at the tick of a time. */
function revoking(
  jobs: readonly JobSketch[],
  claims: Readonly<Record<number, readonly Omit<ClaimSketch, "framework">[]>>,
  sketch: PlanSketch = {},
): Promise<ObservedSimulation> {
  const plan = clusterPlan({
    agents: { a1: "cpus{REV}:4" },
    frameworks: [{ name: "f", revocable: true, suppresses: false, refuse: 100, jobs }],
    ...sketch,
  });
  const allocator = greedy({
    also: (t, ledger, cause) => {
      if (cause.operation.op !== "allocate") return {};
      return revocations(ledger, ...(claims[t / 1e6] ?? []).map((claim) => ({ framework: "f", ...claim })));
    },
  });
  return observe(plan, allocator);
}

const killsOf = (seen: ObservedSimulation) => seen.told("killed").map((line) => line.replace(" placed", ""));

describe("a revocation", () => {
  test("costs nothing when enough ends by itself before the deadline", async () => {
    const jobs = [{ runs: 5 }, { runs: 20 }];
    const seen = await revoking(jobs, { 1: [{ agent: "a1", resources: "cpus{REV}:1", by: 5 }] });
    expect(killsOf(seen)).toEqual([]);
    expect(seen.told("finished")).toEqual(["5 finished f-1", "20 finished f-2"]);
  });

  test("lets the master kill at the deadline what has not ended, the youngest first", async () => {
    const jobs = [{ runs: 20 }, { at: 1.5, runs: 20 }, { at: 2.5, runs: 20 }];
    const seen = await revoking(jobs, { 4: [{ agent: "a1", resources: "cpus{REV}:2", by: 6 }] }, { duration: 6 });
    expect(killsOf(seen)).toEqual(["6 killed f-3 revoked", "6 killed f-2 revoked"]);
    expect(seen.operations.filter((line) => line.startsWith("6 ")).slice(1, 3)).toEqual([
      "6 recoverResources f batch a1 cpus{REV}:1 no-refuse allocated f-3",
      "6 recoverResources f batch a1 cpus{REV}:1 no-refuse allocated f-2",
    ]);
  });

  test("counts what ended by itself towards the amount, and kills only for the rest", async () => {
    const jobs = [{ runs: 5 }, { runs: 20 }, { runs: 20 }];
    const seen = await revoking(jobs, { 4: [{ agent: "a1", resources: "cpus{REV}:2", by: 6 }] }, { duration: 6 });
    expect(killsOf(seen)).toEqual(["6 killed f-2 revoked"]);
  });

  test("breaks ties of equal starts by the tasks' names in byte order", async () => {
    const jobs = [{ tasks: 4, runs: 20 }];
    const seen = await revoking(jobs, { 1: [{ agent: "a1", resources: "cpus{REV}:2", by: 3 }] }, { duration: 3 });
    expect(killsOf(seen)).toEqual(["3 killed f-1.1 revoked", "3 killed f-1.2 revoked"]);
  });

  test("with a deadline that is now kills in the same instant", async () => {
    const seen = await revoking(
      [{ runs: 20 }],
      { 2: [{ agent: "a1", resources: "cpus{REV}:1", by: 2 }] },
      { duration: 2 },
    );
    expect(killsOf(seen)).toEqual(["2 killed f-1 revoked"]);
  });

  test("kills the task that it names and no other", async () => {
    const jobs = [{ runs: 20 }, { at: 1.5, runs: 20 }];
    const claim = { agent: "a1", resources: "cpus{REV}:1", by: 4, task: "f-1" };
    expect(killsOf(await revoking(jobs, { 2: [claim] }, { duration: 4 }))).toEqual(["4 killed f-1 revoked"]);
  });

  test("spares a named task that ended by itself, and a new run of it", async () => {
    const claim = { agent: "a1", resources: "cpus{REV}:1", by: 6, task: "f-1" };
    expect(killsOf(await revoking([{ runs: 5 }, { runs: 20 }], { 2: [claim] }))).toEqual([]);
    const sooner = { ...claim, by: 4 };
    const seen = await revoking([{ runs: 20 }], { 2: [claim], 3: [sooner] });
    expect(killsOf(seen)).toEqual(["4 killed f-1 revoked"]);
    expect(seen.told("finished")).toEqual(["24 finished f-1"]);
  });

  test("spares tasks that are not revocable, and those that hold nothing of what is named", async () => {
    const jobs = [
      { needs: "cpus:1", runs: 20 },
      { needs: "mem:1", runs: 20 },
      { at: 1.5, needs: "cpus:2", runs: 20 },
      { at: 2.5, needs: "mem:2", runs: 20 },
    ];
    const agents = { a1: "cpus:1;cpus{REV}:2;mem:1;mem{REV}:2" };
    const claim = { agent: "a1", resources: "cpus{REV}:2", by: 5 };
    expect(killsOf(await revoking(jobs, { 4: [claim] }, { agents, duration: 5 }))).toEqual(["5 killed f-3 revoked"]);
  });

  test("two of them are met one after the other, not both by the same task", async () => {
    const jobs = [{ runs: 5 }, { runs: 20 }, { runs: 20 }];
    const claims = [
      { agent: "a1", resources: "cpus{REV}:1", by: 8 },
      { agent: "a1", resources: "cpus{REV}:1", by: 7 },
    ];
    const seen = await revoking(jobs, { 2: claims }, { duration: 10 });
    expect(killsOf(seen)).toEqual(["8 killed f-2 revoked"]);
  });

  test("is not met by the end of a task that another one names", async () => {
    const jobs = [{ runs: 5 }, { runs: 20 }];
    const claims = [
      { agent: "a1", resources: "cpus{REV}:1", by: 8, task: "f-1" },
      { agent: "a1", resources: "cpus{REV}:1", by: 7 },
    ];
    const seen = await revoking(jobs, { 2: claims }, { duration: 10 });
    expect(killsOf(seen)).toEqual(["7 killed f-2 revoked"]);
  });

  test("takes back offers that are not accepted yet before it kills, and counts them", async () => {
    const jobs = [
      { needs: "cpus:2", runs: 20 },
      { at: 0.5, needs: "cpus:2", tasks: 2, gang: true },
    ];
    const seen = await revoking(jobs, { 1: [{ agent: "a1", resources: "cpus{REV}:2", by: 3 }] }, { duration: 3 });
    expect(seen.told("rescinded")).toEqual(["1 rescinded f batch"]);
    expect(seen.only("recoverResources").at(-1)).toBe(
      "1 recoverResources f batch a1 cpus{REV}:2 no-refuse not-allocated no-task",
    );
    expect(killsOf(seen)).toEqual([]);
  });

  test("of a gang's member ends the whole gang, which starts again as a whole", async () => {
    const jobs = [{ needs: "cpus:4", tasks: 2, gang: true, runs: 20 }];
    const agents = { a1: "cpus{REV}:4", a2: "cpus{REV}:4" };
    const seen = await revoking(jobs, { 3: [{ agent: "a2", resources: "cpus{REV}:1", by: 3 }] }, { agents });
    expect(killsOf(seen)).toEqual(["3 killed f-1.2 revoked", "3 killed f-1.1 revoked"]);
    expect(
      seen
        .told("started")
        .slice(2)
        .map((line) => line.split(" ")[2]),
    ).toEqual(["f-1.1", "f-1.2"]);
    expect(seen.told("finished")).toEqual(["23 finished f-1.1", "23 finished f-1.2"]);
  });

  test("puts the killed task back at the head of its queue", async () => {
    const jobs = [
      { needs: "cpus:4", runs: 20 },
      { at: 1, needs: "cpus:4", runs: 20 },
    ];
    const seen = await revoking(jobs, { 2: [{ agent: "a1", resources: "cpus{REV}:4", by: 2 }] });
    expect(seen.told("started").map((line) => line.split(" ").slice(0, 3).join(" "))).toEqual([
      "0 started f-1",
      "2 started f-1",
      "23 started f-2",
    ]);
    expect(seen.told("submitted")).toHaveLength(2);
  });

  test("is void once its agent is lost", async () => {
    const faults = [{ at: 3, agent: "a1", lasts: 1 }];
    const seen = await revoking([{ runs: 20 }], { 2: [{ agent: "a1", resources: "cpus{REV}:1", by: 6 }] }, { faults });
    expect(killsOf(seen)).toEqual(["3 killed f-1 agentLost"]);
    expect(seen.told("finished")).toEqual(["24 finished f-1"]);
  });
});
