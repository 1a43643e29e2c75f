import { describe, expect, it } from "vitest";
import { resourceKeyText, scalarEntry } from "../../src/cluster/resource-text.js";
import { complaintsOf, loadText, SMALL } from "../fixtures/scenarios/load-text.js";

/** A scenario with these resources on its one agent. */
function withAgent(resources: string): string {
  return `scenario: 1
agents:
  - { resources: ${resources} }
frameworks: [{ name: web, roles: [prod], workload: { batch: { jobs: 1, resources: "cpus:1", duration: 1m } } }]
`;
}

describe("resources in a scenario", () => {
  const rest = "write such as cpus:4;mem:1024 (MiB) or {cpus: 4, mem: 64GB}";
  it.each([
    ["a unit in a text", '"cpus:4;mem:64GB"', `3:18: "64GB": a scalar resource is a decimal number; ${rest}`],
    ["no colon", '"cpus"', `3:18: "cpus": a resource is written name:value, several joined by ;; ${rest}`],
    ["four decimals", '"cpus:0.0005"', `3:18: "0.0005": a scalar resource has at most three decimals; ${rest}`],
    ["a negative amount", '"cpus:-1"', `3:18: "-1": a resource may not be negative; ${rest}`],
    [
      "too much to be exact",
      '"cpus:9007199254741"',
      `3:18: "9007199254741": a scalar resource is at most (2^53-1)/1000; ${rest}`,
    ],
    ["a name twice", '"cpus:4;cpus:3"', `3:18: "cpus:3": the resource cpus is given twice; ${rest}`],
    ["a range that is none", '"cpus:4;ports:[1]"', `3:18: "[1]": ranges are written [first-last,first-last]; ${rest}`],
    ["ranges that overlap", '"ports:[1-4,4-5]"', `3:18: "[1-4,4-5]": ranges may not overlap; ${rest}`],
    ["a member twice", '"rack:{a,b,a}"', `3:18: "{a,b,a}": the set has a twice; ${rest}`],
    [
      "a list that holds no ranges",
      "{ ports: [a, b] }",
      `3:27: "[a,b]": ranges are written [first-last,first-last]; ${rest}`,
    ],
    [
      "a set that YAML takes for a map",
      "{ rack: {a, b} }",
      '3:26: "{\\"a\\":null,\\"b\\":null}": an amount is a decimal number (mem and disk are MiB or carry a unit: KB, MB, GB, TB), a list of ranges such as [31000-32000], or a set in quotes such as "{a,b}"; write for example 4',
    ],
    ["nothing at all", '""', '3:18: "": an agent has some resources; write such as cpus:16;mem:65536'],
    ["only zeros", '"cpus:0"', '3:18: "cpus:0": an agent has some resources; write such as cpus:16;mem:65536'],
    ["a negative number in a map", "{ cpus: -4 }", `3:26: "-4": a resource may not be negative; ${rest}`],
    [
      "four decimals in a map",
      "{ cpus: 0.0005 }",
      `3:26: "0.0005": a scalar resource has at most three decimals; ${rest}`,
    ],
    [
      "an unknown unit",
      "{ mem: 64gb }",
      '3:25: "64gb": a size is a number with a unit: KB, MB, GB, TB (powers of 1024); write it such as 64GB',
    ],
    [
      "a unit where none belongs",
      "{ gpus: 4GB }",
      '3:26: "4GB": an amount of gpus is a decimal number without a unit; write it such as 4',
    ],
    [
      "a size finer than can be counted",
      "{ mem: 100KB }",
      '3:25: "100KB": mem is counted in MiB with at most three decimals; write it in MB, such as 64MB',
    ],
    [
      "a list as an amount",
      "{ cpus: [4] }",
      '3:27: "4": a range is a text such as 31000-32000, of one item 31000-31000; write for example 31000-32000',
    ],
    [
      "key and amount swapped",
      "{ 4: cpus }",
      '3:23: "cpus": an amount of 4 is a decimal number without a unit; write it such as 4',
    ],
    [
      "a role that is no name",
      '"cpus(a//b):1"',
      `3:18: "cpus(a//b)": a role name may not have an empty component; ${rest}`,
    ],
  ])("are refused with %s", async (_what, resources, line) => {
    expect(await complaintsOf(withAgent(resources))).toEqual([`s.yaml:${line}`]);
  });

  it.each([
    ['"cpus:4; mem:1024"', "cpus:4000 mem:1024000"],
    ["{ cpus: 0.5, mem: 64GB }", "cpus:500 mem:65536000"],
    ["{ cpus: '1.25', mem: 1536, disk: 1.5TB }", "cpus:1250 mem:1536000 disk:1572864000"],
    ["{ cpus: 1, mem: 512KB }", "cpus:1000 mem:500"],
    ['{ "cpus(prod)": 2, "mem{REV}": 1 GB, cpus: 1 }', "cpus(prod):2000 mem{REV}:1024000 cpus:1000"],
    ["{ cpus: 1, gpus: 0 }", "cpus:1000"],
  ])("are read from %s", async (resources, expected) => {
    const { rows } = await loadText(withAgent(resources));
    const read = rows[0]?.plan.agents[0]?.resources.map((entry) => `${resourceKeyText(entry)}:${entry.milli}`);
    expect(read?.join(" ")).toBe(expected);
  });
});

describe("agents", () => {
  it("have names of their own, and no two the same", async () => {
    const text = `scenario: 1
agents:
  - { name: big, resources: "cpus:4" }
  - { name: big, resources: "cpus:4" }
  - { count: 2, resources: "cpus:4" }
  - { name: agent-002, resources: "cpus:4" }
  - { name: "a b", resources: "cpus:4" }
${SMALL.split("\n").slice(2).join("\n")}`;
    expect(await complaintsOf(text)).toEqual([
      's.yaml:4:5: "big": two agents have this name; give one of them another name',
      's.yaml:6:5: "agent-002": two agents have this name; give one of them another name',
      's.yaml:7:13: "a b": a name is a text without blanks, braces, commas, semicolons or "="; write for example web',
    ]);
  });

  it("are at most 100000 together", async () => {
    const text = SMALL.replace("{ count: 2,", '{ count: 90000, resources: "cpus:1" }, { count: 90000,');
    expect(await complaintsOf(text)).toEqual([
      's.yaml:2:9: "180000": a cluster has at most 100000 agents; ask for fewer',
    ]);
  });

  it("reserve for roles that exist", async () => {
    const text = SMALL.replace("cpus:4;mem:4096", "cpus:4;cpus(prdo):1");
    expect(await complaintsOf(`${text}roles: { prod: {} }\n`)).toEqual([
      's.yaml:2:33: "prdo": the scenario has no such role; did you mean "prod"?',
    ]);
  });
});

describe("roles", () => {
  it("have proper names, positive weights and quotas that Mesos would take", async () => {
    const text = `${SMALL}roles:
  prod: { weight: 0, quota: { guarantees: "cpus:9;mem:2", limits: "cpus:8;mem:1" } }
  eng/ml: { quota: { guarantees: "cpus:1" } }
  a//b: {}
  -x: { quota: non }
  " ": { weight: heavy }
  ..: { quota: { guarantees: "cpus(prod):1", limit: "cpus:3" } }
`;
    expect(await complaintsOf(text)).toEqual([
      's.yaml:6:19: "0": a weight is a number above 0, at most 1000000000; write for example 2',
      's.yaml:6:43: "cpus:9": a guarantee is at most the limit, and cpus is limited to 8 (Q2); lower the guarantee or raise the limit',
      's.yaml:6:43: "mem:2": a guarantee is at most the limit, and mem is limited to 1 (Q2); lower the guarantee or raise the limit',
      's.yaml:7:13: "quota": only top-level roles have a quota (C15); give it to eng, or remove it',
      `s.yaml:8:3: "a//b": a role name may not have an empty component; change the role's name`,
      `s.yaml:9:3: "-x": a component of a role name may not begin with "-"; change the role's name`,
      's.yaml:9:16: "non": a quota is a map of guarantees and limits, or none; write quota: none',
      `s.yaml:10:3: " ": a role name may not hold white space; change the role's name`,
      's.yaml:10:18: "heavy": a weight is a number above 0, at most 1000000000; write for example 2',
      `s.yaml:11:3: "..": a role name may not have the component ".."; change the role's name`,
      's.yaml:11:30: "cpus(prod)": a number for each name and nothing else: no (role), [id], {REV} or items; write such as cpus:4',
      's.yaml:11:46: "limit": unknown key in a quota; did you mean "limits"?',
    ]);
  });

  it("are checked against the list when there is one", async () => {
    expect(await complaintsOf(`${SMALL}roles: { prdo: {}, batch: {} }\n`)).toEqual([
      's.yaml:4:26: "prod": the scenario has no such role; did you mean "prdo"?',
    ]);
    expect(await complaintsOf(`${SMALL}roles: { eng/ml: {} }\n`)).toEqual([
      's.yaml:4:26: "prod": the scenario has no such role; add it under roles: {prod: {}}',
    ]);
  });

  it("are there by being named when the scenario lists none", async () => {
    const { rows } = await loadText(SMALL.replace("[prod]", "[prod, eng/ml]"));
    expect(rows[0]?.plan.roles).toEqual([
      { name: "eng/ml", weight: 1, quota: null },
      { name: "prod", weight: 1, quota: null },
    ]);
  });

  it("may be the default role, an ancestor, or empty", async () => {
    const text = `${SMALL.replace("[prod]", '["*", eng]')}roles: { eng/ml: {}, batch: , prod: {} }\n`;
    const { rows } = await loadText(text);
    expect(rows[0]?.plan.roles.map((role) => role.name)).toEqual(["eng/ml", "batch", "prod", "*", "eng"]);
  });

  it("may have a limit of zero, which is kept", async () => {
    const { rows } = await loadText(
      `${SMALL}roles: { prod: { quota: { guarantees: { mem: 0 }, limits: "cpus:0" } } }\n`,
    );
    const cpus = scalarEntry("cpus", 0);
    expect(rows[0]?.plan.roles[0]?.quota).toEqual({ guarantees: [], limits: [cpus] });
  });
});

describe("frameworks", () => {
  it("are checked key by key, all at once", async () => {
    const text = `scenario: 1
agents: [{ resources: "cpus:4" }]
frameworks:
  - { name: web, roles: [prod, prod], capabilities: [GPU], refuse: -5s, gangTimeout: 200y }
  - { name: web, roles: [prod], suppresses: maybe, requestWindow: 0, reviveInterval: 1000000d }
  - { name: "a b", roles: [] , inverseOffers: ignore }
  - { roles: [-x], startsAt: noon }
duration: 1h
`;
    expect(await complaintsOf(text)).toEqual([
      's.yaml:4:32: "prod": a role is named twice; name it once',
      's.yaml:4:54: "GPU": a capability is one that Mesos knows; write one of MULTI_ROLE, REVOCABLE_RESOURCES, GPU_RESOURCES, RESERVATION_REFINEMENT, SHARED_RESOURCES, REGION_AWARE, PARTITION_AWARE, TASK_KILLING_STATE',
      's.yaml:4:68: "-5s": a duration may not be negative; write it such as 30s',
      's.yaml:4:86: "200y": a duration is a number with a unit: us, ms, s, m, h, d (such as 30s, 1.5h); write it such as 30s',
      's.yaml:5:13: "web": two frameworks have this name; rename one of them',
      's.yaml:5:45: "maybe": suppresses is true or false; write for example true',
      's.yaml:5:67: "0": a request window is a whole number from 1 to 100000; write for example 16',
      's.yaml:5:86: "1000000d": a duration is at most 100 years; write it such as 30s',
      's.yaml:6:13: "a b": a name is a text without blanks, braces, commas, semicolons or "="; write for example web',
      's.yaml:6:27: "[]": roles is a list of at least one role; write for example [prod]',
      's.yaml:6:47: "ignore": an answer to inverse offers is accept or decline; write one of accept, decline',
      "s.yaml:7:5: a framework needs the key name; add name: ...",
      `s.yaml:7:15: "-x": a component of a role name may not begin with "-"; change the role's name`,
      's.yaml:7:30: "noon": a duration is a number with a unit: us, ms, s, m, h, d (such as 30s, 1.5h); write it such as 30s',
    ]);
  });

  it("are at most 10000 together", async () => {
    const text = SMALL.replace(
      "{ name: web,",
      "{ name: idle, count: 9000, roles: [prod] }\n  - { name: web, count: 9000,",
    );
    expect(await complaintsOf(text)).toEqual([
      's.yaml:4:3: "18000": a cluster has at most 10000 frameworks; ask for fewer',
    ]);
  });

  it("are complained about once, however many a count makes of them", async () => {
    const text = SMALL.replace("name: web", "name: web, count: 30").replace("cpus:1", "cpus:x");
    expect(await complaintsOf(text)).toEqual([
      's.yaml:4:85: "x": a scalar resource is a decimal number; write such as cpus:4;mem:1024 (MiB) or {cpus: 4, mem: 64GB}',
    ]);
  });

  it("need jobs or a duration, else nothing ends the run", async () => {
    const text = 'scenario: 1\nagents: [{ resources: "cpus:4" }]\nframeworks: [{ name: idle, roles: [prod] }]\n';
    expect(await complaintsOf(text)).toEqual([
      "s.yaml:1:1: nothing ends this scenario: it has no jobs and no duration; add duration: 1h",
    ]);
    expect((await loadText(`${text}duration: 1h\n`)).rows).toHaveLength(1);
  });
});

describe("faults", () => {
  it("name agents that exist and are there at the time", async () => {
    const text = `${SMALL}faults:
  - { at: 5m, agentLost: agnt-001 }
  - { at: 6m, agentLost: agent-001, for: 5m }
  - { at: 10m, agentLost: agent-001, for: 0s }
  - { at: 1m, agentLost: agent-002 }
  - { at: -1m, agentLost: xxxxxxxxxxxxxxx }
  - { at: 1m }
`;
    expect(await complaintsOf(text)).toEqual([
      's.yaml:6:26: "agnt-001": the scenario has no such agent; did you mean "agent-001"?',
      's.yaml:8:27: "agent-001": the agent is lost already at this time; let it come back before, or remove this fault',
      's.yaml:8:43: "0s": this duration is at least one microsecond; write it such as 30s',
      's.yaml:10:11: "-1m": a duration may not be negative; write it such as 30s',
      's.yaml:10:27: "xxxxxxxxxxxxxxx": the scenario has no such agent; name one of the agents',
      "s.yaml:11:5: a fault is either agentLost or allocatorPaused; add agentLost: NAME or allocatorPaused: 30s",
    ]);
  });

  it("are not told to be about missing agents when the agents' own count cannot be read", async () => {
    const text = `${SMALL.replace("count: 2", "count: two")}faults: [{ at: 1m, agentLost: agent-002 }]\n`;
    expect(await complaintsOf(text)).toEqual([
      's.yaml:2:19: "two": a count of agents is a whole number from 1 to 100000; write for example 20',
    ]);
  });
});

describe("the allocator's options", () => {
  it("are checked as well", async () => {
    const text = `${SMALL}allocationInterval: 0s
minAllocatable: ["cpus:0.01", "", "mem(prod):32"]
fairnessExclude: [gpus, "a b"]
offerTimeout: never
weightUpdates: late
limits: { callTimeout: 0s, memory: lots, runTimeout: soon, steps: 0, output: 1, stack: deep }
`;
    expect(await complaintsOf(text)).toEqual([
      's.yaml:5:21: "0s": this duration is at least one microsecond; write it such as 30s',
      's.yaml:6:31: "": an alternative of minAllocatable holds some resources; write such as cpus:0.01',
      's.yaml:6:35: "mem(prod)": a number for each name and nothing else: no (role), [id], {REV} or items; write such as mem:4',
      's.yaml:7:25: "a b": a resource name is a text without blanks, braces, commas, semicolons or "="; write for example gpus',
      's.yaml:8:15: "never": a duration is a number with a unit: us, ms, s, m, h, d (such as 30s, 1.5h); write it such as 30s',
      's.yaml:9:16: "late": weightUpdates is immediate or cached; write one of immediate, cached',
      's.yaml:10:24: "0s": this duration is at least one microsecond; write it such as 30s',
      's.yaml:10:36: "lots": a size is a number with a unit: KB, MB, GB, TB (powers of 1024), or none; write it such as 1GB',
      's.yaml:10:54: "soon": a duration is a number with a unit: us, ms, s, m, h, d (such as 30s, 1.5h); write it such as 30s',
      's.yaml:10:67: "0": a limit of steps is a whole number from 1 on, or none; write for example 10000000',
      's.yaml:10:78: "1": a size is a number with a unit: KB, MB, GB, TB (powers of 1024), or none; write for example 1GB',
      's.yaml:10:88: "deep": a size is a number with a unit: KB, MB, GB, TB (powers of 1024), or none; write it such as 64KB',
    ]);
  });

  it("know no random sorter beside a DRF one, given or not", async () => {
    const rule = "roleSorter and frameworkSorter are both drf (the default) or both random";
    expect(await complaintsOf(`${SMALL}roleSorter: random\n`)).toEqual([
      `s.yaml:5:13: "random": ${rule}; add frameworkSorter: random, or leave both out`,
    ]);
    expect(await complaintsOf(`${SMALL}roleSorter: drf\nframeworkSorter: random\n`)).toEqual([
      `s.yaml:6:18: "random": ${rule}; write roleSorter: random, or leave both out`,
    ]);
    expect(await complaintsOf(`${SMALL}roleSorter: rnd\nframeworkSorter: random\nagentOrder: name\n`)).toEqual([
      's.yaml:5:13: "rnd": a sorter is drf or random; write one of drf, random',
      's.yaml:7:13: "name": agentOrder is id or shuffle; write one of id, shuffle',
    ]);
  });
});
