import { describe, expect, it } from "vitest";
import { complaintsOf, loadText, SMALL } from "../fixtures/scenarios/load-text.js";

const TWO = `${SMALL}allocators:
  - { label: lua, use: hierarchical }
  - { label: other one, use: hierarchical, overrides: { roles: { batch: {}, prod: {} } } }
expect:
`;

describe("expectations", () => {
  it("are one for each allocator and bound", async () => {
    const { expectations } = await loadText(`${TWO}
  - { allocator: lua, metric: "wait.p95{role=prod}", below: 30 }
  - { allocator: [lua, other one], metric: tasks.pending, equals: 0 }
  - { metric: "utilisation.cpus{framework=web}", atLeast: 0.2, atMost: 0.4 }
  - { metric: distinctDecisions, of: [lua, other one], equals: 1 }
`);
    expect(expectations.map((expectation) => expectation.text)).toEqual([
      "lua: wait.p95{role=prod} below 30",
      "lua: tasks.pending equals 0",
      "other one: tasks.pending equals 0",
      "lua: utilisation.cpus{framework=web} atMost 0.4",
      "lua: utilisation.cpus{framework=web} atLeast 0.2",
      "other one: utilisation.cpus{framework=web} atMost 0.4",
      "other one: utilisation.cpus{framework=web} atLeast 0.2",
      "distinctDecisions of lua, other one equals 1",
    ]);
    expect(expectations.at(0)).toEqual({
      kind: "metric",
      text: "lua: wait.p95{role=prod} below 30",
      allocator: "lua",
      metric: "wait.p95{role=prod}",
      comparison: "below",
      bound: 30,
      entry: 0,
      unaffected: false,
    });
    expect(expectations.at(-1)).toMatchObject({ kind: "distinctDecisions", of: ["lua", "other one"], bound: 1 });
  });

  it("may be about a role that only one row has, and about an allocator that is not run", async () => {
    const text = `${TWO}  - { allocator: other one, metric: "wait.p95{role=batch}", below: 30 }\n`;
    expect(await complaintsOf(text)).toEqual([]);
    const { rows, expectations } = await loadText(`${TWO}  - { allocator: other one, metric: wait.p95, below: 3 }\n`, {
      allocators: ["lua"],
    });
    expect(rows.map((row) => row.label)).toEqual(["lua"]);
    expect(expectations).toHaveLength(1);
  });

  it("may be about what a script will report", async () => {
    const text = `${TWO}  - { allocator: lua, metric: script.queue.length-2, below: 30 }\n`;
    expect(await complaintsOf(text)).toEqual([]);
  });

  it("without an allocator are about those that are run", async () => {
    const text = `${TWO}  - { metric: wait.p95, below: 3 }\n`;
    const { expectations } = await loadText(text, { allocators: ["other one", "HierarchicalDRF"] });
    expect(expectations.map((expectation) => expectation.text)).toEqual([
      "other one: wait.p95 below 3",
      "HierarchicalDRF: wait.p95 below 3",
    ]);
  });

  it("are checked whole", async () => {
    const text = `${TWO}
  - { metric: wait.p59, below: 3 }
  - { metric: "wait.p95{role=prd}", below: 3, allocator: other onee }
  - { metric: "wait.p95{framework=weeb}", below: 3, allocator: [lua, none of these] }
  - { metric: "wait.p95{agent=agent-001}", below: 3 }
  - { metric: "wait.p95{role}", below: 3 }
  - { metric: "zzzzzzzzzzzz", below: 3 }
  - { metric: cycleMs.p95, below: 3 }
  - { metric: "script.waiting{role=prod}", below: 3 }
  - { metric: distinctDecision, of: [lua], equals: 1 }
  - { metric: distinctDecisions, allocator: lua, equals: 1 }
  - { metric: distinctDecisions, of: [lua, x9], equals: 1 }
  - { metric: wait.p95 }
  - { below: 3 }
  - { metric: wait.p95, below: "3", under: 3 }
`;
    expect(await complaintsOf(text)).toEqual([
      's.yaml:10:15: "wait.p59": there is no such metric; did you mean "wait.p95"?',
      's.yaml:11:15: "prd": the scenario has no such role; did you mean "prod"?',
      's.yaml:11:58: "other onee": the scenario has no allocator with this label; did you mean "other one"?',
      's.yaml:12:15: "weeb": the scenario has no such framework; did you mean "web"?',
      's.yaml:12:70: "none of these": the scenario has no allocator with this label; the labels are lua, other one',
      's.yaml:13:15: "agent": a part of a metric is {role=R} or {framework=F}; write such as wait.p95{role=prod}',
      's.yaml:14:15: "wait.p95{role}": a metric is a name, with {role=R} or {framework=F} for a part; write such as wait.p95{role=prod}',
      's.yaml:15:15: "zzzzzzzzzzzz": there is no such metric; workbench metrics lists them',
      's.yaml:16:15: "cycleMs.p95": cycleMs is wall-clock time, which differs from run to run; expect something of another metric',
      's.yaml:17:15: "script.waiting{role=prod}": the name of a script\'s metric has letters, digits, . _ - only; write script. and the name, such as script.waiting',
      's.yaml:18:15: "distinctDecision": there is no such metric; did you mean "distinctDecisions"?',
      's.yaml:18:33: "of": of belongs to the metric distinctDecisions; write allocator in its place',
      "s.yaml:19:5: distinctDecisions needs the key of; add of: [LABEL, LABEL]",
      's.yaml:19:34: "allocator": distinctDecisions is about several allocators at once; name them under of',
      's.yaml:20:44: "x9": the scenario has no allocator with this label; the labels are lua, other one',
      "s.yaml:21:5: an expectation has a bound; add one of below, above, atMost, atLeast, equals",
      "s.yaml:22:5: an expectation needs the key metric; add metric: ...",
      's.yaml:23:32: "3": a bound is a number; write for example 30',
      's.yaml:23:37: "under": unknown key in an expectation; the known keys are allocator, metric, of, below, above, atMost, atLeast, equals, unaffected',
    ]);
  });
});

describe("expectations by Mesos' names", () => {
  it("may have roles, resources and frameworks in them", async () => {
    const text = `${TWO}
  - { metric: allocator/mesos/allocation_runs, atLeast: 1 }
  - { metric: allocator/mesos/quota/roles/prod/resources/cpus/limit, equals: 4 }
  - { metric: master/frameworks/web.web/roles/prod/suppressed, equals: 1 }
`;
    expect((await loadText(text)).expectations).toHaveLength(6);
  });

  it("are checked whole, with what was meant", async () => {
    const text = `${TWO}
  - { metric: allocator/mesos/allocation_rnus, atLeast: 1 }
  - { metric: allocator/mesos/quota/roles/prd/resources/cpus/limit, equals: 4 }
  - { metric: allocator/mesos/quota/roles/prod/resources/cpus/limits, equals: 4 }
  - { metric: master/frameworks/web/roles/prod/suppressed, equals: 1 }
  - { metric: master/frameworks/web.web/roles/prod/supressed, equals: 1 }
  - { metric: allocator/mesos/allocation_run_ms/p95, below: 3 }
  - { metric: allocator/mesos/allocation_run_latency_ms, below: 3 }
`;
    expect(await complaintsOf(text)).toEqual([
      's.yaml:10:15: "allocator/mesos/allocation_rnus": there is no such metric; did you mean "allocator/mesos/allocation_runs"?',
      's.yaml:11:15: "prd": the scenario has no such role; did you mean "prod"?',
      's.yaml:12:15: "allocator/mesos/quota/roles/prod/resources/cpus/limits": there is no such metric; did you mean "allocator/mesos/quota/roles/prod/resources/cpus/limit"?',
      's.yaml:13:15: "web": the scenario has no such framework; there are web.web',
      's.yaml:14:15: "master/frameworks/web.web/roles/prod/supressed": there is no such metric; did you mean "master/frameworks/web.web/roles/prod/suppressed"?',
      's.yaml:15:15: "allocator/mesos/allocation_run_ms/p95": allocator/mesos/allocation_run_ms is wall-clock time, which differs from run to run; expect something of another metric',
      's.yaml:16:15: "allocator/mesos/allocation_run_latency_ms": allocator/mesos/allocation_run_latency_ms is wall-clock time, which differs from run to run; expect something of another metric',
    ]);
  });
});

describe("a role that the scenario has not", () => {
  it("is told with the first forty that it has, and how many more there are", async () => {
    const roles = Array.from({ length: 43 }, (_, i) => `r${i + 10}`);
    const text = TWO.replace("batch: {}", roles.map((role) => `${role}: {}`).join(", "));
    const complaints = await complaintsOf(`${text}  - { metric: "wait.p95{role=zzzzzzzz}", below: 3 }\n`);
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toMatch(/there are .*r10, .*r4\d and \d more$/);
  });
});

describe("a mistake in one place", () => {
  it("does not hide mistakes in others", async () => {
    const text = `${TWO.replace("count: 2,", "count: 2, nmae: a,")}  - { metric: "wait.p95{role=prd}", below: 3, allocator: zz }\nfaults: [{ at: 1s, agentLost: agent-009 }]\n`;
    expect(await complaintsOf(text, { params: { unknown: "1" } })).toEqual([
      '--param: "unknown": the scenario has no such parameter; it declares none',
      's.yaml:2:22: "nmae": unknown key in an entry of agents; did you mean "name"?',
      's.yaml:9:15: "prd": the scenario has no such role; did you mean "prod"?',
      's.yaml:9:58: "zz": the scenario has no allocator with this label; the labels are lua, other one',
      's.yaml:10:31: "agent-009": the scenario has no such agent; did you mean "agent-001"?',
    ]);
  });
});
