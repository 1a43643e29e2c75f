import fc from "fast-check";
import type { AgentProfile } from "../../src/cluster/agent-profile.js";
import type { OfferConstraint } from "../../src/cluster/offer-constraints.js";
import type { ClusterPlan, PreferencesPlan } from "../../src/cluster/plan.js";
import type { PreemptionRules } from "../../src/cluster/preemption-plan.js";
import { parseResourceText } from "../../src/cluster/resource-text.js";
import { clusterPlan, type FrameworkSketch, type JobSketch, type MaintenanceSketch } from "./cluster-plans.js";

const seconds = (most: number) => fc.integer({ min: 0, max: most * 4 }).map((quarters) => quarters / 4);
const needs = fc.constantFrom(
  "cpus:1",
  "cpus:2",
  "cpus:1;mem:2",
  "cpus:3;mem:1",
  "mem:4",
  "cpus:9",
  "cpus:1;ports:2",
  "ports:1;rack:1",
  "cpus:1;ports:4",
);

const job: fc.Arbitrary<JobSketch> = fc.record({
  at: seconds(30),
  runs: seconds(15),
  needs,
  tasks: fc.integer({ min: 1, max: 4 }),
  gang: fc.boolean(),
  estimate: fc.constantFrom(5, 10),
});

const constraint = fc.constantFrom<OfferConstraint>(
  { selector: { kind: "attribute", name: "rack" }, predicate: { kind: "exists" } },
  { selector: { kind: "attribute", name: "rack" }, predicate: { kind: "notEquals", text: "r1" } },
  { selector: { kind: "HOSTNAME" }, predicate: { kind: "matches", text: "a[01]" } },
  { selector: { kind: "REGION" }, predicate: { kind: "equals", text: "eu" } },
);

/** What is said of roles that a framework has not subscribed to says nothing. */
const preferences: fc.Arbitrary<PreferencesPlan> = fc.record({
  minAllocatable: fc.constantFrom<PreferencesPlan["minAllocatable"]>(
    new Map(),
    new Map([["batch", ["ports:2", "cpus:2"]]]),
  ),
  constraints: fc
    .array(fc.array(constraint, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 2 })
    .map((groups) => new Map([["prod", groups]])),
});

const framework: fc.Arbitrary<Omit<FrameworkSketch, "name">> = fc.record(
  {
    roles: fc.constantFrom(["batch"], ["prod"], ["eng/ml"], ["batch", "prod"]),
    revocable: fc.boolean(),
    refined: fc.boolean(),
    shared: fc.boolean(),
    preferences,
    startsAt: seconds(5),
    refuse: fc.constantFrom(0, 0.5, 1, 5, 20),
    suppresses: fc.boolean(),
    reviveInterval: fc.constantFrom(0, 0, 3, 30),
    queue: fc.constantFrom("firstFit", "firstComeFirstServed"),
    gangTimeout: fc.constantFrom(0, 1, 4),
    inverseOffers: fc.constantFrom("accept", "decline"),
    requestWindow: fc.constantFrom(1, 3, 10),
    jobs: fc.array(job, { maxLength: 8 }).map((jobs) => jobs.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0))),
    decides: fc.constantFrom([0], [0.75], [3, 0, 1.5]),
    accepts: fc.constantFrom({ atLeast: "cpus:2" }, { agents: ["a0"] }, { afterDeclining: 2 }),
    hoards: fc.constantFrom({ for: null }, { for: 2.5 }, { for: 10, upTo: "cpus:3" }),
    reserves: fc.boolean(),
    revivesEvery: fc.constantFrom(2, 10),
    failover: fc.record(
      { at: seconds(30), for: fc.constantFrom(0, 0.5, 4), revocable: fc.boolean() },
      { requiredKeys: ["at"] },
    ),
    service: fc.record({ instances: fc.integer({ min: 1, max: 3 }), needs: fc.constant("cpus:1") }),
  },
  { requiredKeys: ["jobs"] },
);

const agentResources = fc.constantFrom(
  "cpus:4;mem:8",
  "cpus:2;mem:4;cpus{REV}:2",
  "cpus:2;cpus(prod):2;mem(prod):8",
  "cpus(eng):2;mem:4;mem{REV}:4",
  "cpus:4;ports:[1-6]",
  "cpus:3;ports:[3-4];ports(prod):[10-12];disk(prod)[v1]:8",
  "cpus:2;ports(eng)(eng/ml):[1-2];rack:{b,a,c};disk(batch)[v2]{SHARED}:4",
  "cpus:2;mem:4;ports:[1-1];ports{REV}:[5-9];rack(batch):{d}",
);

const profile = fc.record<Partial<AgentProfile>>(
  {
    attributes: fc.constantFrom(
      [{ name: "rack", kind: "text", value: "r1" }] as const,
      [{ name: "rack", kind: "scalar", value: "4" }] as const,
    ),
    domain: fc.constantFrom({ region: "eu", zone: "1" }, { region: "us", zone: "1" }),
    capabilities: fc.constantFrom(["MULTI_ROLE"] as const, ["MULTI_ROLE", "HIERARCHICAL_ROLE"] as const),
  },
  { requiredKeys: [] },
);

const rules: fc.Arbitrary<PreemptionRules> = fc.record(
  {
    budget: fc.record({ tasks: fc.constantFrom(0, 1, 3), every: fc.constantFrom(1_000_000, 10_000_000) }),
    minimumRuntime: fc.constantFrom(1_000_000, 5_000_000),
  },
  { requiredKeys: [] },
);

/** One after the other on one agent. */
const maintenance: fc.Arbitrary<MaintenanceSketch[]> = fc
  .array(fc.tuple(seconds(10), seconds(10), seconds(10)), { maxLength: 2 })
  .map((gaps) => {
    let t = 0;
    return gaps.map(([before, notice, lasts]) => {
      const announced = t + before;
      t = announced + notice + lasts;
      return { agent: "a0", announced, from: announced + notice, lasts };
    });
  });

/** Small plans with everything in them. */
export const arbitraryPlan: fc.Arbitrary<ClusterPlan> = fc
  .record({
    agents: fc.array(agentResources, { minLength: 1, maxLength: 4 }),
    frameworks: fc.array(framework, { minLength: 1, maxLength: 4 }),
    faults: fc.array(fc.record({ at: seconds(30), agent: fc.constant("a0"), lasts: fc.option(seconds(10)) }), {
      maxLength: 2,
    }),
    maintenance,
    pauses: fc.array(fc.record({ at: seconds(30), lasts: seconds(8) }), { maxLength: 2 }),
    recovery: fc.option(fc.record({ expectedAgents: fc.integer({ min: 0, max: 6 }) }), { nil: undefined }),
    joins: fc.dictionary(fc.constantFrom("a0", "a1"), seconds(10), { maxKeys: 2 }),
    profiles: fc.dictionary(fc.constantFrom("a0", "a1", "a2"), profile, { maxKeys: 3 }),
    offerTimeout: fc.constantFrom(undefined, 2),
    duration: fc.constantFrom(undefined, 20, 60),
    quota: fc.boolean(),
    minAllocatable: fc.constantFrom([], ["cpus:0.01", "mem:32"]),
    triggers: fc.constantFrom("settled" as const, "batched" as const),
    preemption: fc.option(rules, { nil: undefined }),
    batchRules: fc.option(rules, { nil: undefined }),
  })
  .map(
    ({
      agents,
      frameworks,
      offerTimeout,
      duration,
      quota,
      minAllocatable,
      triggers,
      recovery,
      preemption,
      batchRules,
      ...rest
    }) =>
      clusterPlan({
        ...rest,
        agents: Object.fromEntries(agents.map((resources, i) => [`a${i}`, resources])),
        roles: [
          { name: "batch", weight: 1, quota: null, ...(batchRules === undefined ? {} : { preemption: batchRules }) },
          {
            name: "prod",
            weight: 2,
            quota: quota ? { guarantees: parseResourceText("cpus:3"), limits: parseResourceText("cpus:6") } : null,
          },
        ],
        frameworks: frameworks.map((sketch, i) => ({ ...sketch, name: `f${i}` })),
        options: { minAllocatable, triggers, domain: { region: "eu", zone: "1" }, recoveryTimeout: 12_000_000 },
        ...(recovery === undefined ? {} : { recovery }),
        ...(preemption === undefined ? {} : { preemption }),
        ...(offerTimeout === undefined ? {} : { offerTimeout }),
        ...(duration === undefined ? {} : { duration }),
      }),
  );
