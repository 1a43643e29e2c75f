import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BadInput, formatComplaint } from "../../../src/base/bad-input.js";
import { readSetFlags, type SetFlag } from "../../../src/scenario/axes/set-flags.js";
import { type LoadOptions, ScenarioSource } from "../../../src/scenario/load-scenario.js";
import { complaintsOf, loadText, OPTIONS, SMALL, scratchFolder } from "../../fixtures/scenarios/load-text.js";

function sourceOf(text: string, options: Partial<LoadOptions> = {}): ScenarioSource {
  const folder = scratchFolder();
  writeFileSync(join(folder, "s.yaml"), text);
  return new ScenarioSource(join(folder, "s.yaml"), { ...OPTIONS, cwd: folder, ...options });
}

function sets(...texts: string[]): SetFlag[] {
  return readSetFlags(texts, []);
}

function axesOf(source: ScenarioSource): [string, readonly unknown[]][] {
  return source.axes.map(({ key, values }) => [key, values]);
}

function planAt(source: ScenarioSource, ...point: number[]) {
  const { plan } = source.resolve(point).rows[0] as { plan: ReturnType<typeof source.resolve>["rows"][number]["plan"] };
  return plan;
}

/** What is wrong at one point, without the folder. */
function wrongAt(source: ScenarioSource, ...point: number[]): string[] {
  try {
    source.resolve(point);
    return [];
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return error.complaints.map((complaint) => formatComplaint(complaint).replace(/^\S*\/(?=s\.yaml)/, ""));
  }
}

describe("a list in a scenario", () => {
  it("is an axis where a single value belongs", () => {
    const source = sourceOf(`${SMALL}duration: [30m, 1h]\n`);
    expect(axesOf(source)).toEqual([["duration", ["30m", "1h"]]]);
    expect(planAt(source, 0).duration).toBe(1_800_000_000);
    expect(planAt(source, 1).duration).toBe(3_600_000_000);
  });

  it("is an axis in place of a distribution, a choice, a map, and in a row's own parts", () => {
    const source = sourceOf(`scenario: 1
agentOrder: [id, shuffle]
agents: [{ count: 2, resources: ["cpus:4", { cpus: 8 }] }]
frameworks:
  - { name: web, roles: [prod], workload: { batch: { jobs: 1, resources: "cpus:1", duration: [1m, { exponential: { mean: 1m } }] } } }
allocators:
  - { label: mine, use: hierarchical, parameters: { grace: [1, 2] }, overrides: { offerTimeout: [none, 1m] } }
`);
    expect(source.axes.map(({ key }) => key)).toEqual([
      "agentOrder",
      "agents.0.resources",
      "frameworks.web.workload.batch.duration",
      "allocators.mine.parameters.grace",
      "allocators.mine.overrides.offerTimeout",
    ]);
    const [row] = source.resolve([1, 1, 0, 1, 1]).rows;
    expect(row?.parameters).toEqual({ grace: 2 });
    expect(row?.plan.offerTimeout).toBe(60_000_000);
    expect(row?.plan.options.agentOrder).toBe("shuffle");
    expect(row?.plan.agents[0]?.resources[0]?.milli).toBe(8000);
  });

  it("stays a list where the scenario takes one, and is an axis there as { axis: [...] }", () => {
    expect(axesOf(sourceOf(`${SMALL}fairnessExclude: [gpus, disk]\n`))).toEqual([]);
    const ports = SMALL.replace('"cpus:4;mem:4096"', "{ cpus: 4, mem: 4GB, ports: [31000-31001, 31004-31005] }");
    expect(axesOf(sourceOf(ports))).toEqual([]);
    const varied = SMALL.replace('"cpus:4;mem:4096"', "{ cpus: 4, mem: 4GB, disk: { axis: [1GB, 2GB] } }");
    expect(axesOf(sourceOf(varied))).toEqual([["agents.0.resources.disk", ["1GB", "2GB"]]]);
  });

  it("may vary between a word and a map", () => {
    const source = sourceOf(`${SMALL}roles: { prod: { quota: [none, { guarantees: "cpus:2" }] } }\n`);
    expect(planAt(source, 0).roles[0]?.quota).toBeNull();
    expect(planAt(source, 1).roles[0]?.quota?.guarantees).toMatchObject([{ name: "cpus", milli: 2000 }]);
  });

  it("is no axis where it names the scenario or a row", async () => {
    expect(await complaintsOf(`${SMALL}name: [a, b]\n`)).toEqual([
      's.yaml:5:7: "[\\"a\\",\\"b\\"]": a scenario\'s name is a text of one line, of at most 200 characters and without slashes; write for example preempt',
    ]);
  });

  it("gives the default of a parameter, unless a flag gives the parameter", () => {
    const text = `${SMALL.replace("jobs: 1", `jobs: "\${jobs}"`)}parameters: { jobs: [1, 3] }\n`;
    const source = sourceOf(text);
    expect(axesOf(source)).toEqual([["parameters.jobs", [1, 3]]]);
    const jobs = (plan: ReturnType<typeof planAt>) =>
      plan.frameworks[0]?.workload.kind === "jobs" ? plan.frameworks[0].workload.jobs.tasks.length : null;
    expect(jobs(planAt(source, 1))).toBe(3);
    const given = sourceOf(text, { params: { jobs: "5" } });
    expect(axesOf(given)).toEqual([]);
    expect(jobs(planAt(given))).toBe(5);
  });

  it("is no axis in a row that is not run", () => {
    const text = `${SMALL}allocators: [{ label: a, use: hierarchical }, { label: b, use: hierarchical, parameters: { x: [1, 2] } }]\n`;
    expect(axesOf(sourceOf(text))).toHaveLength(1);
    expect(axesOf(sourceOf(text, { allocators: ["a"] }))).toEqual([]);
  });

  it("under seed is the seeds, not an axis", () => {
    const source = sourceOf(`${SMALL}seed: [3, 5]\n`);
    expect(source.seeds).toEqual([3, 5]);
    expect(source.axes).toEqual([]);
    expect(source.resolve([]).seed).toBe(3);
    expect(source.resolve([], 9).seed).toBe(9);
    expect(sourceOf(`${SMALL}seed: 3\n`).seeds).toBeNull();
  });

  it("is refused value by value, at the value's own place", () => {
    const source = sourceOf(`${SMALL}duration:\n  - 30m\n  - soon\noffertimeout: 1s\n`);
    expect(wrongAt(source, 0)).toEqual([
      's.yaml:8:1: "offertimeout": unknown key in a scenario; did you mean "offerTimeout"?',
    ]);
    expect(wrongAt(source, 1)[0]).toMatch(/^s\.yaml:7:5: "soon": a duration is a number with a unit/);
    expect(
      wrongAt(sourceOf(`${SMALL}roles: { prod: { quota: { axis: [none, { guarantees: cpus }] } } }\n`), 1)[0],
    ).toMatch(/^s\.yaml:5:54: "cpus": /);
  });

  it("is refused by a run, with what to do", async () => {
    expect(await complaintsOf(`${SMALL}duration: [30m, 1h]\nseed: [1, 2]\nrolls: x\n`)).toEqual([
      's.yaml:5:11: "[30m,1h]": a run takes one value here; a list of them is an axis of workbench compare; choose one with --set duration=30m, or try them all with workbench compare',
      's.yaml:6:7: "[1,2]": a run takes one value here; a list of them is an axis of workbench compare; choose one with --seed=1, or try them all with workbench compare',
      's.yaml:7:1: "rolls": unknown key in a scenario; did you mean "roles"?',
    ]);
    expect(
      await complaintsOf(`${SMALL}duration: [30m, 1h]\nseed: [1, 2]\n`, { sets: sets("duration=1h"), seed: 2 }),
    ).toEqual([]);
  });
});

describe("a setting", () => {
  it("goes before the scenario, whatever stands there", async () => {
    const options = { sets: sets("duration=2h", "agents.0.count=3", "frameworks.web.refuse=1m") };
    const { plan } = (await loadText(`${SMALL}duration: 1h\n`, options)).rows[0] as { plan: ReturnType<typeof planAt> };
    expect(plan.duration).toBe(7_200_000_000);
    expect(plan.agents).toHaveLength(3);
    expect(plan.frameworks[0]?.refuse).toBe(60_000_000);
  });

  it("makes the maps that it needs, and takes whole ones", async () => {
    const options = { sets: sets("roles.prod.weight=2", "minAllocatable=[cpus:1, mem:64]") };
    const { plan } = (await loadText(SMALL, options)).rows[0] as { plan: ReturnType<typeof planAt> };
    expect(plan.roles).toMatchObject([{ name: "prod", weight: 2 }]);
    expect(plan.options.minAllocatable).toEqual(["cpus:1", "mem:64"]);
  });

  it("of several values is an axis, also where the scenario takes lists", () => {
    const source = sourceOf(SMALL, { sets: sets("roles.prod.weight=1,2", "minAllocatable=[cpus:1,mem:64],[]") });
    expect(axesOf(source)).toEqual([
      ["roles.prod.weight", [1, 2]],
      ["minAllocatable", [["cpus:1", "mem:64"], []]],
    ]);
    expect(planAt(source, 1, 1).roles[0]?.weight).toBe(2);
    expect(planAt(source, 1, 1).options.minAllocatable).toEqual([]);
  });

  it("makes the scenario's own axis one value, or another axis", () => {
    const text = `${SMALL}duration: [30m, 1h]\n`;
    expect(axesOf(sourceOf(text, { sets: sets("duration=2h") }))).toEqual([]);
    expect(axesOf(sourceOf(text, { sets: sets("duration=2h,3h") }))).toEqual([["duration", ["2h", "3h"]]]);
  });

  it("names items by their name, label or index, also where these hold dots", () => {
    const text = `${SMALL.replace("web", "web.v1")}allocators: [{ use: hierarchical, parameters: { a.b: 1 } }]\n`;
    const options = {
      sets: sets("frameworks.web.v1.refuse=9s", "allocators.hierarchical.parameters.a.b=2", "agents.0.count=1"),
    };
    const [row] = sourceOf(text, options).resolve([]).rows;
    expect(row?.plan.frameworks[0]?.refuse).toBe(9_000_000);
    expect(row?.parameters).toEqual({ "a.b": 2 });
    expect(row?.plan.agents).toHaveLength(1);
  });

  it.each([
    ["durration=1h", '--set durration: "durration": unknown key in a scenario; did you mean "duration"?'],
    [
      "duration=soon",
      '--set duration: "soon": a duration is a number with a unit: us, ms, s, m, h, d (such as 30s, 1.5h); write it such as 30s',
    ],
    ["frameworks.wbe.refuse=1s", '--set frameworks.wbe.refuse: "wbe": the list has no such item; did you mean web?'],
    ["agents.1.count=2", '--set agents.1.count: "1": the list has no such item; name one by its index, 0'],
    [
      "frameworks.web.roles.0.x=2",
      '--set frameworks.web.roles.0.x: "x": 0 is a single value here, without keys of its own; give 0 itself, as a map: {x: ...}',
    ],
    [
      "roles..weight=2",
      '--set roles..weight: ".weight": a key is words with single dots between them; write such as roles.prod.weight',
    ],
    ["roles.prod.weigth=2", '--set roles.prod.weigth: "weigth": unknown key in a role; did you mean "weight"?'],
    [
      "duration=1h,2h",
      '--set duration: "1h,2h": a run takes one value, and these are 2; give one of them, or try them all with workbench compare',
    ],
  ])("that leads nowhere is refused: %s", async (text, line) => {
    expect(await complaintsOf(SMALL, { sets: sets(text) })).toEqual([line]);
  });
});

describe("the text of a setting", () => {
  it("is split at commas outside of brackets and quotes, and each value is read as YAML", () => {
    const [flag] = sets(`x=1, 2.5 ,true,30s,cpus:4;ports:[1-2,3-4],"a,b",{a: "1,}", b: [2,3]},'it''s'`);
    expect(flag?.values).toEqual([
      1,
      2.5,
      true,
      "30s",
      "cpus:4;ports:[1-2,3-4]",
      "a,b",
      { a: "1,}", b: [2, 3] },
      "it's",
    ]);
  });

  it.each([
    ["duration", "a setting is KEY=VALUE, or KEY=V1,V2"],
    ["=1", "a setting is KEY=VALUE, or KEY=V1,V2"],
    ["duration=", "a value is missing"],
    ["duration=1h,,2h", "a value is missing"],
    ["x={a", "a value is not valid YAML"],
  ])("is refused when it is wrong: %s", (text, rule) => {
    const complaints: { rule: string; place: string }[] = [];
    expect(readSetFlags([text], complaints as never)).toEqual([]);
    expect(complaints).toMatchObject([{ place: "--set", rule }]);
  });

  it("names each key once", () => {
    const complaints: unknown[] = [];
    expect(readSetFlags(["x=1", "x=2"], complaints as never)).toHaveLength(1);
    expect(complaints).toMatchObject([{ value: "x=2", rule: "the key x is set twice" }]);
  });
});
