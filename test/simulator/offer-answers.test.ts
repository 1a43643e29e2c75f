import { describe, expect, test } from "vitest";
import { clusterPlan, type FrameworkSketch } from "./cluster-plans.js";
import { greedy } from "./greedy-allocator.js";
import { observe } from "./observed-simulation.js";

/** The answers that one framework gives at time 0 on the given agents. */
async function answers(agents: Record<string, string>, framework: Partial<FrameworkSketch>): Promise<string[]> {
  const plan = clusterPlan({ agents, frameworks: [{ name: "f", suppresses: false, ...framework }], duration: 0 });
  const seen = await observe(plan, greedy());
  return seen.only("acceptOffer", "recoverResources").map((line) => line.slice(2));
}

describe("a framework's answer to offers", () => {
  test("starts as many tasks as fit and declines the rest with its own refusal time", async () => {
    expect(await answers({ a1: "cpus:4;mem:8" }, { refuse: 7, jobs: [{ tasks: 3, needs: "cpus:1;mem:2" }] })).toEqual([
      "acceptOffer f batch a1 cpus:1;mem:2 f-1.1",
      "acceptOffer f batch a1 cpus:1;mem:2 f-1.2",
      "acceptOffer f batch a1 cpus:1;mem:2 f-1.3",
      "recoverResources f batch a1 cpus:1;mem:2 refuse:7 not-allocated no-task",
    ]);
  });

  test("gives nothing back when nothing is left", async () => {
    expect(await answers({ a1: "cpus:2" }, { jobs: [{ needs: "cpus:2" }] })).toEqual([
      "acceptOffer f batch a1 cpus:2 f-1",
    ]);
  });

  test("declines an offer whole when nothing fits, in the order of the agents", async () => {
    expect(await answers({ a2: "cpus:1", a1: "cpus:1" }, { jobs: [{ needs: "cpus:2" }] })).toEqual([
      "recoverResources f batch a1 cpus:1 refuse:5 not-allocated no-task",
      "recoverResources f batch a2 cpus:1 refuse:5 not-allocated no-task",
    ]);
  });

  test("first fit lets a later task start ahead of one that does not fit", async () => {
    const jobs = [{ needs: "cpus:3" }, { needs: "cpus:2" }, { needs: "cpus:1" }];
    expect(await answers({ a1: "cpus:2" }, { jobs, queue: "firstFit" })).toEqual(["acceptOffer f batch a1 cpus:2 f-2"]);
  });

  test("first come first served lets nothing overtake the head of the queue", async () => {
    const jobs = [{ needs: "cpus:1" }, { needs: "cpus:3" }, { needs: "cpus:1" }];
    expect(await answers({ a1: "cpus:2" }, { jobs, queue: "firstComeFirstServed" })).toEqual([
      "acceptOffer f batch a1 cpus:1 f-1",
      "recoverResources f batch a1 cpus:1 refuse:5 not-allocated no-task",
    ]);
  });

  test("takes equal tasks of different jobs in the order in which they were submitted", async () => {
    const jobs = [{ needs: "cpus:1" }, { needs: "cpus:2" }, { needs: "cpus:1" }, { needs: "cpus:2" }];
    expect(await answers({ a1: "cpus:4" }, { jobs })).toEqual([
      "acceptOffer f batch a1 cpus:1 f-1",
      "acceptOffer f batch a1 cpus:2 f-2",
      "acceptOffer f batch a1 cpus:1 f-3",
    ]);
  });

  test("fills a task from its role's reservation first, then from what is unreserved", async () => {
    expect(await answers({ a1: "cpus:2;cpus(batch):3" }, { jobs: [{ needs: "cpus:4" }] })).toEqual([
      "acceptOffer f batch a1 cpus:1;cpus(batch):3 f-1",
      "recoverResources f batch a1 cpus:1 refuse:5 not-allocated no-task",
    ]);
  });

  test("prefers what is not revocable where it suffices", async () => {
    const jobs = [{ needs: "cpus:2" }, { needs: "cpus:2" }];
    expect(await answers({ a1: "cpus:3;cpus{REV}:2" }, { revocable: true, jobs })).toEqual([
      "acceptOffer f batch a1 cpus:2 f-1",
      "acceptOffer f batch a1 cpus{REV}:2 f-2",
      "recoverResources f batch a1 cpus:1 refuse:5 not-allocated no-task",
    ]);
  });

  test("mixes revocable and other resources of different names, never of one name", async () => {
    const jobs = [{ needs: "cpus:2;mem:4" }];
    expect(await answers({ a1: "cpus:1;cpus{REV}:2;mem:4" }, { revocable: true, jobs })).toEqual([
      "acceptOffer f batch a1 cpus{REV}:2;mem:4 f-1",
      "recoverResources f batch a1 cpus:1 refuse:5 not-allocated no-task",
    ]);
    expect(await answers({ a1: "cpus:1;cpus{REV}:1;mem:4" }, { revocable: true, jobs })).toEqual([
      "recoverResources f batch a1 cpus:1;cpus{REV}:1;mem:4 refuse:5 not-allocated no-task",
    ]);
  });

  test("tells accepted, declined and unused offers apart", async () => {
    const plan = clusterPlan({
      agents: { a1: "cpus:2", a2: "cpus:1" },
      frameworks: [{ name: "f", jobs: [{ needs: "cpus:1.5" }] }],
    });
    expect((await observe(plan, greedy())).told("sent", "accepted", "declined")).toEqual([
      "0 sent f cpus:2",
      "0 sent f cpus:1",
      "0 accepted f batch",
      "0 declined f batch",
    ]);
  });
});

describe("a task", () => {
  test("ends before anything else but the tick happens at that time, and gives back what it used", async () => {
    const plan = clusterPlan({
      agents: { a1: "cpus:1" },
      frameworks: [{ name: "f", suppresses: false, jobs: [{ runs: 2 }, { at: 2, runs: 1 }] }],
    });
    expect((await observe(plan, greedy())).operations.filter((line) => line.startsWith("2 "))).toEqual([
      "2 allocate not-wake",
      "2 recoverResources f batch a1 cpus:1 no-refuse allocated f-1",
      "2 requestResources f [class-0=1xcpus:1]",
      "2 reviveOffers f []",
      "2 acceptOffer f batch a1 cpus:1 f-2",
      "2 requestResources f []",
    ]);
  });

  test("of a refused size is offered again when the filter is over", async () => {
    const plan = clusterPlan({
      agents: { a1: "cpus:1" },
      frameworks: [{ name: "f", suppresses: false, refuse: 3, jobs: [] }],
      duration: 7,
    });
    expect((await observe(plan, greedy())).told("sent")).toEqual([
      "0 sent f cpus:1",
      "3 sent f cpus:1",
      "6 sent f cpus:1",
    ]);
  });
});
