import { describe, expect, test } from "vitest";
import type { RolePlan } from "../../src/cluster/plan.js";
import type { PreemptionRules } from "../../src/cluster/preemption-plan.js";
import { type ClaimSketch, inverseOffers, revocations } from "./claims.js";
import { clusterPlan, type JobSketch, type PlanSketch } from "./cluster-plans.js";
import { greedy } from "./greedy-allocator.js";
import { type ObservedSimulation, observe } from "./observed-simulation.js";

type Claims = Readonly<Record<number, readonly Omit<ClaimSketch, "framework" | "agent">[]>>;

/** A revocable framework `f` in role `batch` on an agent `a1` of 8 revocable cpus; claims are made at the tick of a time. */
function revoking(jobs: readonly JobSketch[], claims: Claims, sketch: PlanSketch = {}): Promise<ObservedSimulation> {
  const plan = clusterPlan({
    agents: { a1: "cpus{REV}:8" },
    frameworks: [{ name: "f", revocable: true, suppresses: false, refuse: 100, jobs }],
    duration: 20,
    ...sketch,
  });
  const also = greedy({
    also: (t, ledger, { operation }) => {
      if (operation.op !== "allocate") return {};
      const due = (claims[t / 1e6] ?? []).map((claim) => ({ framework: "f", agent: "a1", ...claim }));
      return revocations(ledger, ...due);
    },
  });
  return observe(plan, also);
}

const killsOf = (seen: ObservedSimulation) => seen.told("killed").map((line) => line.replace(" revoked placed", ""));

function role(name: string, preemption: PreemptionRules): RolePlan {
  return { name, weight: 1, quota: null, preemption };
}

/** Three tasks that start at 0, 1.5 and 2.5. */
const THREE: readonly JobSketch[] = [{ runs: 100 }, { at: 1.5, runs: 100 }, { at: 2.5, runs: 100 }];

describe("a minimum runtime", () => {
  const preemption = { minimumRuntime: 5e6 };

  test("spares the victim that is younger at the deadline, and tells the allocator", async () => {
    const claim = { resources: "cpus{REV}:1", by: 6, task: "f-2" };
    const seen = await revoking(THREE, { 4: [claim] }, { preemption });
    expect(killsOf(seen)).toEqual([]);
    expect(seen.told("denied")).toEqual(["6 denied f a1 minimumRuntime"]);
    expect(seen.only("revocationDenied")).toEqual(["6 revocationDenied f batch a1 cpus{REV}:1 f-2 minimumRuntime"]);
    expect(killsOf(await revoking(THREE, { 4: [claim] }))).toEqual(["6 killed f-2"]);
  });

  test("is judged at the deadline, not when it is revoked", async () => {
    const claim = { resources: "cpus{REV}:1", by: 6.5, task: "f-2" };
    expect(killsOf(await revoking(THREE, { 4: [claim] }, { preemption }))).toEqual(["6.5 killed f-2"]);
  });

  test("lets the next older one go where no victim is named", async () => {
    const seen = await revoking(THREE, { 4: [{ resources: "cpus{REV}:1", by: 7 }] }, { preemption });
    expect(killsOf(seen)).toEqual(["7 killed f-2"]);
    expect(seen.only("revocationDenied")).toEqual([]);
  });

  test("of which too little is old enough is told with what does not come back", async () => {
    const seen = await revoking(THREE, { 4: [{ resources: "cpus{REV}:3", by: 7 }] }, { preemption });
    expect(killsOf(seen)).toEqual(["7 killed f-2", "7 killed f-1"]);
    expect(seen.only("revocationDenied")).toEqual(["7 revocationDenied f batch a1 cpus{REV}:1 no-task minimumRuntime"]);
  });

  test("of a role goes before that of the role above it, and that before the cluster's", async () => {
    const claim = { resources: "cpus{REV}:1", by: 6, task: "f-1" };
    const killed = async (...roles: readonly RolePlan[]) =>
      killsOf(await revoking([{ runs: 100 }], { 4: [claim] }, { preemption: { minimumRuntime: 10e6 }, roles })).length;
    expect(await killed()).toBe(0);
    expect(await killed(role("batch", { minimumRuntime: 3e6 }))).toBe(1);
    expect(await killed(role("other", { minimumRuntime: 3e6 }))).toBe(0);
  });

  test("does not keep a framework from handing back what it promised", async () => {
    const plan = clusterPlan({
      frameworks: [{ name: "f", suppresses: false, jobs: [{ runs: 100 }] }],
      preemption: { minimumRuntime: 50e6, budget: { tasks: 0, every: 1e6 } },
      duration: 20,
    });
    const asking = greedy({
      also: (t, ledger) =>
        t === 2e6 ? inverseOffers(ledger, { framework: "f", agent: "a1", resources: "cpus:1", by: 5 }) : {},
    });
    expect((await observe(plan, asking)).told("killed")).toEqual(["5 killed f-1 handedBack placed"]);
  });
});

describe("a preemption budget", () => {
  const named = (by: number, ...tasks: readonly string[]) =>
    tasks.map((task) => ({ resources: "cpus{REV}:1", by, task }));

  test("lets so many tasks be killed in its time, and tells the allocator of the others", async () => {
    const preemption = { budget: { tasks: 2, every: 10e6 } };
    const seen = await revoking(THREE, { 4: named(5, "f-1", "f-2", "f-3") }, { preemption, duration: 5 });
    expect(killsOf(seen)).toEqual(["5 killed f-1", "5 killed f-2"]);
    expect(seen.told("denied")).toEqual(["5 denied f a1 budget"]);
    expect(seen.only("revocationDenied")).toEqual(["5 revocationDenied f batch a1 cpus{REV}:1 f-3 budget"]);
    const free = await revoking(THREE, { 4: named(5, "f-1", "f-2", "f-3") }, { duration: 5 });
    expect(killsOf(free)).toHaveLength(3);
  });

  test("is there again when its time is over", async () => {
    const preemption = { budget: { tasks: 1, every: 3e6 } };
    const claims = { 4: named(4, "f-1"), 6: named(6, "f-2"), 7: named(7, "f-3") };
    const seen = await revoking(THREE, claims, { preemption });
    expect(killsOf(seen)).toEqual(["4 killed f-1", "7 killed f-3"]);
    expect(seen.told("denied")).toEqual(["6 denied f a1 budget"]);
  });

  test("is not drawn on by tasks that end in time", async () => {
    const preemption = { budget: { tasks: 1, every: 100e6 } };
    const jobs = [{ runs: 5 }, { runs: 100 }];
    const seen = await revoking(jobs, { 4: named(6, "f-1", "f-2") }, { preemption, duration: 7 });
    expect(killsOf(seen)).toEqual(["6 killed f-2"]);
  });

  test("counts a gang with all its tasks, and lets it go as a whole or not at all", async () => {
    const gang = [{ tasks: 3, gang: true, runs: 100 }];
    const claim = { resources: "cpus{REV}:1", by: 5, task: "f-1.2" };
    const killed = async (tasks: number) => {
      const preemption = { budget: { tasks, every: 100e6 } };
      return killsOf(await revoking(gang, { 4: [claim] }, { preemption, duration: 5 })).length;
    };
    expect([await killed(2), await killed(3)]).toEqual([0, 3]);
  });

  test("of the cluster, of the role and of each role above it must all have room", async () => {
    const killed = async (...roles: readonly RolePlan[]) => {
      const frameworks = [
        { name: "f", revocable: true, suppresses: false, refuse: 100, roles: ["eng/ml"], jobs: THREE },
      ];
      const plan = clusterPlan({
        agents: { a1: "cpus{REV}:8" },
        frameworks,
        roles,
        preemption: { budget: { tasks: 2, every: 100e6 } },
        duration: 5,
      });
      const also = greedy({
        also: (t, ledger, { operation }) => {
          if (operation.op !== "allocate" || t !== 4e6) return {};
          const all = revocations(
            ledger,
            ...named(5, "f-1", "f-2", "f-3").map((c) => ({ framework: "f", agent: "a1", ...c })),
          );
          const { roles: names } = ledger.directory;
          return { revocations: all.revocations?.map((one) => ({ ...one, role: names.id("eng/ml") })) ?? [] };
        },
      });
      return killsOf(await observe(plan, also)).length;
    };
    const batch = role("batch", {});
    expect(await killed(batch)).toBe(2);
    expect(await killed(batch, role("eng", { budget: { tasks: 1, every: 100e6 } }))).toBe(1);
    expect(await killed(batch, role("eng/ml", { budget: { tasks: 0, every: 100e6 } }))).toBe(0);
    expect(await killed(batch, role("ops", { budget: { tasks: 0, every: 100e6 } }))).toBe(2);
  });
});
