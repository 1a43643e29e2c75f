import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AllocatorContext } from "../../../src/allocator/allocator.js";
import { packageFile } from "../../../src/base/package-files.js";
import { hookOf } from "../../../src/kinds/hook/guest-hook.js";
import { moduleIsolator } from "../../../src/kinds/isolator/module-isolator.js";
import type { ModuleParameter } from "../../../src/kinds/module-parameter.js";
import { createReferenceTestModule } from "../../../src/kinds/test-module/reference-test-module.js";
import type { TestModule } from "../../../src/kinds/test-module/test-module.js";
import { TestModuleOverCalls } from "../../../src/kinds/test-module/test-module-over-calls.js";
import { KindTable } from "../../../src/modules/kind-table.js";
import { DEFAULT_MESOS_VERSION } from "../../../src/modules/mesos-version.js";
import { ModuleRegistry } from "../../../src/modules/module-registry.js";
import { readJson } from "../../../src/modules/read-json.js";
import { readManifest } from "../../../src/modules/read-manifest.js";
import { UNLIMITED } from "../../../src/runtimes/guest.js";
import { loadAllocator } from "../../../src/runtimes/load-allocator.js";
import { openNativeLibrary } from "../../../src/runtimes/native/open-native-library.js";
import { historyDirectory, historyOptions, RandomHistory } from "../../fixtures/random-history.js";
import { executor, framework, INPUTS, label, task } from "../../kinds/hook/launch-fixtures.js";
import { AgentFixture, CONFIG } from "../../kinds/isolator/agent-fixture.js";
import {
  exampleSource,
  fixtureSource,
  HAS_COMPILERS,
  LANGUAGES,
  LibraryFolder,
  OpenedLibrary,
} from "./native-libraries.js";

const SOURCES = readdirSync(packageFile("allocators", "modules")).filter((name) => /\.(c|cpp)$/.test(name));
const LIMITS = UNLIMITED;

it.each(SOURCES)("the example %s is short, and tells how it is compiled", (name) => {
  const text = readFileSync(exampleSource(name), "utf8");
  expect(text.split("\n").length).toBeLessThan(100);
  const compiler = name.endsWith(".c") ? "gcc -std=c99" : "g\\+\\+ -std=c\\+\\+17";
  const library = `lib${name.replace(/\..*/, "")}.so`;
  expect(text).toMatch(
    new RegExp(`${compiler} -shared -fPIC .*-I\\$\\(workbench modules include-dir\\) -o ${library} ${name}\n`),
  );
});

describe.skipIf(!HAS_COMPILERS)("the examples of native modules (need gcc and g++)", () => {
  const folder = new LibraryFolder();
  const sample = fixtureSource("document_sample.cpp");
  folder.compileFirst(...SOURCES.map(exampleSource), sample);
  const open = (name: string) => new OpenedLibrary(folder.libraryOf(exampleSource(name)));

  describe.each([
    ["hello_world.cpp", "org_apache_mesos_TestModule", exampleSource("hello_world.cpp")],
    ["test_module.c", "com_example_test_module", exampleSource("test_module.c")],
    ["the document's sample (D7 to D9)", "org_apache_mesos_TestModule", sample],
    ["the document's sample under a second name (D9)", "org_apache_mesos_bar", sample],
  ])("%s", (_, name, source) => {
    async function made(parameters: readonly ModuleParameter[]): Promise<TestModule> {
      const reply = await new OpenedLibrary(folder.libraryOf(source)).reply(name, parameters);
      if (reply.kind === "failed" || reply.value === null) throw new Error("it was not made");
      return new TestModuleOverCalls(reply.value.call);
    }

    it("answers as Mesos' test module does (M30, D28)", async () => {
      const module = await made([{ key: "operation", value: "sum" }]);
      expect([module.foo("A", 1024), module.bar(0.5, 10.8), module.baz(5, 10)]).toEqual([1089, 5, 15]);
      expect((await made([])).baz(5, 10)).toBe(-1);
    });

    it("answers with any numbers as the reference does", async () => {
      const parameters = [{ key: "operation", value: "sum" }];
      const reference = createReferenceTestModule(parameters);
      if (reference.kind === "failed") throw new Error(reference.message);
      const module = await made(parameters);
      const int = fc.integer({ min: -1e9, max: 1e9 });
      const number = fc.double({ min: -1e4, max: 1e4, noNaN: true });
      const char = fc.integer({ min: 1, max: 127 }).map((code) => String.fromCharCode(code));
      fc.assert(
        fc.property(char, int, number, number, (letter, whole, a, b) => {
          expect(module.foo(letter, whole)).toBe(reference.instance.foo(letter, whole));
          expect(module.bar(a, b)).toBe(reference.instance.bar(a, b));
          expect(module.baz(whole, 7)).toBe(reference.instance.baz(whole, 7));
        }),
      );
    });

    it.each([
      [
        "in order, with repeated keys, of which the last counts",
        ["X", "sum"].map((value) => ({ key: "operation", value })),
      ],
      ["none", []],
      ["unknown and empty ones, which it ignores", ["foo", "foo", ""].map((key) => ({ key, value: "ü" }))],
    ])("knows its parameters: %s (M28)", async (_case, parameters) => {
      expect((await made(parameters)).parameters()).toEqual(parameters);
    });

    it.each(["", "X"])("refuses the operation %j (M30)", async (value) => {
      const reply = await new OpenedLibrary(folder.libraryOf(source)).reply(name, [{ key: "operation", value }]);
      expect(reply).toEqual({ kind: "ready", value: null });
    });

    it("fails for what is no char", async () => {
      const module = await made([]);
      for (const text of ["", "ab", "→"]) expect(() => module.foo(text, 1)).toThrow("one character of one byte");
    });
  });

  describe.each(LANGUAGES)("labels_hook in $language", ({ extension }) => {
    async function hook(parameters: Readonly<Record<string, string>>) {
      return hookOf({
        name: "labels",
        ...(await open(`labels_hook.${extension}`).create("com_example_labels_hook", parameters)),
      });
    }

    it("labels a task in front of its own labels (H5)", async () => {
      const labels = [label("a=b"), { key: "é.\\", value: null }, label("a=c")];
      const input = { ...INPUTS.masterLaunchTaskLabelDecorator, task: task({ labels }), framework: framework() };
      const { masterLaunchTaskLabelDecorator: decorate } = await hook({ value: "blue" });
      expect(decorate?.(input)).toEqual({ kind: "some", value: [label("team=blue"), ...labels] });
    });

    it("adds the variable to those of the executor, whatever their names", async () => {
      const environment = { PATH: "/bin:/usr/bin", "a.b\\c": "=", EMPTY: "" };
      const { slaveExecutorEnvironmentDecorator: decorate } = await hook({ key: "x.y", value: "1" });
      const value = { ...environment, "x.y": "1" };
      expect(decorate?.({ executor: executor({ environment }) })).toEqual({ kind: "some", value });
    });
  });

  describe.each(LANGUAGES)("memory_isolator in $language", ({ extension }) => {
    async function agentWith(parameters: Readonly<Record<string, string>>) {
      const library = open(`memory_isolator.${extension}`);
      const created = moduleIsolator("memory", await library.create("com_example_memory_isolator", parameters));
      if (created.kind === "failed") throw new Error(created.message);
      return new AgentFixture(() => [created.isolator], { timer: library.timer });
    }

    it("ends a container that holds too much, after the grace (I8, I9)", async () => {
      const agent = await agentWith({ mostMiB: "500", graceSeconds: "2.5" });
      agent.containerizer.launch("c1", CONFIG);
      agent.timer.runUntil(2_499_999);
      expect(agent.terminations).toEqual([]);
      agent.timer.runUntil(2_500_000);
      expect(agent.termination).toMatchObject({ state: "TASK_FAILED", reason: "CONTAINER_LIMITATION_MEMORY" });
    });

    it("ends one that grows, and lets live one that shrinks in time", async () => {
      const agent = await agentWith({ mostMiB: "512" });
      const resize = (container: string, resources: string) =>
        agent.containerizer.update(container, resources, {}, () => undefined);
      agent.containerizer.launch("c1", CONFIG);
      agent.containerizer.launch("c2", CONFIG);
      resize("c1", "cpus:1;mem:513");
      resize("c2", "mem:513");
      agent.timer.runUntil(5_000_000);
      resize("c2", "mem:512");
      agent.timer.runUntil(60_000_000);
      expect(agent.terminations.map(({ container }) => container)).toEqual(["c1"]);
    });

    it("says what the limit is (I7), and forgets a container that has ended (I11)", async () => {
      const agent = await agentWith({ mostMiB: "100" });
      const usages: unknown[] = [];
      agent.containerizer.launch("c1", CONFIG);
      agent.containerizer.usage("c1", (outcome) => usages.push(outcome));
      agent.containerizer.exited("c1", 0);
      agent.timer.runUntil(60_000_000);
      expect(usages).toMatchObject([{ kind: "ready", value: { memLimitMiB: 512 } }]);
      expect(agent.terminations).toMatchObject([{ container: "c1", termination: { exitStatus: 0 } }]);
    });
  });

  describe("first_come", () => {
    async function history(extension: string, seed: number) {
      const directory = historyDirectory();
      const context: AllocatorContext = { directory, options: historyOptions(directory), parameters: {}, seed };
      const path = folder.libraryOf(exampleSource(`first_come.${extension}`));
      const allocator = await loadAllocator({ path, symbol: "com_example_first_come" }, context, LIMITS);
      return new RandomHistory(seed, directory, allocator);
    }

    it("decides the same in C and C++ over random histories, and only what is legal", async () => {
      let offers = 0;
      for (let seed = 1; seed <= 4; seed++) {
        const [inC, inCpp] = [await history("c", seed), await history("cpp", seed)];
        for (let n = 0; n < 300; n++) {
          const step = inC.step();
          expect(inCpp.step()).toEqual(step);
          offers += step.decisions.offers.length;
        }
      }
      expect(offers).toBeGreaterThan(100);
    });

    it.each(LANGUAGES)("offers all to whoever came first, in $language", async ({ extension }) => {
      const { session, directory } = await history(extension, 1);
      const { agents, frameworks, roles, resourceKeys } = directory;
      const role = roles.id("prod");
      // "web" comes before "nightly", though not by name.
      for (const name of ["web", "nightly"]) {
        const about = { roles: [role], capabilities: ["MULTI_ROLE"], suppressedRoles: [], active: true } as const;
        session.submit(0, { op: "addFramework", framework: frameworks.id(name), ...about });
      }
      const [agent, total] = [agents.id("agent-1"), resourceKeys.parse("cpus:4;mem:1024")];
      const { offers } = session.submit(1, { op: "addAgent", agent, total, used: [] });
      expect(offers).toMatchObject([{ framework: frameworks.id("web"), role, agent, resources: total }]);
    });
  });

  it("load by the manifest beside them, all of them", async () => {
    const path = packageFile("allocators", "modules", "modules.json");
    const text = readFileSync(path, "utf8").replaceAll('"./lib', `"${folder.path}/cpp/lib`);
    const { manifest, warnings } = readManifest(path, readJson(path, text).document);
    expect(warnings).toEqual([]);
    const world = { timer: open("labels_hook.cpp").timer, print: () => undefined };
    const registry = new ModuleRegistry(
      { open: ({ library }) => openNativeLibrary(library, world) },
      { platform: "linux" },
    );
    const { modules, ...result } = await registry.load(
      [manifest],
      new KindTable({ mesosVersion: DEFAULT_MESOS_VERSION, minimums: {} }),
    );
    expect(result).toMatchObject({ loaded: true, refusals: [], failures: [] });
    expect(modules.map(({ kind }) => kind)).toEqual(["TestModule", "Hook", "Isolator", "Allocator"]);
    const creation = await registry.create("TestModule", "org_apache_mesos_TestModule");
    if (creation.kind !== "created") throw new Error("it was not made");
    expect(new TestModuleOverCalls(creation.instance.call).baz(5, 10)).toBe(15);
  });
});
