import { describe, expect, test } from "vitest";
import { clusterPlan } from "./cluster-plans.js";
import { greedy } from "./greedy-allocator.js";
import { observe } from "./observed-simulation.js";

describe("a framework that suppresses", () => {
  test("suppresses once when all its work has started, and revives when more arrives", async () => {
    const plan = clusterPlan({ frameworks: [{ name: "f", jobs: [{ tasks: 2 }, { at: 3.5 }] }] });
    expect((await observe(plan, greedy())).only("suppressOffers", "reviveOffers")).toEqual([
      "0 suppressOffers f []",
      "3.5 reviveOffers f []",
      "3.5 suppressOffers f []",
    ]);
  });

  test("revives not more often than its revive interval", async () => {
    const jobs = [{ at: 1 }, { at: 2 }, { at: 3 }, { at: 13 }];
    const plan = clusterPlan({ frameworks: [{ name: "f", reviveInterval: 10, jobs }] });
    const seen = await observe(plan, greedy());
    expect(seen.only("reviveOffers")).toEqual(["1 reviveOffers f []", "11 reviveOffers f []", "21 reviveOffers f []"]);
    expect(seen.told("started").map((line) => line.split(" ")[0])).toEqual(["1", "11", "11", "21"]);
  });
});

describe("a framework that does not suppress", () => {
  test("revives on new work too, since its filters would hide the agents", async () => {
    const plan = clusterPlan({
      frameworks: [{ name: "f", suppresses: false, refuse: 100, jobs: [{ at: 5.5 }] }],
    });
    const seen = await observe(plan, greedy());
    expect(seen.only("suppressOffers", "reviveOffers")).toEqual(["5.5 reviveOffers f []"]);
    expect(seen.told("started")).toEqual(["5.5 started f-1 a1 cpus:1"]);
  });

  test("does not revive at the end of the interval when the work has started meanwhile", async () => {
    const plan = clusterPlan({
      frameworks: [{ name: "f", suppresses: false, refuse: 1, reviveInterval: 10, jobs: [{ at: 1 }, { at: 2 }] }],
      duration: 30,
    });
    const seen = await observe(plan, greedy());
    expect(seen.told("started")).toEqual(["1 started f-1 a1 cpus:1", "2 started f-2 a1 cpus:1"]);
    expect(seen.only("reviveOffers")).toEqual(["1 reviveOffers f []"]);
  });
});

describe("a framework's demand", () => {
  test("is reported before the revive at an arrival, and again when it is met", async () => {
    const plan = clusterPlan({ frameworks: [{ name: "f", jobs: [{ at: 1, tasks: 6, estimate: 20 }] }] });
    const seen = await observe(plan, greedy());
    expect(seen.operations.filter((line) => /^1 /.test(line))).toEqual([
      "1 requestResources f [class-0=6xcpus:1~20s]",
      "1 reviveOffers f []",
      "1 acceptOffer f batch a1 cpus:1 f-1.1",
      "1 acceptOffer f batch a1 cpus:1 f-1.2",
      "1 acceptOffer f batch a1 cpus:1 f-1.3",
      "1 acceptOffer f batch a1 cpus:1 f-1.4",
      "1 requestResources f [class-0=2xcpus:1~20s]",
    ]);
    expect(seen.only("requestResources").at(-1)).toBe("12 requestResources f []");
  });

  test("counts equal tasks together, keeps gangs apart, and stands in the order of the queue", async () => {
    const jobs = [
      { needs: "cpus:9" },
      { needs: "cpus:8", tasks: 2, gang: true },
      { needs: "cpus:9", tasks: 2 },
      { needs: "cpus:8", tasks: 2, gang: true },
      { needs: "cpus:8", tasks: 2 },
    ];
    const reported = async (requestWindow: number) => {
      const seen = await observe(
        clusterPlan({ frameworks: [{ name: "f", requestWindow, jobs }], duration: 1 }),
        greedy(),
      );
      return seen.only("requestResources");
    };
    expect(await reported(10)).toEqual([
      "0 requestResources f [class-0=3xcpus:9 gang-2=2xcpus:8! gang-4=2xcpus:8! class-2=2xcpus:8]",
    ]);
    expect(await reported(3)).toEqual(["0 requestResources f [class-0=3xcpus:9 gang-2=2xcpus:8! gang-4=2xcpus:8!]"]);
    expect(await reported(2)).toEqual(["0 requestResources f [class-0=3xcpus:9 gang-2=2xcpus:8!]"]);
  });

  test("reaches an allocator that is triggered by it in the same crossing as the revive", async () => {
    const plan = clusterPlan({ frameworks: [{ name: "f", jobs: [{ at: 1 }] }] });
    const seen = await observe(plan, greedy({ triggers: ["requestResources"] }));
    expect(seen.told("started")).toEqual(["1 started f-1 a1 cpus:1"]);
  });
});
