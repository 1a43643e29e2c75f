import { describe, expect, it } from "vitest";
import { complaintsOf, loadText } from "../fixtures/scenarios/load-text.js";

const BASE = `scenario: 1
parameters: { tasks: 4 }
duration: 1h
agents: [{ count: 4, resources: "cpus:4;mem:4096" }]
roles:
  prod: { weight: 2, quota: { guarantees: "cpus:8" } }
  batch: {}
frameworks:
  - { name: web, roles: [prod], workload: { service: { instances: "\${tasks}", resources: "cpus:1" } } }
allocators: [{ label: drf, use: hierarchical }]
expect:
  - { metric: tasks.pending, equals: 0 }
`;

const withControl = (control: string, base = BASE) => `${base}control: ${control}\n`;
const MERGED = { control: true };

async function planOf(text: string, options = {}) {
  const { rows } = await loadText(text, options);
  return rows[0]?.plan;
}

describe("a control", () => {
  it("changes nothing unless it is asked for", async () => {
    const [plain, controlled] = await Promise.all([
      loadText(BASE),
      loadText(withControl("{ roles: { prod: { quota: none } }, duration: 2h }")),
    ]);
    expect(controlled.rows).toEqual(plain.rows);
    expect(controlled.document).toEqual(plain.document);
  });

  it("is merged in as overrides are, and counts in the hash, when it is asked for", async () => {
    const text = withControl("{ roles: { prod: { quota: none } }, agents: [{ resources: 'cpus:8' }] }");
    const { rows, document } = await loadText(text, MERGED);
    expect(rows[0]?.plan.roles).toEqual([
      { name: "prod", weight: 2, quota: null },
      { name: "batch", weight: 1, quota: null },
    ]);
    expect(rows[0]?.plan.agents).toHaveLength(1);
    const changed = BASE.replace('quota: { guarantees: "cpus:8" }', "quota: none").replace(
      'agents: [{ count: 4, resources: "cpus:4;mem:4096" }]',
      "agents: [{ resources: 'cpus:8' }]",
    );
    expect(document).toEqual((await loadText(changed)).document);
  });

  it("may change parameters; flags go before it", async () => {
    const text = withControl("{ parameters: { tasks: 9 }, duration: 2h }");
    const workload = (instances: number) => [
      expect.objectContaining({ workload: expect.objectContaining({ instances }) }),
    ];
    expect((await planOf(text))?.frameworks).toEqual(workload(4));
    expect((await planOf(text, MERGED))?.frameworks).toEqual(workload(9));
    expect((await planOf(text, { ...MERGED, params: { tasks: "3" } }))?.frameworks).toEqual(workload(3));
    const set = [{ key: "duration", values: ["3h"] }];
    expect((await planOf(text, { ...MERGED, sets: set }))?.duration).toBe(3 * 3_600_000_000);
  });

  it("may bring other allocators", async () => {
    const text = withControl("{ allocators: [{ label: drf, use: hierarchical, overrides: { duration: 3h } }] }");
    expect((await planOf(text))?.duration).toBe(3_600_000_000);
    expect((await planOf(text, MERGED))?.duration).toBe(3 * 3_600_000_000);
  });

  it("is complained about at its own lines, asked for or not", async () => {
    const text = withControl(`
  duratoin: 2h
  allocationInterval: fast
  roles: { prod: { weight: heavy } }
  frameworks: [{ name: web, roles: [prdo] }]
`);
    const complaints = [
      's.yaml:14:3: "duratoin": unknown key in a scenario; did you mean "duration"?',
      's.yaml:15:23: "fast": a duration is a number with a unit: us, ms, s, m, h, d (such as 30s, 1.5h); write it such as 30s',
      's.yaml:16:28: "heavy": a weight is a number above 0, at most 1000000000; write for example 2',
      's.yaml:17:37: "prdo": the scenario has no such role; did you mean "prod"?',
    ];
    expect(await complaintsOf(text)).toEqual(complaints);
    expect(await complaintsOf(text, MERGED)).toEqual(complaints);
  });

  it("names an axis where it lists one, since a run takes one value", async () => {
    expect(await complaintsOf(withControl("{ duration: [1h, 2h] }"), MERGED)).toEqual([
      's.yaml:13:22: "[1h,2h]": a run takes one value here; a list of them is an axis of workbench compare; choose one with --set duration=1h, or try them all with workbench compare',
    ]);
  });

  it("leaves alone what the scenario is and expects", async () => {
    const rule = "a control changes what happens, not what the scenario is or expects; take it out";
    expect(await complaintsOf(withControl("{ seed: 3, expect: [] }"))).toEqual([
      `s.yaml:13:12: "seed": ${rule}`,
      `s.yaml:13:21: "expect": ${rule}`,
    ]);
  });

  it("has something to take away", async () => {
    const text = withControl("{ duration: 2h }", BASE.replace("equals: 0", "equals: 0, unaffected: true"));
    expect(await complaintsOf(text)).toEqual([
      's.yaml:13:1: "control": the scenario expects nothing that its control is to take away; add an expectation that it takes away, without unaffected: true',
    ]);
  });

  it("is a map", async () => {
    const complaint =
      's.yaml:13:10: "none": control is a map of keys and values; write for example {roles: {prod: {quota: none}}}';
    expect(await complaintsOf(withControl("none"))).toEqual([complaint]);
    expect(await complaintsOf(withControl("none"), MERGED)).toEqual([complaint]);
  });

  it("cannot be asked for where there is none", async () => {
    expect(await complaintsOf(BASE, MERGED)).toEqual([
      "s.yaml:1:1: the scenario has no control; add what takes its effect away, as control: ..., or run it without --control",
    ]);
  });
});
