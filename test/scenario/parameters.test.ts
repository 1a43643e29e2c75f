import { describe, expect, it } from "vitest";
import { complaintsOf, loadText, SMALL } from "../fixtures/scenarios/load-text.js";

const DECLARED = `${SMALL.replace("count: 2", `count: "\${agents}"`).replace('"cpus:4;mem:4096"', `"cpus:\${cpus};mem:4096"`)}
parameters:
  agents: 3
  cpus: { default: 8, description: of one agent }
  fast: false
  title: { env: TITLE, default: "untitled" }
filterGpuResources: \${fast}
name: the \${title} of \${agents}
`;

describe("parameters", () => {
  it("stand for their defaults, in their own type", async () => {
    const { name, rows } = await loadText(DECLARED);
    expect(name).toBe("the untitled of 3");
    expect(rows[0]?.plan.agents.map((agent) => agent.resources[0]?.milli)).toEqual([8000, 8000, 8000]);
    expect(rows[0]?.plan.options.filterGpuResources).toBe(false);
  });

  it("are set by --param, else by the environment variable that they name", async () => {
    const params = { agents: "2", cpus: "16", fast: "true" };
    const { name, rows } = await loadText(DECLARED, { params, environment: { TITLE: "tale", agents: "9" } });
    expect(name).toBe("the tale of 2");
    expect(rows[0]?.plan.agents.map((agent) => agent.resources[0]?.milli)).toEqual([16_000, 16_000]);
    expect(rows[0]?.plan.options.filterGpuResources).toBe(true);
    const flagged = await loadText(DECLARED, { params: { title: "1" }, environment: { TITLE: "tale" } });
    expect(flagged.name).toBe("the 1 of 3");
  });

  it("are refused when they are not declared or of another type", async () => {
    const params = { agnets: "3", agents: "many", fast: "yes", cpus: "", zzzzzzzzz: "1" };
    expect(await complaintsOf(DECLARED, { params })).toEqual([
      '--param: "many": the parameter agents is a number; give it such as agents=3',
      '--param: "": the parameter cpus is a number; give it such as cpus=8',
      '--param: "yes": the parameter fast is true or false; give it such as fast=false',
      '--param: "agnets": the scenario has no such parameter; did you mean "agents"?',
      '--param: "zzzzzzzzz": the scenario has no such parameter; it declares agents, cpus, fast, title',
    ]);
    expect(await complaintsOf(SMALL, { params: { x: "1" } })).toEqual([
      '--param: "x": the scenario has no such parameter; it declares none',
    ]);
  });

  it("tell where to get their value when they have none, and nothing that follows from it", async () => {
    const text = `${SMALL}parameters:
  traces: { env: TRACES, description: the folder of the traces }
  size: {}
trace: { format: swf, file: "\${traces}/a.swf", agents: "\${size}" }
`;
    expect(await complaintsOf(text, { environment: { TRACES: "" } })).toEqual([
      's.yaml:6:3: "traces": the parameter has no value; give it with --param traces=VALUE or the environment variable TRACES (the folder of the traces)',
      's.yaml:7:3: "size": the parameter has no value; give it with --param size=VALUE',
    ]);
  });

  it("are refused when they are badly declared or used", async () => {
    const text = `${SMALL}parameters:
  a b: 3
  list: [1]
  env: { env: "A B", defalt: 3 }
name: "\${nome}"
description: "\${lsit} \${}"
`;
    expect(await complaintsOf(text)).toEqual([
      `s.yaml:6:3: "a b": a parameter's name is letters, digits and _; rename it`,
      's.yaml:7:9: "[1]": a run takes one value here; a list of them is an axis of workbench compare; choose one with --set parameters.list=1, or try them all with workbench compare',
      's.yaml:8:3: "env": the parameter has no value; give it with --param env=VALUE or the environment variable A B',
      's.yaml:8:15: "A B": env is the name of an environment variable; write for example WORKBENCH_TRACES',
      's.yaml:8:22: "defalt": unknown key in a parameter; did you mean "default"?',
      `s.yaml:9:7: "\${nome}": no parameter of this name is declared; add it under parameters: {nome: ...}`,
      `s.yaml:10:14: "\${lsit}": no parameter of this name is declared; did you mean \${list}?`,
    ]);
  });

  it("are checked like any value where they are used", async () => {
    expect(await complaintsOf(DECLARED, { params: { agents: "0.5" } })).toEqual([
      's.yaml:2:19: "0.5": a count of agents is a whole number from 1 to 100000; write for example 20',
    ]);
  });
});

describe("parameters of allocators", () => {
  const LIST = `${SMALL}allocators:
  - { label: lending, use: hierarchical, parameters: { grace: 30, fast: false, mode: "1" } }
  - { label: lending.old, use: hierarchical }
`;

  it("are set by label, the longest that fits, in the type they have", async () => {
    const params = {
      "lending.grace": "5",
      "lending.fast": "true",
      "lending.mode": "2",
      "lending.new": "0.5",
      "lending.old.name": "x=y",
    };
    const { rows } = await loadText(LIST, { params });
    expect(rows.map((row) => row.parameters)).toEqual([{ grace: 5, fast: true, mode: "2", new: 0.5 }, { name: "x=y" }]);
  });

  it("reach an allocator that only a flag names", async () => {
    const { rows } = await loadText(SMALL, {
      allocators: ["HierarchicalDRF"],
      params: { "HierarchicalDRF.on": "true" },
    });
    expect(rows[0]?.parameters).toEqual({ on: true });
  });

  it("are refused when no allocator has the label", async () => {
    expect(await complaintsOf(LIST, { params: { "lendin.grace": "5", "zzzzzzz.x": "1" } })).toEqual([
      '--param: "lendin.grace": no allocator has the label before the dot; did you mean "lending"?',
      '--param: "zzzzzzz.x": no allocator has the label before the dot; the labels are lending, lending.old',
    ]);
  });
});
