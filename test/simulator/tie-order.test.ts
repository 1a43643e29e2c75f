import { describe, expect, it } from "vitest";
import { createHierarchical } from "../../src/allocator/hierarchical/hierarchical.js";
import type { ClusterPlan } from "../../src/cluster/plan.js";
import { clusterPlan, type PlanSketch } from "./cluster-plans.js";
import { observe } from "./observed-simulation.js";

const SEEDS = Array.from({ length: 12 }, (_, seed) => seed);
const ONE_TASK = [{ needs: "cpus:4", runs: 10 }];

/** The only agent joins when all frameworks are there and wait. */
function waiting(frameworks: PlanSketch["frameworks"]): ClusterPlan {
  return clusterPlan({ agents: { a1: "cpus:4" }, joins: { a1: 5 }, ...(frameworks && { frameworks }) });
}

/** Who is offered the agent first, with each order of equals. */
async function firstOffered(frameworks: PlanSketch["frameworks"]): Promise<Set<string>> {
  const runs = SEEDS.map((tieSeed) => observe(waiting(frameworks), createHierarchical, 1, null, tieSeed));
  return new Set((await Promise.all(runs)).map(({ told }) => told("sent")[0]?.split(" ")[2] as string));
}

describe("ties", () => {
  it("go to the first by name, and to any when equals are permuted", async () => {
    const frameworks = ["a", "b", "c"].map((name) => ({ name, jobs: ONE_TASK }));
    const plain = await observe(waiting(frameworks), createHierarchical);
    expect(plain.told("sent")[0]).toContain("sent a ");
    expect(await firstOffered(frameworks)).toEqual(new Set(["a", "b", "c"]));
  });

  it("between roles are permuted as well", async () => {
    const frameworks = ["a", "b"].map((name) => ({ name, roles: [`role-of-${name}`], jobs: ONE_TASK }));
    expect(await firstOffered(frameworks)).toEqual(new Set(["a", "b"]));
  });

  it("between a role's own frameworks and the roles below it are permuted as well", async () => {
    const frameworks = [
      { name: "above", roles: ["eng"], jobs: ONE_TASK },
      { name: "x", roles: ["eng/x"], jobs: ONE_TASK },
      { name: "y", roles: ["eng/y"], jobs: ONE_TASK },
    ];
    expect(await firstOffered(frameworks)).toEqual(new Set(["above", "x", "y"]));
  });

  it("that are none change nothing", async () => {
    const plan = waiting([{ name: "a", jobs: [...ONE_TASK, ...ONE_TASK] }]);
    const runs = await Promise.all(SEEDS.map((tieSeed) => observe(plan, createHierarchical, 1, null, tieSeed)));
    const plain = await observe(plan, createHierarchical);
    expect(new Set(runs.map(({ journal }) => journal.join("\n")))).toEqual(new Set([plain.journal.join("\n")]));
  });
});
