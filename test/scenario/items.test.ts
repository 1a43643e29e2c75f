import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { type ResourceEntry, resourceKeyText } from "../../src/cluster/resource-text.js";
import { complaintsOf, loadText } from "../fixtures/scenarios/load-text.js";

interface Sketch {
  readonly agents?: string;
  readonly task?: string;
  readonly more?: string;
}

/** An agent with ranges and a set, and a framework with one job. */
function scenario({
  agents = '{ resources: "cpus:4;ports:[1-10];rack:{a,b}" }',
  task = "ports: 2",
  more = "",
}: Sketch): string {
  return `scenario: 1
agents: [${agents}]
frameworks:
  - name: web
    roles: [prod]
    workload: { batch: { jobs: 4, resources: { cpus: 1, ${task} }, duration: 1m } }
${more}`;
}

async function planOf(sketch: Sketch) {
  const { rows, notes } = await loadText(scenario(sketch));
  const plan = rows[0]?.plan;
  if (plan === undefined) throw new Error("no row");
  return { ...plan, notes };
}

function shown({ items, milli, ...parts }: ResourceEntry): string {
  if (items === null) return `${resourceKeyText({ ...parts })}:${milli / 1000}`;
  const list = items.kind === "set" ? items.members : items.intervals.map(([first, last]) => `${first}-${last}`);
  return `${resourceKeyText({ ...parts })}:${items.kind} ${list.join(" ")}`;
}

describe("ranges and sets of an agent", () => {
  it.each([
    ['"cpus:4;ports:[5-6,1-3];rack:{b,a}"', ["cpus:4", "ports:ranges 1-3 5-6", "rack:set b a"]],
    ['{ ports: [31000-32000, 40000-40000], rack: "{a,b}" }', ["ports:ranges 31000-32000 40000-40000", "rack:set a b"]],
    ['{ ports: "[31000-32000]", "ports(prod)": [1-2] }', ["ports:ranges 31000-32000", "ports(prod):ranges 1-2"]],
  ])("are read from %s", async (resources, expected) => {
    const { agents } = await planOf({ agents: `{ resources: ${resources} }`, task: "mem: 0" });
    expect(agents[0]?.resources.map(shown)).toEqual(expected);
  });

  it("have one form over the whole cluster", async () => {
    const agents =
      '{ resources: "ports:[1-10];rack:{a}" }, { resources: { ports: 5, "rack(prod)": [1-2] } }, { resources: "cpus:4;cpus(prod):[1-2]" }';
    expect(await complaintsOf(scenario({ agents, task: "mem: 0" }))).toEqual([
      's.yaml:2:63: "ports": a resource has one form everywhere, and ports is a list of ranges elsewhere; write it such as ports:[1-4], or under another name',
      's.yaml:2:63: "rack(prod)": a resource has one form everywhere, and rack is a set elsewhere; write it such as rack:{a,b}, or under another name',
      's.yaml:2:113: "cpus(prod)": a resource has one form everywhere, and cpus is a scalar elsewhere; write it such as cpus:4, or under another name',
    ]);
  });

  it("are no form for what a trace measures", async () => {
    const file = resolve(import.meta.dirname, "../fixtures/scenarios/swf/small.swf");
    const text = `scenario: 1\nagents: [{ name: own, resources: "cpus:{a,b}" }]\ntrace: { format: swf, file: ${JSON.stringify(file)} }\n`;
    expect(await complaintsOf(text)).toEqual([
      's.yaml:2:34: "cpus": a resource has one form everywhere, and cpus is a scalar elsewhere; write it such as cpus:4, or under another name',
    ]);
  });

  it("may be of another form where a row replaces the agents", async () => {
    const more = `allocators:
  - { use: hierarchical }
  - { label: other, use: hierarchical, overrides: { agents: [{ resources: "cpus:4;ports:7" }] } }
`;
    expect(
      (await loadText(scenario({ more }))).rows.map(({ plan }) => plan.agents[0]?.resources.map(shown).at(1)),
    ).toEqual(["ports:ranges 1-10", "ports:7"]);
  });

  it("may be reserved below a reservation, and hold volumes", async () => {
    const resources = '"cpus(eng)(eng/ml):2;disk(eng)[v1]:64;disk(eng)[v2]{SHARED}:32"';
    const { agents, roles } = await planOf({ agents: `{ resources: ${resources} }`, task: "mem: 0" });
    expect(agents[0]?.resources.map(shown)).toEqual([
      "cpus(eng)(eng/ml):2",
      "disk(eng)[v1]:64",
      "disk(eng)[v2]{SHARED}:32",
    ]);
    expect(roles.map(({ name }) => name)).toEqual(["eng", "eng/ml", "prod"]);
  });

  it("may give a volume in human sizes", async () => {
    const { agents } = await planOf({ agents: '{ resources: { "disk(prod)[v1]": 64GB } }', task: "mem: 0" });
    expect(agents[0]?.resources.map(shown)).toEqual(["disk(prod)[v1]:65536"]);
  });
});

describe("tasks on agents with ranges and sets", () => {
  it("ask for numbers of items, drawn as whole ones", async () => {
    const { frameworks } = await planOf({ task: "ports: { uniform: [1, 3] }, rack: { listed: [1, 2] }" });
    const workload = frameworks[0]?.workload;
    const shapes = workload?.kind === "jobs" ? workload.jobs.shapes : [];
    const counts = (name: string) => shapes.map((shape) => shape.find((entry) => entry.name === name)?.milli ?? 0);
    expect(counts("ports").every((milli) => [1000, 2000, 3000].includes(milli))).toBe(true);
    expect(new Set(counts("rack"))).toEqual(new Set([1000, 2000]));
  });

  it.each([
    ["ports: 1.5", '6:64: "ports:1.5": ports is counted in items, and a task gets whole ones; write such as ports:2'],
    [
      "rack: { uniform: [0.5, 2] }",
      '6:75: "rack:0.5": rack is counted in items, and a task gets whole ones; write such as rack:2',
    ],
    [
      'ports: "[1-2]"',
      '6:64: "[1-2]": a number for each name and nothing else: no (role), [id], {REV} or items; write a number',
    ],
    [
      '"disk(prod)[v1]": 1',
      '6:57: "disk(prod)[v1]": a task asks for plain resources: no (role), [id] or {REV}; write the name alone',
    ],
  ])("may not ask for %s", async (task, line) => {
    expect(await complaintsOf(scenario({ task }))).toEqual([`s.yaml:${line}`]);
  });

  it("may not ask for parts of items in a text or a service, either", async () => {
    const text = scenario({}).replace("{ cpus: 1, ports: 2 }", '"ports:0.5"');
    const service = scenario({}).replace(/batch: .*/, 'service: { instances: 1, resources: "rack:0.5" } }');
    expect([...(await complaintsOf(text)), ...(await complaintsOf(`${service}duration: 1h\n`))]).toEqual([
      's.yaml:6:46: "ports:0.5": ports is counted in items, and a task gets whole ones; write such as ports:2',
      's.yaml:6:53: "rack:0.5": rack is counted in items, and a task gets whole ones; write such as rack:2',
    ]);
  });

  it("may ask for any amount of a name that no agent has as items", async () => {
    expect(await complaintsOf(scenario({ task: "gpus: 0.5" }))).toEqual([]);
  });

  it("can never start when no agent has so many items, whatever its volumes", async () => {
    const agents = '{ resources: "cpus:4;ports:[1-2];ports(prod):[5-5];disk(prod)[v1]:64" }';
    expect((await planOf({ agents, task: "ports: 3" })).notes).toEqual([]);
    expect((await planOf({ agents, task: "ports: 4" })).notes).toEqual([
      "4 job(s) of framework web can never start: the cluster has no room for cpus:1;ports:4",
    ]);
    expect((await planOf({ agents, task: "disk: 64" })).notes).toHaveLength(1);
  });
});

describe("a quota", () => {
  it("is of scalars only (C14)", async () => {
    const more = 'roles: { prod: { quota: { guarantees: "cpus:1;ports:2", limits: "rack:1;ports:3" } } }\n';
    expect(await complaintsOf(scenario({ more }))).toEqual([
      's.yaml:7:39: "ports": a quota is of scalars only, and ports is counted in items (C14); remove ports',
      's.yaml:7:65: "rack": a quota is of scalars only, and rack is counted in items (C14); remove rack',
      's.yaml:7:65: "ports": a quota is of scalars only, and ports is counted in items (C14); remove ports',
    ]);
  });
});
