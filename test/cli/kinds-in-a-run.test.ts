import { spawnSync } from "node:child_process";
import { basename, join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { RunDocument } from "../../src/report/run-document.js";
import { INCLUDE_FOLDER } from "../../src/runtimes/native/compile.js";
import { HAS_COMPILER } from "../fixtures/allocators/c-library.js";
import { ModuleFolder, manifestText } from "./module-folder.js";

/** One cluster in which every kind of module has something to do. */
const SCENARIO = `scenario: 1
name: kinds
seed: 3
duration: 3m
agents:
  - { count: 2, resources: "cpus:8;mem:8192" }
authentication:
  credentials: [{ principal: web, secret: right }, { principal: rogue, secret: known }]
frameworks:
  - name: web
    roles: [prod]
    capabilities: [MULTI_ROLE, REVOCABLE_RESOURCES]
    credential: { principal: web, secret: right }
    workload: { batch: { jobs: 6, arrivals: { at: 0s }, resources: { cpus: 1 }, duration: 3m } }
  - name: rogue
    roles: [prod]
    credential: { principal: rogue, secret: guessed }
    workload: { batch: { jobs: 1, arrivals: { at: 0s }, resources: { cpus: 1 }, duration: 1m } }
modules: modules.json
hooks: org_example_hook
isolation: org_example_isolator
authenticators: org_example_authenticator
authenticatee: org_example_authenticatee
resourceEstimator: org_example_estimator
qosController: { name: org_example_controller, interval: 30s }
allocators:
  - { use: hierarchical }
  - { use: org_example_plain_allocator }
`;

const KINDS = [
  "org_example_anonymous",
  "org_example_hook",
  ["org_example_isolator", ["seconds", "60"]],
  "org_example_authenticator",
  "org_example_authenticatee",
  ["org_example_estimator", ["cpus", "2"]],
  ["org_example_controller", ["threshold", "0.4"]],
  "org_example_test_module",
  "org_example_plain_allocator",
] as const;

interface Played {
  readonly code: number | null;
  readonly stderr: string;
  readonly rows: RunDocument["allocators"];
}

const LANGUAGES = [
  { language: "javascript", extension: "js" },
  { language: "lua", extension: "lua" },
  { language: "python", extension: "py" },
];

describe("a run with a module of every kind", () => {
  const played = new Map<string, Played>();

  beforeAll(async () => {
    const runs = LANGUAGES.map(async ({ language, extension }) => {
      const folder = new ModuleFolder();
      const library = resolve(import.meta.dirname, `../fixtures/modules/${language}/kinds.${extension}`);
      folder.write("kinds.yaml", SCENARIO);
      folder.write("modules.json", manifestText([library, ...KINDS]));
      const { code, stdout, stderr } = await folder.run(["run", "kinds.yaml", "--json"]);
      const rows = stdout === "" ? [] : (JSON.parse(stdout) as RunDocument).allocators;
      played.set(language, { code, stderr, rows });
    });
    await Promise.all(runs);
  }, 120_000);

  describe.each(LANGUAGES)("in $language", ({ language }) => {
    const own = () => played.get(language) as Played;
    const metrics = () => own().rows[0]?.metrics ?? {};

    it("is played to its end with the built-in and with an allocator of the same file", () => {
      const { code, rows, stderr } = own();
      expect({ code, failures: rows.map(({ failure }) => failure) }, stderr).toEqual({
        code: 0,
        failures: [null, null],
      });
      expect(rows.map(({ name, language: of }) => [name, of])).toEqual([
        ["hierarchical", "builtin"],
        ["org_example_plain_allocator", language],
      ]);
    });

    it("makes the anonymous module, which lives by the clock (A1)", () => {
      expect(own().stderr).toMatch(/^hierarchical\| [^|]+\| tick at 1$/m);
    });

    it("asks the hook when an agent starts, and tells it what was fetched and removed", () => {
      // The agents have 8 cpus; the hook says 4, and the estimator adds 2.
      expect(metrics()["allocator/mesos/resources/cpus/total"]).toBe(2 * (4 + 2));
      expect(own().stderr).toMatch(/^hierarchical\| [^|]+\| fetched web-1-run-1$/m);
      expect(own().stderr).toMatch(/^hierarchical\| [^|]+\| removed web-1$/m);
    });

    it("keeps a framework out that the authenticator refuses (U2)", () => {
      expect(metrics()["authentications.refused"]).toBe(1);
      expect(metrics()["authentications.accepted"]).toBeGreaterThanOrEqual(1);
      expect(metrics()["tasks.finished{framework=rogue}"] ?? 0).toBe(0);
    });

    it("lets the isolator end what runs for too long (I8)", () => {
      expect(metrics()["containerLimitations.other"]).toBeGreaterThan(0);
    });

    it("lends what the estimator says, and kills what the controller says (E2, Q2)", () => {
      expect(metrics()["master/cpus_revocable_total"]).toBe(4);
      expect(metrics()["slave/executors_preempted"]).toBeGreaterThan(0);
    });
  });

  it("is the same in every language", () => {
    const hashes = LANGUAGES.map(({ language }) =>
      played.get(language)?.rows.map(({ decisionsHash }) => decisionsHash),
    );
    expect(hashes[0]).toHaveLength(2);
    expect(hashes).toEqual(LANGUAGES.map(() => hashes[0]));
  });
});

describe.skipIf(!HAS_COMPILER)("a run with a native module of every kind (needs a C compiler)", () => {
  const folder = new ModuleFolder();
  let document: RunDocument;

  beforeAll(async () => {
    const fixtures = "test/fixtures/modules/native";
    const sources = ["anonymous", "authentication", "hook", "oversubscription"].map((name) => `${fixtures}/${name}.c`);
    for (const source of [...sources, "allocators/modules/memory_isolator.c", "allocators/modules/first_come.c"]) {
      compile(source, folder.path);
    }
    const scenario = SCENARIO.replace("isolation: org_example_isolator", "isolation: com_example_memory_isolator")
      .replace("org_example_plain_allocator", "com_example_first_come")
      .replace("resources: { cpus: 1 }, duration: 3m", "resources: { cpus: 1, mem: 512 }, duration: 3m");
    folder.write("kinds.yaml", scenario);
    folder.manifest(
      "modules.json",
      ["./libanonymous.so", ["org_example_anonymous", ["value", "here"]]],
      ["./libauthentication.so", "org_example_authenticator", "org_example_authenticatee"],
      ["./libhook.so", "org_example_hook"],
      [
        "./liboversubscription.so",
        ["org_example_estimator", ["cpus", "2"]],
        ["org_example_controller", ["threshold", "-1"]],
      ],
      ["./libmemory_isolator.so", ["com_example_memory_isolator", ["mostMiB", "256"], ["graceSeconds", "20"]]],
      ["./libfirst_come.so", "com_example_first_come"],
    );
    const { stdout, stderr } = await folder.run(["run", "kinds.yaml", "--json"]);
    expect(stdout, stderr).not.toBe("");
    document = JSON.parse(stdout) as RunDocument;
  }, 120_000);

  it("is played to its end, each in its part", () => {
    expect(document.allocators.map(({ language, failure }) => ({ language, failure }))).toEqual([
      { language: "builtin", failure: null },
      { language: "native", failure: null },
    ]);
    const metrics = document.allocators[0]?.metrics ?? {};
    expect(metrics["allocator/mesos/resources/cpus/total"]).toBe(2 * (4 + 2));
    expect(metrics["authentications.refused"]).toBe(1);
    expect(metrics["containerLimitations.memory"]).toBeGreaterThan(0);
    expect(metrics["master/cpus_revocable_total"]).toBe(4);
    expect(metrics["slave/executors_preempted"]).toBeGreaterThan(0);
  });
});

function compile(source: string, folder: string): void {
  const library = join(folder, `lib${basename(source, ".c")}.so`);
  const flags = ["-std=gnu99", "-shared", "-fPIC", "-ffp-contract=off", "-I", INCLUDE_FOLDER, "-o", library];
  const { status, stderr } = spawnSync("cc", [...flags, resolve(import.meta.dirname, "../..", source)], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
}
