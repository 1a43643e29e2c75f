import { describe, expect, it, onTestFinished } from "vitest";
import type { ModuleInstance } from "../../../src/kinds/module-instance.js";
import { ready } from "../../../src/kinds/outcome.js";
import { KindTable } from "../../../src/modules/kind-table.js";
import { ModuleRegistry } from "../../../src/modules/module-registry.js";
import { openScriptLibrary } from "../../../src/runtimes/script-library.js";
import { scratchFile } from "../../fixtures/allocators/scratch-files.js";
import { VirtualTimer } from "../../kinds/isolator/virtual-timer.js";
import { manifest } from "../../modules/fake-libraries.js";
import { create, LIMITS, modulesFile, openFixture, outcomeOf, type ScriptLanguage } from "./opened-fixture.js";

const LANGUAGES: readonly ScriptLanguage[] = ["javascript", "lua"];

function open(path: string, callMs = 60_000) {
  const limits = { ...LIMITS, callMs };
  return openScriptLibrary(path, { limits, seed: 1, timer: new VirtualTimer(), print: () => {} });
}

describe("a script library", () => {
  it("is refused when there is no such file, or when it is no script (M19)", async () => {
    expect(await open("nowhere/modules.lua")).toMatchObject({
      kind: "refused",
      message: expect.stringContaining("ENOENT"),
    });
    expect(await open(scratchFile("modules.txt", ""))).toEqual({
      kind: "refused",
      message: "neither a .lua, .py, .js, .mjs, .ts nor .mts file",
    });
  });

  it.each([
    ["modules.js", "const x = 1;\nx.y.z();", 2],
    ["modules.mjs", "const x = 1;\nconst y = = 2;", 2],
    ["modules.lua", "local x = 1\nlocal y = x.y.z", 2],
    ["modules.py", "x = 1\nx.y.z()", 2],
  ])("fails when its code does, with its place: %s", async (name, code, line) => {
    const path = scratchFile(name, code);
    expect(await open(path)).toEqual({
      kind: "failed",
      failure: "loadFailed",
      message: expect.stringMatching(new RegExp(`^${path}:${line}: `)),
    });
  });

  it.each([
    ["modules.js", "while (true);"],
    ["modules.lua", "while true do end"],
  ])("fails when its code never ends: %s", async (name, code) => {
    expect(await open(scratchFile(name, code), 300)).toMatchObject({ kind: "failed", failure: "timedOut" });
  });

  it.each([
    ["modules.js", "export default null;"],
    ["modules.lua", "return nil"],
    ["modules.lua", "return 'modules'"],
  ])("may hold no modules at all: %s %s", async (name, code) => {
    const opening = await open(scratchFile(name, code));
    if (opening.kind !== "ready") throw new Error(opening.message);
    expect(opening.value.module("default")).toEqual({ kind: "ready", value: null });
  });

  it("has one world for all its instances, and shares it with no other library", async () => {
    const code = `
      let count = 0;
      const create = () => ({ count: () => ++count, random: () => Math.random() });
      export const counter = { kind: "Anonymous", create };`;
    const path = scratchFile("modules.js", code);
    const [first, second] = [await openFixture(path), await openFixture(path)];
    const [a, b, other] = [create(first, "counter"), create(first, "counter"), create(second, "counter")];
    expect([a, b, other].map((instance) => outcomeOf(instance, "count")())).toEqual([ready(1), ready(2), ready(1)]);
    expect(outcomeOf(a, "random")()).toEqual(outcomeOf(other, "random")());
  });

  it("has methods of classes, too, but no async ones", async () => {
    const code = `
      class Base { isolate() { return "base"; } update() { return "base"; } }
      class Own extends Base { update() { return "own"; } async usage() { return {}; } get status() { return 1; } }
      export class m { static kind = "Isolator"; static create() { return new this.Own(); } static Own = Own; }`;
    const instance = create(await openFixture(scratchFile("modules.js", code)), "m");
    expect([...instance.methods].sort()).toEqual(["isolate", "update", "usage"]);
    expect(outcomeOf(instance, "update")()).toEqual(ready("own"));
    expect(outcomeOf(instance, "isolate")()).toEqual(ready("base"));
    expect(outcomeOf(instance, "usage")()).toMatchObject({
      kind: "failed",
      message: expect.stringContaining("usage may not be async: answer later with host.future()"),
    });
  });

  it("takes no promise, Map or Set for data in JavaScript", async () => {
    const code = `
      const create = () => ({ list: () => [new Map()], later: () => ({ at: Promise.resolve(1) }), own: () => new Set() });
      export const m = { kind: "Isolator", create };`;
    const instance = create(await openFixture(scratchFile("modules.js", code)), "m");
    for (const [method, what] of Object.entries({ list: "Map or Set", later: "promise", own: "Map or Set" })) {
      expect(outcomeOf(instance, method)()).toMatchObject({
        kind: "failed",
        message: expect.stringContaining(`a ${what} is no plain data`),
      });
    }
  });

  it("tells an empty list from an empty record in Lua when it is said to be one", async () => {
    const code = `
      local workbench = require("workbench")
      local function create()
        return {
          record = function() return {} end,
          list = function() return workbench.list({}) end,
          both = function() return { 1, two = 2 } end,
          numbered = function() return { [3] = "three" } end,
          endless = function() local t = {} t.t = t return t end,
          vast = function() local t = {} for _ = 1, 60 do t = { t, t } end return t end,
        }
      end
      return { m = { kind = "Isolator", create = create } }`;
    const fixture = await openFixture(scratchFile("modules.lua", code), { ...LIMITS, callMs: 1_500 });
    const instance = create(fixture, "m");
    expect(outcomeOf(instance, "record")()).toEqual(ready({}));
    expect(outcomeOf(instance, "list")()).toEqual(ready([]));
    expect(outcomeOf(instance, "both")()).toEqual(ready([1]));
    expect(outcomeOf(instance, "numbered")()).toMatchObject({
      kind: "failed",
      message: expect.stringContaining("a table has a number as a key"),
    });
    expect(outcomeOf(instance, "endless")()).toMatchObject({
      kind: "failed",
      message: expect.stringContaining("a table is nested too deeply"),
    });
    // Small to make, endless to read.
    expect(outcomeOf.bind(null, instance, "vast")).toThrow("no answer within 1500 ms");
  });
});

describe.each(LANGUAGES)("the registry over modules in %s", (language) => {
  async function load(name: string, ...modules: string[]) {
    const timer = new VirtualTimer();
    const registry = new ModuleRegistry<ModuleInstance>(
      {
        open: async ({ library }) => {
          const opening = await openScriptLibrary(library, { limits: LIMITS, seed: 1, timer });
          if (opening.kind === "ready") onTestFinished(() => opening.value.close());
          return opening;
        },
      },
      { platform: "linux" },
    );
    const kinds = new KindTable({ mesosVersion: "1.12.0", minimums: {} });
    const result = await registry.load([manifest([modulesFile(language, name), ...modules])], kinds);
    return { registry, result };
  }

  it("loads those of a file, each of its own kind, and creates them", async () => {
    const names = ["hook", "isolator", "test_module", "allocator", "plain_allocator"].map(
      (name) => `org_example_${name}`,
    );
    const { registry, result } = await load("kinds", ...names);
    expect(result.loaded).toBe(true);
    expect(names.map((name) => registry.kindOf(name))).toEqual([
      "Hook",
      "Isolator",
      "TestModule",
      "Allocator",
      "Allocator",
    ]);
    expect(await registry.create("Hook", "org_example_hook")).toMatchObject({ kind: "created" });
    expect(await registry.create("Isolator", "org_example_hook")).toMatchObject({ kind: "refused" });
    const wrong = [{ key: "operation", value: "X" }];
    expect(await registry.create("TestModule", "org_example_test_module", wrong)).toMatchObject({ kind: "failed" });
  });

  it("refuses what breaks its rules (V1, V8, M38), and tells what failed", async () => {
    const { result } = await load("breaking", "headless", "incompatible", "not_a_module", "undecided");
    expect(result.modules.map(({ verdict }) => ("number" in verdict ? verdict.number : verdict.kind))).toEqual([
      "V1",
      "V8",
      "M38",
      "failed",
    ]);
  });

  it("takes the same module twice for one (M24)", async () => {
    const { result } = await load("kinds", "org_example_isolator", "org_example_isolator");
    expect(result.modules.map(({ verdict }) => verdict.kind)).toEqual(["loaded", "identical"]);
  });
});
