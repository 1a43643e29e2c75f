import { expect, test } from "vitest";
import { clusterPlan } from "./cluster-plans.js";
import { greedy } from "./greedy-allocator.js";
import { observe } from "./observed-simulation.js";

const jobs = [{ needs: "cpus:4", tasks: 3, gang: true }];

test("an offer that is held for longer than the offer time-out is rescinded, and offered again", async () => {
  const plan = clusterPlan({
    frameworks: [{ name: "f", jobs }],
    offerTimeout: 2.5,
    duration: 4,
  });
  const seen = await observe(plan, greedy());
  expect(seen.only("recoverResources")).toEqual([
    "2.5 recoverResources f batch a1 cpus:4 no-refuse not-allocated no-task",
  ]);
  expect(seen.told("sent", "declined", "rescinded")).toEqual([
    "0 sent f cpus:4",
    "2.5 rescinded f batch",
    "3 sent f cpus:4",
  ]);
});

test("each held offer has its own time", async () => {
  const plan = clusterPlan({
    agents: { a1: "cpus:4", a2: "cpus:4" },
    frameworks: [{ name: "f", jobs }],
    offerTimeout: 2.5,
    duration: 4,
  });
  const seen = await observe(plan, greedy({ mayOffer: (t, _framework, agent) => agent === "a1" || t === 1_000_000 }));
  expect(seen.told("rescinded")).toEqual(["2.5 rescinded f batch", "3.5 rescinded f batch"]);
});

test("an offer of which a part is used counts as accepted, even when the rest is rescinded", async () => {
  const plan = clusterPlan({
    frameworks: [{ name: "f", jobs: [{ needs: "cpus:3", tasks: 2, gang: true }, { needs: "cpus:1" }] }],
    offerTimeout: 2.5,
    duration: 2.5,
  });
  const seen = await observe(plan, greedy());
  expect(seen.told("accepted", "declined", "rescinded")).toEqual(["0 accepted f batch"]);
  expect(seen.only("recoverResources")).toEqual([
    "2.5 recoverResources f batch a1 cpus:3 no-refuse not-allocated no-task",
  ]);
});
