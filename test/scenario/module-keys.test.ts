import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { usageProfile } from "../../src/cluster/usage-profile.js";
import type { Scenario } from "../../src/scenario/scenario.js";
import { complaintsOf, linesOf, loadText, SMALL, scratchFolder } from "../fixtures/scenarios/load-text.js";

/** A scenario with two rows, and more keys at its end. */
function withRows(more: string, overrides: string): string {
  return `${SMALL}allocators:
  - use: hierarchical
    label: plain
  - use: hierarchical
    label: other
    overrides: ${overrides}
${more}`;
}

async function planOf(text: string): Promise<Scenario["rows"][number]["plan"]> {
  const { rows } = await loadText(text);
  return (rows[0] as Scenario["rows"][number]).plan;
}

describe("the modules of a scenario", () => {
  it("are none unless it says so", async () => {
    const { modules, rows } = await loadText(SMALL);
    expect(modules).toEqual({ manifest: null, folder: null, mesosVersion: null, kindVersions: [] });
    expect(rows[0]?.modules).toEqual({ chosen: {}, hookSemantics: null });
  });

  it("are handed on as they are written, with their places", async () => {
    const folder = scratchFolder();
    const { modules } = await loadText(
      `${SMALL}modules: mods/all.json
mesosVersion: 1.2.3
kindVersions: { Hook: '1.0', Isolator: 1.1.0 }
`,
      {},
      folder,
    );
    const place = (at: string) => `${folder}/s.yaml:${at}`;
    expect(modules).toEqual({
      manifest: { kind: "text", place: place("5:10"), text: "mods/all.json" },
      folder: null,
      mesosVersion: { place: place("6:15"), text: "1.2.3" },
      kindVersions: [
        { kind: "Hook", place: place("7:23"), text: "1.0" },
        { kind: "Isolator", place: place("7:40"), text: "1.1.0" },
      ],
    });
  });

  it("may be a manifest in the file itself, which complains at its own lines", async () => {
    const { modules } = await loadText(`${SMALL}modules:
  libraries:
    - file: libfoo.so
      modules: [{ name: org_foo }]
`);
    const { manifest } = modules;
    if (manifest?.kind !== "document") throw new Error("it is no document");
    expect(manifest.document.value).toEqual({ libraries: [{ file: "libfoo.so", modules: [{ name: "org_foo" }] }] });
    const path = ["libraries", 0, "modules", 0, "name"];
    const { place, rule } = manifest.document.complaint({ path, on: "value", rule: "no such symbol", nextStep: "" });
    expect([place.replace(/.*\//, ""), rule]).toEqual(["s.yaml:8:25", "no such symbol"]);
    expect(manifest.document.offset(["libraries"], "key")).toBeLessThan(manifest.document.offset(path, "value"));
  });

  it("may be a folder of manifests, but not both (M13)", async () => {
    const folder = scratchFolder();
    const { modules } = await loadText(`${SMALL}modulesDir: mods.d\n`, {}, folder);
    expect(modules.folder?.text).toBe(join(folder, "mods.d"));
    expect(await complaintsOf(`${SMALL}modules: m.json\nmodulesDir: mods.d\n`)).toEqual([
      's.yaml:6:1: "modulesDir": modules and modulesDir exclude each other (M13); give one of them',
    ]);
  });

  it("are chosen by the flags' names, in lists or one by one", async () => {
    const { rows } = await loadText(`${SMALL}hooks: [org_a, org_b]
isolation: "posix/cpu,org_c"
authenticators: org_d
authenticatee: [org_e]
resourceEstimator: org_f
qosController: { name: org_g }
hookSemantics: 0.23
`);
    const { chosen, hookSemantics } = rows[0]?.modules ?? { chosen: {}, hookSemantics: null };
    expect(Object.entries(chosen).map(([key, { text, place }]) => [key, text, place.replace(/.*yaml:/, "")])).toEqual([
      ["hooks", "org_a,org_b", "5:8"],
      ["isolation", "posix/cpu,org_c", "6:12"],
      ["authenticators", "org_d", "7:17"],
      ["authenticatee", "org_e", "8:16"],
      ["resourceEstimator", "org_f", "9:20"],
      ["qosController", "org_g", "10:16"],
    ]);
    expect(hookSemantics).toBe("0.23");
  });

  it("are chosen by a row for itself, which is where its choice stands", async () => {
    const { rows } = await loadText(
      withRows(
        "hooks: org_a\nqosController: org_q\n",
        "{ hooks: org_b, qosController: null, hookSemantics: 0.22-code }",
      ),
    );
    const [plain, other] = rows.map(({ modules }) => modules);
    expect(Object.values(plain?.chosen ?? {}).map(({ text }) => text)).toEqual(["org_a", "org_q"]);
    expect(plain?.hookSemantics).toBeNull();
    expect(Object.entries(other?.chosen ?? {}).map(([key, { text }]) => [key, text])).toEqual([["hooks", "org_b"]]);
    expect(other?.chosen.hooks?.place).toMatch(/s\.yaml:10:25$/);
    expect(other?.hookSemantics).toBe("0.22-code");
  });

  it("are loaded once for all rows", async () => {
    expect(await complaintsOf(withRows("", "{ modules: m.json }"))).toEqual([
      expect.stringContaining('s.yaml:10:18: "modules": unknown key in overrides'),
    ]);
  });

  it("complain of what is of another shape", async () => {
    expect(
      await complaintsOf(`${SMALL}modules: 7
hooks: { name: org_a }
hookSemantics: 0.24
mesosVersion: 1.2
qosController: { parameters: { a: [1] } }
`),
    ).toEqual([
      's.yaml:5:10: "7": modules is the path of a manifest, or a manifest; write for example modules.json',
      expect.stringContaining("s.yaml:6:8: "),
      expect.stringMatching(/^s\.yaml:7:16: "0\.24": hookSemantics is 0\.22-doc, 0\.22-code or 0\.23/),
      `s.yaml:8:15: "1.2": mesosVersion is a version in quotes; write for example '1.12.0'`,
      "s.yaml:9:16: a module of an agent needs the key name; add name: ...",
      's.yaml:9:35: "[1]": a run takes one value here; a list of them is an axis of workbench compare; choose one with --set qosController.parameters.a=1, or try them all with workbench compare',
    ]);
  });
});

describe("estimator and controller", () => {
  it("have Mesos' intervals and no parameters unless the scenario says so", async () => {
    expect((await planOf(`${SMALL}resourceEstimator: org_f\n`)).oversubscription).toBeUndefined();
    expect((await planOf(`${SMALL}qosController: { name: org_g }\n`)).oversubscription).toEqual({
      estimateInterval: 15_000_000,
      correctionInterval: 0,
      estimatorParameters: [],
      controllerParameters: [],
    });
  });

  it("take parameters in the order of the file, and intervals", async () => {
    const { oversubscription } = await planOf(`${SMALL}resourceEstimator:
  name: org_apache_mesos_FixedResourceEstimator
  parameters: { resources: "cpus:2" }
  interval: 5s
qosController:
  name: org_apache_mesos_LoadQoSController
  parameters: { load_threshold_15min: 6, load_threshold_5min: 7.5 }
  interval: 30s
`);
    expect(oversubscription).toEqual({
      estimateInterval: 5_000_000,
      correctionInterval: 30_000_000,
      estimatorParameters: [{ key: "resources", value: "cpus:2" }],
      controllerParameters: [
        { key: "load_threshold_15min", value: "6" },
        { key: "load_threshold_5min", value: "7.5" },
      ],
    });
  });

  it("of a row may differ, so that a run compares them", async () => {
    const { rows } = await loadText(
      withRows("", '{ resourceEstimator: { name: org_f, parameters: { resources: "cpus:2" } } }'),
    );
    expect(rows.map(({ plan }) => plan.oversubscription?.estimatorParameters)).toEqual([
      undefined,
      [{ key: "resources", value: "cpus:2" }],
    ]);
  });
});

describe("authentication", () => {
  const KEYS = `scenario: 1
agents: [{ count: 2, resources: "cpus:4", credential: { principal: agent, secret: "4gent" } }]
frameworks: [{ name: web, count: 2, roles: [prod], credential: { principal: web }, workload: { service: { instances: 1, resources: "cpus:1" } } }]
duration: 1h
`;

  it("is a list of credentials, whether one is required, and who has which", async () => {
    const plan = await planOf(`${KEYS}authentication:
  credentials: [{ principal: web, secret: a }, { principal: agent, secret: "4gent" }]
  required: true
`);
    expect(plan.authentication).toEqual({
      credentials: [
        { principal: "web", secret: "a" },
        { principal: "agent", secret: "4gent" },
      ],
      required: true,
    });
    expect(plan.agents.map(({ credential }) => credential?.secret)).toEqual(["4gent", "4gent"]);
    expect(plan.frameworks.map(({ credential }) => credential)).toEqual([
      { principal: "web", secret: null },
      { principal: "web", secret: null },
    ]);
  });

  it("accepts nobody by default, and insists on nothing", async () => {
    expect((await planOf(`${KEYS}authentication: {}\n`)).authentication).toEqual({ credentials: [], required: false });
  });

  it.each([
    ["lines", "web s3cret\nagent 4gent\n"],
    ["JSON", '{"credentials": [{"principal": "web", "secret": "s3cret"}, {"principal": "agent", "secret": "4gent"}]}'],
  ])("takes the credentials from a file of %s beside the scenario", async (_form, text) => {
    const folder = scratchFolder();
    writeFileSync(join(folder, "credentials"), text);
    const { rows } = await loadText(`${KEYS}authentication: { credentials: credentials }\n`, {}, folder);
    expect(rows[0]?.plan.authentication?.credentials.map(({ principal }) => principal)).toEqual(["web", "agent"]);
  });

  it("complains of a credentials file at the file's own lines, and never shows a secret", async () => {
    const folder = scratchFolder();
    writeFileSync(join(folder, "credentials"), "web s3cret\nagent my secret words\n");
    const text = `${KEYS}authentication: { credentials: credentials }\n`;
    expect(await linesOf(loadText(text, {}, folder), folder)).toEqual([
      expect.stringMatching(/^credentials:2:1: a line of a credentials file is a principal and its secret/),
    ]);
    expect(await complaintsOf(`${KEYS}authentication: { credentials: missing }\n`)).toEqual([
      expect.stringMatching(/^missing: .*check the path/),
    ]);
    const wrong = KEYS.replace('"4gent"', "1234567").replace("{ principal: web }", "[secretive]");
    expect((await complaintsOf(wrong)).join("\n")).not.toMatch(/1234567|secretive/);
    expect(await complaintsOf(wrong)).toHaveLength(2);
  });
});

describe("the load of an agent", () => {
  it("is a list of times and values", async () => {
    const plan = await planOf(SMALL.replace("count: 2,", "count: 2, load: [[0s, 2.5], [10m, 9]],"));
    expect(plan.agents[1]?.load).toEqual([
      { at: 0, load: 2.5 },
      { at: 600_000_000, load: 9 },
    ]);
  });

  it("stands in order of time", async () => {
    expect(await complaintsOf(SMALL.replace("count: 2,", "count: 2, load: [[10m, 9], [10m, 1], [5m, x]],"))).toEqual([
      's.yaml:2:40: "10m": values over time stand in order of time, and the one before is of 10m; sort them by time, each with a time of its own',
      's.yaml:2:54: "x": a value is a number from 0 to 1000000; write for example 0.5',
    ]);
  });
});

describe("tasks", () => {
  it("of a batch or a service have labels, and use more or less than they were given", async () => {
    const plan = await planOf(`scenario: 1
agents: [{ resources: "cpus:4;mem:64" }]
frameworks:
  - name: b
    roles: [r]
    workload: { batch: { jobs: 1, resources: "cpus:1", duration: 1m, usage: { mem: [[0s, 0.5], [10m, 1.2], [10m, 0]] } } }
  - name: s
    roles: [r]
    workload: { service: { instances: 1, resources: "cpus:1", labels: { team: blue, app: web } } }
`);
    const [batch, service] = plan.frameworks;
    const [memory] = batch?.usage?.get("mem") ?? [];
    expect(memory).toEqual(
      usageProfile([
        { after: 0, share: 0.5 },
        { after: 600_000_000, share: 1.2 },
        { after: 600_000_000, share: 0 },
      ]),
    );
    expect(batch?.labels).toBeUndefined();
    expect(service?.labels).toEqual([
      { key: "team", value: "blue" },
      { key: "app", value: "web" },
    ]);
    expect(service?.usage).toBeUndefined();
  });

  it("use only what is measured", async () => {
    expect(await complaintsOf(SMALL.replace("duration: 1m", "duration: 1m, usage: { gpus: [[0s, 1]] }"))).toEqual([
      's.yaml:4:107: "gpus": unknown key in the usage of tasks; did you mean "cpus"?',
    ]);
  });
});
