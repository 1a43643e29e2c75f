import { describe, expect, it } from "vitest";
import { complaintsOf, loadText, SMALL } from "../fixtures/scenarios/load-text.js";

describe("YAML that is not valid", () => {
  it.each([
    [
      "a tab as indentation",
      "scenario: 1\nroles:\n\tprod: {}\n",
      "s.yaml:3:1: not valid YAML: Tabs are not allowed as indentation; indent with spaces",
    ],
    [
      "a quote that is never closed",
      "scenario: 1\nname: 'x\n",
      "s.yaml:3:1: not valid YAML: Missing closing 'quote; close the quote or bracket",
    ],
    [
      "a colon in plain text",
      "scenario: 1\nname: a: b\n",
      "s.yaml:2:7: not valid YAML: Nested mappings are not allowed in compact mappings; quote a text that holds a colon, or begin a new line",
    ],
    [
      "a tag",
      "scenario: !include x\n",
      "s.yaml:1:11: not valid YAML: Unresolved tag: !include; remove the tag; scenarios use plain YAML only",
    ],
    [
      "a key given twice",
      "scenario: 1\nname: a\nname: b\n",
      's.yaml:3:1: "name": this key is given twice in one map; keep one of the two',
    ],
    [
      "a second document",
      `${SMALL}---\n${SMALL}`,
      's.yaml:5:1: "---": a file holds one YAML document; put each scenario into a file of its own',
    ],
    [
      "a key that is a list",
      "? [a, b]\n: 1\n",
      "s.yaml:1:3: a key is a single word; quote it if it is meant to be text",
    ],
    [
      "an alias of nothing",
      "scenario: 1\nroles: *none\n",
      's.yaml:2:8: "*none": no anchor of this name stands above; write &none at the value it repeats',
    ],
    [
      "an alias inside its own anchor",
      "scenario: 1\nroles: &r\n  prod: *r\n",
      's.yaml:3:9: "*r": an alias may not stand inside the value that it repeats; repeat another value',
    ],
    [
      "a merge of what is no map",
      "scenario: 1\nroles: { <<: 3 }\n",
      's.yaml:2:14: "3": << merges maps only; name the anchor of a map, such as <<: *defaults',
    ],
  ])("is told with its place: %s", async (_what, text, line) => {
    expect(await complaintsOf(text)).toEqual([line]);
  });

  it("tells how a parameter is written within braces", async () => {
    expect(await complaintsOf(`scenario: 1\nlimits: { memory: \${m} }\n`)).toContain(
      `s.yaml:2:20: not valid YAML: Unexpected flow-map-start at node end; quote a parameter within braces, such as "\${NAME}"`,
    );
  });

  it("is told all at once", async () => {
    expect(await complaintsOf("name: a\nname: b\nroles: *none\nfaults: *nothing\n")).toEqual([
      's.yaml:2:1: "name": this key is given twice in one map; keep one of the two',
      's.yaml:3:8: "*none": no anchor of this name stands above; write &none at the value it repeats',
      's.yaml:4:9: "*nothing": no anchor of this name stands above; write &nothing at the value it repeats',
    ]);
  });

  it("tells only the first of many errors, and how many more there are", async () => {
    const lines = await complaintsOf(`${"a: 1\n".repeat(30)}`);
    expect(lines).toHaveLength(21);
    expect(lines.at(-1)).toBe(
      "s.yaml: 9 more errors of this kind; mend the first ones, the others may follow from them",
    );
  });
});

describe("YAML that would grow without bounds", () => {
  it("is refused when aliases of aliases stand for millions of values", async () => {
    const levels = [..."bcdefgh"].map((name, i) => `${name}: &${name} [${Array(10).fill(`*${"abcdefg"[i]}`)}]`);
    const text = `scenario: 1\na: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n${levels.join("\n")}\n`;
    expect(await complaintsOf(text)).toEqual([
      's.yaml:8:11: "*f": a scenario has at most 2000000 values, aliases written out; repeat less through aliases',
    ]);
  });

  it("is refused when it nests too deep, in brackets", async () => {
    expect(await complaintsOf("[".repeat(200_000))).toEqual([
      "s.yaml:1:101: a scenario is nested at most 100 levels deep; look for brackets that are never closed",
    ]);
  });

  it("is refused when it nests too deep, by indentation", async () => {
    const text = Array.from({ length: 2000 }, (_, i) => `${" ".repeat(i)}a:\n`).join("");
    expect(await complaintsOf(text)).toEqual([
      "s.yaml:100:101: a scenario is nested at most 100 levels deep; look for brackets that are never closed",
    ]);
  });

  it("is refused when it nests too deep through aliases", async () => {
    const chain = Array.from({ length: 200 }, (_, i) => `a${i}: &a${i} [${i === 0 ? "1" : `*a${i - 1}`}]`);
    expect(await complaintsOf(`scenario: 1\n${chain.join("\n")}\n`)).toEqual([
      "s.yaml:100:11: a scenario is nested at most 100 levels deep, aliases written out; repeat less through aliases",
    ]);
  });

  it("may use anchors, aliases and merges within bounds", async () => {
    const { rows } = await loadText(`scenario: 1
agents: [{ count: 1, resources: &size { cpus: 4, mem: 4GB } }, { resources: { <<: *size, cpus: 8 } }]
frameworks:
  - &web { name: web, roles: [prod], workload: { batch: { jobs: 1, resources: "cpus:1", duration: 1m } } }
  - { <<: *web, name: api }
`);
    expect(rows[0]?.plan.agents.map((agent) => agent.resources.map(({ name, milli }) => `${name}:${milli}`))).toEqual([
      ["cpus:4000", "mem:4096000"],
      ["cpus:8000", "mem:4096000"],
    ]);
    expect(rows[0]?.plan.frameworks.map((framework) => framework.name)).toEqual(["web", "api"]);
  });

  it("has a place for a value that came by a merge", async () => {
    const text = `scenario: 1
agents: [{ resources: "cpus:4" }]
frameworks:
  - &web { name: web, roles: [prod], refuse: soon, workload: { batch: { jobs: 1, resources: "cpus:1", duration: 1m } } }
  - { <<: *web, name: api, refuse: 1s, queue: last }
  - { <<: *web, name: app }
`;
    expect(await complaintsOf(text)).toEqual([
      's.yaml:4:46: "soon": a duration is a number with a unit: us, ms, s, m, h, d (such as 30s, 1.5h); write it such as 30s',
      's.yaml:5:47: "last": a queue is firstFit or firstComeFirstServed; write one of firstFit, firstComeFirstServed',
    ]);
  });
});
