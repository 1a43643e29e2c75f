import { describe, expect, test } from "vitest";
import { directoryOf } from "../../src/simulator/directory-of.js";
import { clusterPlan, type FrameworkSketch } from "./cluster-plans.js";
import { greedy } from "./greedy-allocator.js";
import { observe } from "./observed-simulation.js";

/** The answers that one framework gives at time 0 on the given agents. */
async function answers(agents: Record<string, string>, framework: Partial<FrameworkSketch>): Promise<string[]> {
  const plan = clusterPlan({ agents, frameworks: [{ name: "f", suppresses: false, ...framework }], duration: 0 });
  const seen = await observe(plan, greedy());
  return seen.only("acceptOffer", "recoverResources").map((line) => line.slice(2));
}

describe("a task that asks for items", () => {
  test("gets the lowest of the offer, and the rest is declined with its items", async () => {
    const jobs = [{ tasks: 2, needs: "cpus:1;ports:2" }];
    expect(await answers({ a1: "cpus:4;ports:[31000-31002,31010-31019]" }, { jobs })).toEqual([
      "acceptOffer f batch a1 cpus:1;ports:[31000-31001] f-1.1",
      "acceptOffer f batch a1 cpus:1;ports:[31002-31002,31010-31010] f-1.2",
      "recoverResources f batch a1 cpus:2;ports:[31011-31019] refuse:5 not-allocated no-task",
    ]);
  });

  test("gets them from its role's reservation first, lowest role first", async () => {
    const agents = { a1: "ports:[1-3];ports(eng):[10-11];ports(eng)(eng/ml):[20-20]" };
    const plan = clusterPlan({
      agents,
      frameworks: [{ name: "f", roles: ["eng/ml"], refined: true, jobs: [{ needs: "ports:2" }, { needs: "ports:2" }] }],
      duration: 0,
    });
    expect((await observe(plan, greedy())).only("acceptOffer")).toEqual([
      "0 acceptOffer f eng/ml a1 ports(eng):[10-10];ports(eng)(eng/ml):[20-20] f-1",
      "0 acceptOffer f eng/ml a1 ports:[1-1];ports(eng):[11-11] f-2",
    ]);
  });

  test("gets the first members of a set in byte order, in whatever order the agent lists them", async () => {
    const agents = { a2: "rack:{a,c}", a1: "rack:{d,b,c}" };
    expect(await answers(agents, { jobs: [{ needs: "rack:2" }, { needs: "rack:1" }] })).toEqual([
      "acceptOffer f batch a1 rack:{b,c} f-1",
      "acceptOffer f batch a1 rack:{d} f-2",
      "recoverResources f batch a2 rack:{a,c} refuse:5 not-allocated no-task",
    ]);
  });

  test("gets revocable ones where the others do not suffice", async () => {
    const jobs = [{ tasks: 2, needs: "ports:2" }];
    expect(await answers({ a1: "ports:[1-3];ports{REV}:[7-9]" }, { revocable: true, jobs })).toEqual([
      "acceptOffer f batch a1 ports:[1-2] f-1.1",
      "acceptOffer f batch a1 ports{REV}:[7-8] f-1.2",
      "recoverResources f batch a1 ports:[3-3];ports{REV}:[9-9] refuse:5 not-allocated no-task",
    ]);
  });

  test("waits where there are not as many", async () => {
    expect(await answers({ a1: "cpus:4;ports:[1-2]" }, { jobs: [{ needs: "cpus:1;ports:3" }] })).toEqual([
      "recoverResources f batch a1 cpus:4;ports:[1-2] refuse:5 not-allocated no-task",
    ]);
  });

  test("gives them back when it ends, for others to get", async () => {
    const jobs = [{ needs: "ports:2", runs: 2 }, { needs: "ports:1", runs: 9 }, { needs: "ports:2" }];
    const plan = clusterPlan({ agents: { a1: "ports:[1-4]" }, frameworks: [{ name: "f", refuse: 0, jobs }] });
    expect((await observe(plan, greedy())).told("started", "finished")).toEqual([
      "0 started f-1 a1 ports:[1-2]",
      "0 started f-2 a1 ports:[3-3]",
      "2 finished f-1",
      "3 started f-3 a1 ports:[1-2]",
      "9 finished f-2",
      "13 finished f-3",
    ]);
  });

  test("of a gang keeps a hold on the items until the rest comes", async () => {
    const plan = clusterPlan({
      agents: { a1: "ports:[1-3]", a2: "ports:[1-3]" },
      frameworks: [
        { name: "a-busy", jobs: [{ needs: "ports:3", runs: 10 }] },
        { name: "f", jobs: [{ needs: "ports:2", tasks: 2, gang: true }] },
      ],
    });
    const seen = await observe(
      plan,
      greedy({ mayOffer: (_t, framework, agent) => framework === "f" || agent === "a2" }),
    );
    expect(seen.told("started")).toEqual([
      "0 started a-busy-1 a2 ports:[1-3]",
      "11 started f-1.1 a1 ports:[1-2]",
      "11 started f-1.2 a2 ports:[1-2]",
    ]);
  });
});

describe("a volume", () => {
  test("is declined: no task asks for one, and its size is room for none", async () => {
    const agents = { a1: "cpus:1;disk:10;disk(batch)[v1]:64" };
    expect(await answers(agents, { jobs: [{ needs: "disk:20" }, { needs: "disk:5" }] })).toEqual([
      "acceptOffer f batch a1 disk:5 f-2",
      "recoverResources f batch a1 cpus:1;disk:5;disk(batch)[v1]:64 refuse:5 not-allocated no-task",
    ]);
  });
});

describe("the directory of a plan", () => {
  test("knows which names are ranges and sets before the run, and refuses a name of two forms", () => {
    const { resourceKeys } = directoryOf(clusterPlan({ agents: { a1: "cpus:1;ports:[1-2];rack:{a}" } }));
    expect(resourceKeys.namesWithItems()).toEqual(["ports", "rack"]);
    expect(() => directoryOf(clusterPlan({ agents: { a1: "ports:[1-2]", a2: "ports:{a}" } }))).toThrow("ranges");
  });
});
