import { describe, expect, it } from "vitest";
import { scalarEntry } from "../../src/cluster/resource-text.js";
import { loadText, SMALL, scratchFolder } from "../fixtures/scenarios/load-text.js";

describe("a scenario", () => {
  it("is resolved with Mesos' defaults", async () => {
    const scenario = await loadText(SMALL);
    const { plan } = scenario.rows[0] as (typeof scenario.rows)[number];
    expect({ ...scenario, rows: [], document: null, file: "" }).toEqual({
      name: "s",
      file: "",
      seed: 1,
      rows: [],
      expectations: [],
      modules: { manifest: null, folder: null, mesosVersion: null, kindVersions: [] },
      notes: [],
      document: null,
    });
    const cpus = scalarEntry("cpus", 4000);
    const mem = scalarEntry("mem", 4_096_000);
    expect(plan).toEqual({
      agents: [
        { name: "agent-001", resources: [cpus, mem] },
        { name: "agent-002", resources: [cpus, mem] },
      ],
      roles: [{ name: "prod", weight: 1, quota: null }],
      frameworks: [
        {
          name: "web",
          roles: ["prod"],
          capabilities: ["MULTI_ROLE"],
          startsAt: 0,
          refuse: 5_000_000,
          suppresses: true,
          reviveInterval: 0,
          queue: "firstFit",
          gangTimeout: 300_000_000,
          inverseOffers: "accept",
          requestWindow: 16,
          workload: {
            kind: "jobs",
            jobs: {
              shapes: [[{ ...cpus, milli: 1000 }]],
              submittedAt: Float64Array.of(0),
              duration: Float64Array.of(60_000_000),
              shape: Int32Array.of(0),
              tasks: Int32Array.of(1),
              gang: Uint8Array.of(0),
              estimate: Float64Array.of(-1),
            },
          },
        },
      ],
      faults: [],
      options: {
        allocationInterval: 1_000_000,
        agentOrder: "id",
        roleSorter: "drf",
        frameworkSorter: "drf",
        minAllocatable: ["cpus:0.01", "mem:32"],
        fairnessExclude: [],
        countLentInShares: true,
        filterGpuResources: true,
        domain: null,
        recoveryTimeout: 600_000_000,
        agentRecoveryFactor: 0.8,
        triggers: "settled",
        weightUpdates: "immediate",
      },
      offerTimeout: null,
      duration: null,
    });
  });

  it("says everything that it can say", async () => {
    const { name, seed, rows } = await loadText(`scenario: 1
name: all of it
description: for people
seed: 7
duration: 2h
allocationInterval: 250ms
agentOrder: shuffle
roleSorter: random
frameworkSorter: random
minAllocatable: ["mem:32;cpus:1", { disk: 1GB }]
fairnessExclude: [gpus]
countLentInShares: false
filterGpuResources: false
domain: { region: eu, zone: eu-1 }
recoveryTimeout: 2m
agentRecoveryFactor: 0.5
triggers: batched
weightUpdates: cached
offerTimeout: 30s
agents:
  - name: first
    resources: "cpus:4;cpus(prod):2;cpus{REV}:1"
    joins: 10s
    attributes: "rack:r1;size:4"
    hostname: host-1
    region: us
    zone: us-2
    capabilities: [HIERARCHICAL_ROLE, MULTI_ROLE]
roles: { prod: { weight: 2.5, quota: { guarantees: "cpus:1", limits: { cpus: 2 } } } }
frameworks:
  - name: web
    roles: [prod, "*"]
    capabilities: [GPU_RESOURCES, REVOCABLE_RESOURCES, MULTI_ROLE]
    minAllocatable: { prod: ["cpus:2", "mem:64"], "*": [] }
    offerConstraints: { prod: [[{ attribute: rack, equals: r1 }, { pseudo: HOSTNAME, matches: "a.*" }]] }
    startsAt: 1m
    refuse: 120s
    suppresses: false
    reviveInterval: 10s
    queue: firstComeFirstServed
    gangTimeout: 1m
    inverseOffers: decline
    requestWindow: 4
    workload: { service: { instances: 3, resources: { cpus: 0.5 } } }
faults:
  - { at: 40m, agentLost: first }
  - { at: 20m, agentLost: first, for: 5m }
  - { at: 30m, allocatorPaused: 30s }
maintenance: [{ agent: first, announcedAt: 50m, from: 1h, for: 10m }]
recovery: { expectedAgents: 7 }
`);
    const plan = rows[0]?.plan;
    expect([name, seed]).toEqual(["all of it", 7]);
    expect(plan?.options).toEqual({
      allocationInterval: 250_000,
      agentOrder: "shuffle",
      roleSorter: "random",
      frameworkSorter: "random",
      minAllocatable: ["cpus:1;mem:32", "disk:1024"],
      fairnessExclude: ["gpus"],
      countLentInShares: false,
      filterGpuResources: false,
      domain: { region: "eu", zone: "eu-1" },
      recoveryTimeout: 120_000_000,
      agentRecoveryFactor: 0.5,
      triggers: "batched",
      weightUpdates: "cached",
    });
    expect(plan?.faults).toEqual([
      { at: 1_200_000_000, agent: "first", duration: 300_000_000 },
      { at: 2_400_000_000, agent: "first", duration: null },
    ]);
    expect(plan?.agents[0]).toMatchObject({
      joinsAt: 10_000_000,
      profile: {
        hostname: "host-1",
        attributes: [
          { name: "rack", kind: "text", value: "r1" },
          { name: "size", kind: "scalar", value: "4" },
        ],
        domain: { region: "us", zone: "us-2" },
        capabilities: ["MULTI_ROLE", "HIERARCHICAL_ROLE"],
      },
    });
    expect(plan?.pauses).toEqual([{ at: 1_800_000_000, duration: 30_000_000 }]);
    expect(plan?.maintenance).toEqual([
      { agent: "first", announcedAt: 3_000_000_000, from: 3_600_000_000, duration: 600_000_000 },
    ]);
    expect(plan?.recovery).toEqual({ expectedAgents: 7 });
    expect(plan?.frameworks[0]).toMatchObject({
      roles: ["prod", "*"],
      capabilities: ["MULTI_ROLE", "REVOCABLE_RESOURCES", "GPU_RESOURCES"],
      preferences: {
        minAllocatable: new Map([
          ["prod", ["cpus:2", "mem:64"]],
          ["*", []],
        ]),
        constraints: new Map([
          [
            "prod",
            [
              [
                { selector: { kind: "attribute", name: "rack" }, predicate: { kind: "equals", text: "r1" } },
                { selector: { kind: "HOSTNAME" }, predicate: { kind: "matches", text: "a.*" } },
              ],
            ],
          ],
        ]),
      },
      startsAt: 60_000_000,
      refuse: 120_000_000,
      suppresses: false,
      reviveInterval: 10_000_000,
      queue: "firstComeFirstServed",
      gangTimeout: 60_000_000,
      inverseOffers: "decline",
      requestWindow: 4,
      workload: { kind: "service", instances: 3 },
    });
    expect([plan?.duration, plan?.offerTimeout]).toEqual([7_200_000_000, 30_000_000]);
  });

  it("takes --seed before its own", async () => {
    expect((await loadText(`${SMALL}seed: 7\n`, { seed: 8 })).seed).toBe(8);
  });

  it("numbers agents and frameworks so that byte order is number order", async () => {
    const { rows } = await loadText(`scenario: 1
agents:
  - { count: 999, resources: "cpus:4" }
  - { resources: "cpus:8" }
  - { count: 2, name: big, resources: "cpus:8" }
frameworks:
  - { name: idle, count: 100, roles: [prod] }
  - { name: one, count: 1, roles: [prod] }
duration: 1h
`);
    const agents = rows[0]?.plan.agents.map((agent) => agent.name) ?? [];
    expect([agents[0], agents[998], agents[999], agents[1000], agents[1001]]).toEqual([
      "agent-0001",
      "agent-0999",
      "agent-1000",
      "big-001",
      "big-002",
    ]);
    expect([...agents].sort()).toEqual(agents);
    const frameworks = rows[0]?.plan.frameworks.map((framework) => framework.name) ?? [];
    expect([frameworks[0], frameworks[99], frameworks[100]]).toEqual(["idle-001", "idle-100", "one-01"]);
  });
});

describe("the document that a run's hash is made of", () => {
  const text = `${SMALL.replace("count: 2", `count: "\${agents}"`)}parameters: { agents: 2, unused: { env: HOME, default: x } }
allocators: [{ label: a, use: hierarchical, parameters: { grace: 30 } }, { use: HierarchicalDRF }]
`;

  it("has parameters and seed put in, and the allocators that are run", async () => {
    const options = { seed: 9, params: { "a.grace": "5" }, allocators: ["a"], environment: { HOME: "/home/me" } };
    expect((await loadText(text, options)).document).toEqual({
      scenario: 1,
      seed: 9,
      agents: [{ count: 2, resources: "cpus:4;mem:4096" }],
      frameworks: [
        { name: "web", roles: ["prod"], workload: { batch: { jobs: 1, resources: "cpus:1", duration: "1m" } } },
      ],
      allocators: [{ label: "a", use: "hierarchical", parameters: { grace: 5 } }],
      traceFiles: {},
    });
  });

  it("is the same wherever the scenario lies", async () => {
    const [one, other] = [await loadText(text, {}, scratchFolder()), await loadText(text, {}, scratchFolder())];
    expect(one.file).not.toBe(other.file);
    expect(one.document).toEqual(other.document);
  });
});
