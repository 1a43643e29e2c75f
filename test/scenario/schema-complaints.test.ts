import { describe, expect, it } from "vitest";
import { complaintsOf, SMALL } from "../fixtures/scenarios/load-text.js";

describe("the format version", () => {
  it.each([
    [
      "is missing",
      "name: x\nagentz: []\n",
      "s.yaml:1:1: a scenario needs its format version; begin it with scenario: 1",
    ],
    [
      "is a later one",
      "scenario: 2\nagentz: []\n",
      's.yaml:1:11: "2": this program reads format version 1; write scenario: 1, or update the program',
    ],
    [
      "is no number",
      "name: x\nscenario: one\n",
      's.yaml:2:11: "one": this program reads format version 1; write scenario: 1, or update the program',
    ],
    [
      "is looked for in a list",
      "- scenario: 1\n",
      "s.yaml:1:1: a scenario is a map of keys and values; begin it with scenario: 1",
    ],
    [
      "is looked for among comments",
      "# nothing yet\n",
      "s.yaml:1:1: a scenario is a map of keys and values; begin it with scenario: 1",
    ],
  ])("comes before everything else: it %s", async (_how, text, line) => {
    expect(await complaintsOf(text)).toEqual([line]);
  });
});

describe("the shape of a scenario", () => {
  it("has known keys only, and the nearest one is named", async () => {
    expect(await complaintsOf(`${SMALL}duraton: 2h\nrolls: x\n`)).toEqual([
      's.yaml:5:1: "duraton": unknown key in a scenario; did you mean "duration"?',
      's.yaml:6:1: "rolls": unknown key in a scenario; did you mean "roles"?',
    ]);
  });

  it("tells the known keys when none is near", async () => {
    const text = SMALL.replace("jobs: 1", "jobs: 1, whatsoever: 3");
    expect(await complaintsOf(text)).toEqual([
      's.yaml:4:63: "whatsoever": unknown key in a batch; the known keys are jobs, arrivals, resources, duration, tasks, gang, estimate, checkpoint, usage, labels, containerizer',
    ]);
  });

  it("takes a name as a key for what it is, whatever it means to JavaScript", async () => {
    const text = `${SMALL}roles: { prod: {}, __proto__: { weight: -1 }, constructor: { weight: 2 } }\n`;
    expect(await complaintsOf(text)).toEqual([
      's.yaml:5:41: "-1": a weight is a number above 0, at most 1000000000; write for example 2',
    ]);
  });

  it("tells every value of a wrong type or size at once", async () => {
    const text = `scenario: 1
seed: -1
duration: 5
roleSorter: drff
filterGpuResources: yes
roles: [prod]
agents:
  - { count: ten, resources: 5 }
  - { count: 2 }
  - 7
frameworks: {}
`;
    expect(await complaintsOf(text)).toEqual([
      's.yaml:2:7: "-1": a seed is a whole number from 0 to 4294967295; write for example 7',
      's.yaml:3:11: "5": a duration is a number with a unit: us, ms, s, m, h, d (such as 30s, 1.5h); write for example 30s',
      's.yaml:4:13: "drff": a sorter is drf or random; did you mean "drf"?',
      's.yaml:5:21: "yes": filterGpuResources is true or false; write for example true',
      's.yaml:6:8: "[\\"prod\\"]": roles is a map of role names; write for example {prod: {weight: 2}, batch: {}}',
      's.yaml:8:14: "ten": a count of agents is a whole number from 1 to 100000; write for example 20',
      's.yaml:8:30: "5": resources are a text such as cpus:4;mem:1024 (mem and disk in MiB) or a map such as {cpus: 4, mem: 64GB}; write for example cpus:4;mem:1024',
      "s.yaml:9:5: an entry of agents needs the key resources; add resources: ...",
      's.yaml:10:5: "7": an entry of agents is a map of keys and values; write a map with the keys count, name, resources, joins, attributes, hostname, region, zone, capabilities, credential, load',
      's.yaml:11:13: "{}": frameworks is a list; write for example [{name: web, roles: [prod], workload: {service: {instances: 3, resources: "cpus:1;mem:512"}}}]',
    ]);
  });

  it("holds absurd numbers to be mistakes", async () => {
    const text = SMALL.replace("count: 2", "count: 1e12").replace("jobs: 1,", "jobs: .inf,");
    expect(await complaintsOf(`${text}seed: 1.5\n`)).toEqual([
      's.yaml:2:19: "1000000000000": a count of agents is a whole number from 1 to 100000; write for example 20',
      's.yaml:4:60: "Infinity": a count of jobs is a whole number from 1 to 2000000; write for example 100',
      's.yaml:5:7: "1.5": a seed is a whole number from 0 to 4294967295; write for example 7',
    ]);
  });

  it("shows a long or unprintable value cut and escaped", async () => {
    const [line] = await complaintsOf(`${SMALL}name: "a\\u0007${"b".repeat(300)}"\n`);
    expect(line).toMatch(
      /^s\.yaml:5:7: "a\\u0007b{100,130}…": a scenario's name is a text of one line, of at most 200 characters and without slashes; write for example preempt$/,
    );
  });

  it("stops telling after 200 lines", async () => {
    const lines = await complaintsOf(
      `${SMALL}roles:\n${Array.from({ length: 300 }, (_, i) => `  r${i}: { weight: 0 }\n`).join("")}`,
    );
    expect(lines).toHaveLength(201);
    expect(lines.at(-1)).toMatch(/^s\.yaml: at least \d+ more complaints; mend the first ones, then look again$/);
  });

  it("needs agents and frameworks", async () => {
    expect(await complaintsOf("scenario: 1\n")).toEqual([
      "s.yaml:1:1: a scenario needs agents; add agents: or a trace that brings some",
      "s.yaml:1:1: a scenario needs frameworks; add frameworks: or a trace that brings some",
    ]);
  });
});
