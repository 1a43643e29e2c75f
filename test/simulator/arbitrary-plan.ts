import fc from "fast-check";
import type { ClusterPlan } from "../../src/cluster/plan.js";
import { parseResourceText } from "../../src/cluster/resource-text.js";
import { clusterPlan, type FrameworkSketch, type JobSketch } from "./cluster-plans.js";

const seconds = (most: number) => fc.integer({ min: 0, max: most * 4 }).map((quarters) => quarters / 4);
const needs = fc.constantFrom("cpus:1", "cpus:2", "cpus:1;mem:2", "cpus:3;mem:1", "mem:4", "cpus:9");

const job: fc.Arbitrary<JobSketch> = fc.record({
  at: seconds(30),
  runs: seconds(15),
  needs,
  tasks: fc.integer({ min: 1, max: 4 }),
  gang: fc.boolean(),
  estimate: fc.constantFrom(5, 10),
});

const framework: fc.Arbitrary<Omit<FrameworkSketch, "name">> = fc.record(
  {
    roles: fc.constantFrom(["batch"], ["prod"], ["eng/ml"], ["batch", "prod"]),
    revocable: fc.boolean(),
    startsAt: seconds(5),
    refuse: fc.constantFrom(0, 0.5, 1, 5, 20),
    suppresses: fc.boolean(),
    reviveInterval: fc.constantFrom(0, 0, 3, 30),
    queue: fc.constantFrom("firstFit", "firstComeFirstServed"),
    gangTimeout: fc.constantFrom(0, 1, 4),
    inverseOffers: fc.constantFrom("accept", "decline"),
    requestWindow: fc.constantFrom(1, 3, 10),
    jobs: fc.array(job, { maxLength: 8 }).map((jobs) => jobs.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0))),
    service: fc.record({ instances: fc.integer({ min: 1, max: 3 }), needs: fc.constant("cpus:1") }),
  },
  { requiredKeys: ["jobs"] },
);

const agentResources = fc.constantFrom(
  "cpus:4;mem:8",
  "cpus:2;mem:4;cpus{REV}:2",
  "cpus:2;cpus(prod):2;mem(prod):8",
  "cpus(eng):2;mem:4;mem{REV}:4",
);

/** Small plans with everything in them: reservations, quota, gangs, services, faults, offer time-outs. */
export const arbitraryPlan: fc.Arbitrary<ClusterPlan> = fc
  .record({
    agents: fc.array(agentResources, { minLength: 1, maxLength: 4 }),
    frameworks: fc.array(framework, { minLength: 1, maxLength: 4 }),
    faults: fc.array(fc.record({ at: seconds(30), agent: fc.constant("a0"), lasts: fc.option(seconds(10)) }), {
      maxLength: 2,
    }),
    offerTimeout: fc.constantFrom(undefined, 2),
    duration: fc.constantFrom(undefined, 20, 60),
    quota: fc.boolean(),
    minAllocatable: fc.constantFrom([], ["cpus:0.01", "mem:32"]),
  })
  .map(({ agents, frameworks, offerTimeout, duration, quota, minAllocatable, faults }) =>
    clusterPlan({
      agents: Object.fromEntries(agents.map((resources, i) => [`a${i}`, resources])),
      roles: [
        { name: "batch", weight: 1, quota: null },
        {
          name: "prod",
          weight: 2,
          quota: quota ? { guarantees: parseResourceText("cpus:3"), limits: parseResourceText("cpus:6") } : null,
        },
      ],
      frameworks: frameworks.map((sketch, i) => ({ ...sketch, name: `f${i}` })),
      faults,
      options: { minAllocatable },
      ...(offerTimeout === undefined ? {} : { offerTimeout }),
      ...(duration === undefined ? {} : { duration }),
    }),
  );
