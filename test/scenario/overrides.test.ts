import { describe, expect, it } from "vitest";
import { scalarEntry } from "../../src/cluster/resource-text.js";
import { mergePatch } from "../../src/scenario/document/merge-patch.js";
import { complaintsOf, loadText } from "../fixtures/scenarios/load-text.js";

const BASE = `scenario: 1
duration: 1h
agents: [{ count: 4, resources: "cpus:4;mem:4096" }]
roles:
  prod: { weight: 2, quota: { guarantees: "cpus:8", limits: "cpus:12" } }
  batch: {}
frameworks:
  - name: web
    roles: [prod]
    workload:
      batch:
        arrivals: { poisson: { every: 10s, until: 30m } }
        resources: { cpus: { uniform: [1, 2] } }
        duration: { exponential: { mean: 1m } }
allocators:
  - { label: base, use: hierarchical }
`;

async function rowsWith(overrides: string) {
  const { rows } = await loadText(`${BASE}  - { label: other, use: hierarchical, overrides: ${overrides} }\n`);
  return rows.map((row) => row.plan);
}

describe("a row's overrides", () => {
  it("take a quota away, or change a part of it", async () => {
    const [base, without] = await rowsWith("{ roles: { prod: { quota: none } } }");
    expect(base?.roles[0]?.quota).not.toBeNull();
    expect(without?.roles[0]).toEqual({ name: "prod", weight: 2, quota: null });
    const [, changed] = await rowsWith('{ roles: { prod: { quota: { limits: null, guarantees: "cpus:16" } } } }');
    expect(changed?.roles[0]?.quota).toEqual({
      guarantees: [scalarEntry("cpus", 16_000)],
      limits: [],
    });
  });

  it("delete with null, replace lists, and add", async () => {
    const [, plan] = await rowsWith(
      '{ duration: null, agents: [{ resources: "cpus:8" }], roles: { batch: null, dev: {} } }',
    );
    expect(plan?.duration).toBeNull();
    expect(plan?.agents.map((agent) => agent.name)).toEqual(["agent-001"]);
    expect(plan?.roles.map((role) => role.name)).toEqual(["prod", "dev"]);
  });

  it("leave all random numbers as they were", async () => {
    const [base, other] = await rowsWith(
      "{ roleSorter: random, frameworkSorter: random, roles: { prod: { weight: 5 } } }",
    );
    expect(other?.options.roleSorter).toBe("random");
    expect(other?.frameworks).toEqual(base?.frameworks);
  });

  it("are not needed: rows without them share one plan", async () => {
    const { rows } = await loadText(`${BASE}  - { label: same, use: hierarchical }\n`);
    expect(rows[1]?.plan).toBe(rows[0]?.plan);
  });

  it("are complained about at their own lines", async () => {
    const text = `${BASE}  - label: other
    use: hierarchical
    overrides:
      duratoin: 2h
      seed: 3
      allocationInterval: fast
      roles:
        prod: { weight: heavy, quota: { guarantees: "cpus:13" } }
        eng/ml: { quota: { guarantees: "cpus:1" } }
      faults: [{ at: 1m, agentLost: agent-009 }]
      frameworks: [{ name: web, roles: [prdo] }]
`;
    expect(await complaintsOf(text)).toEqual([
      's.yaml:20:7: "duratoin": unknown key in overrides; did you mean "duration"?',
      's.yaml:21:7: "seed": unknown key in overrides; the known keys are duration, allocationInterval, agentOrder, roleSorter, frameworkSorter, minAllocatable, fairnessExclude, countLentInShares, filterGpuResources, domain, recoveryTimeout, agentRecoveryFactor, triggers, weightUpdates, offerTimeout, limits, hooks, hookSemantics, isolation, authenticators, authenticatee, resourceEstimator, qosController, interference, enforceContainerDiskQuota, authentication, agents, roles, frameworks, trace, faults, maintenance, preemption, recovery',
      's.yaml:22:27: "fast": a duration is a number with a unit: us, ms, s, m, h, d (such as 30s, 1.5h); write it such as 30s',
      's.yaml:24:25: "heavy": a weight is a number above 0, at most 1000000000; write for example 2',
      's.yaml:24:53: "cpus:13": a guarantee is at most the limit, and cpus is limited to 12 (Q2); lower the guarantee or raise the limit',
      's.yaml:25:19: "quota": only top-level roles have a quota (C15); give it to eng, or remove it',
      's.yaml:26:37: "agent-009": the scenario has no such agent; did you mean "agent-001"?',
      's.yaml:27:41: "prdo": the scenario has no such role; did you mean "prod"?',
    ]);
  });

  it("may not make one of the sorters random", async () => {
    const text = `${BASE}  - { label: o, use: hierarchical, overrides: { frameworkSorter: random } }\n`;
    expect(await complaintsOf(text)).toEqual([
      's.yaml:17:66: "random": roleSorter and frameworkSorter are both drf (the default) or both random; add roleSorter: random, or leave both out',
    ]);
  });

  it("do not repeat what is wrong with the scenario itself", async () => {
    const text = `${BASE.replace("weight: 2", "weight: 0")}  - { label: o, use: hierarchical, overrides: { roles: { dev: {} } } }\n`;
    expect(await complaintsOf(text)).toEqual([
      's.yaml:5:19: "0": a weight is a number above 0, at most 1000000000; write for example 2',
    ]);
  });
});

describe("a merge patch", () => {
  it("does as RFC 7386 has it", () => {
    const document = { a: { b: "c", d: [1, 2] }, e: null, f: 1 };
    expect(mergePatch(document, { a: { b: null, d: [3], g: { h: null, i: 1 } }, f: { j: 2 } })).toEqual({
      a: { d: [3], g: { i: 1 } },
      e: null,
      f: { j: 2 },
    });
    expect(document).toEqual({ a: { b: "c", d: [1, 2] }, e: null, f: 1 });
  });

  it("keeps a key such as __proto__ plain data", () => {
    const merged = mergePatch({}, JSON.parse('{ "__proto__": { "polluted": true } }')) as object;
    expect(Object.keys(merged)).toEqual(["__proto__"]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
