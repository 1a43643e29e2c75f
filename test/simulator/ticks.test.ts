import { describe, expect, test } from "vitest";
import { secondsToMicros } from "../../src/base/time.js";
import { clusterPlan } from "./cluster-plans.js";
import { greedy } from "./greedy-allocator.js";
import { observe } from "./observed-simulation.js";

describe("the interval tick", () => {
  test("comes at whole multiples of the interval, first after one of them", async () => {
    const plan = clusterPlan({
      frameworks: [{ name: "f", suppresses: false, startsAt: 0.7 }],
      options: { allocationInterval: 500_000 },
      duration: 2.2,
    });
    expect((await observe(plan, greedy())).only("allocate")).toEqual([
      "1 allocate not-wake",
      "1.5 allocate not-wake",
      "2 allocate not-wake",
    ]);
  });

  test("is left out while no framework wants offers, and keeps its multiple afterwards", async () => {
    const jobs = [
      { needs: "cpus:4", runs: 1.25 },
      { at: 1000.5, needs: "cpus:4", runs: 2 },
      { at: 1001, needs: "cpus:4" },
    ];
    const seen = await observe(clusterPlan({ frameworks: [{ name: "f", jobs }] }), greedy());
    expect(seen.only("allocate")).toEqual(["1002 allocate not-wake", "1003 allocate not-wake"]);
  });

  test("is not delivered when the last framework suppressed just before it", async () => {
    const plan = clusterPlan({ frameworks: [{ name: "f", jobs: [{ at: 0.5 }] }] });
    expect((await observe(plan, greedy())).only("allocate")).toEqual([]);
  });

  test("at the very end of the duration still comes", async () => {
    const plan = clusterPlan({ frameworks: [{ name: "f", suppresses: false }], duration: 2 });
    expect((await observe(plan, greedy())).only("allocate")).toEqual(["1 allocate not-wake", "2 allocate not-wake"]);
  });
});

describe("a wish to be woken", () => {
  const idle = clusterPlan({ frameworks: [{ name: "f" }], duration: 20 });
  const wishing = (wishes: Readonly<Record<number, number>>) =>
    greedy({
      also: (t) => (wishes[t / 1e6] === undefined ? {} : { wakeAt: secondsToMicros(wishes[t / 1e6] as number) }),
    });

  test("is granted even while no framework wants offers", async () => {
    expect((await observe(idle, wishing({ 0: 7.25 }))).only("allocate")).toEqual(["7.25 allocate wake"]);
  });

  test("is replaced by a later wish, and stands when a decision wishes nothing", async () => {
    const plan = clusterPlan({
      frameworks: [{ name: "f" }, { name: "g", startsAt: 1 }, { name: "h", startsAt: 2 }],
      duration: 20,
    });
    expect((await observe(plan, wishing({ 0: 7, 1: 5.5 }))).only("allocate")).toEqual(["5.5 allocate wake"]);
    expect((await observe(plan, wishing({ 0: 5, 1: 7.5 }))).only("allocate")).toEqual(["7.5 allocate wake"]);
  });

  test("is granted by a tick at the same time", async () => {
    const plan = clusterPlan({ frameworks: [{ name: "f", suppresses: false }], duration: 3 });
    expect((await observe(plan, wishing({ 0: 2 }))).only("allocate")).toEqual([
      "1 allocate not-wake",
      "2 allocate not-wake",
      "3 allocate not-wake",
    ]);
  });
});
